"""People: accounts, roles at institutions, what they accepted, their data rights, their API tokens.

Nouns: ``Person``, ``RoleAssignment``, ``LegalText``, ``Acceptance``, ``ErasureRequest``, ``ApiToken``. A person changes their own
account; coordinators and administrators give roles at their own institution.
"""
