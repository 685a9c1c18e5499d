"""Course packages: read, checked, frozen as versions, rendered once, pinned by offerings; and the Studio's drafts.

Nouns: ``CourseVersion``, ``VersionActivity``, ``ActivityText``, ``BankQuestion``, ``VersionFile``,
``OfferingVersion``, ``Draft``. Authors of an owning institution publish; a published version is never
changed. ``package/`` is the pure core, without Django.
"""
