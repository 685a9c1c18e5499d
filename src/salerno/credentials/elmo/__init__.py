"""A degree's results as ELMO, the transcript that EMREX carries from one institution to another. Pure: no database, no network.

``transcript.elmo_xml`` words a ``DegreeFacts``, ``signing.sign_elmo`` puts the institution's signature under it,
``verification.verify_elmo`` judges what anybody hands in, ``transfer`` packs it for the browser's POST.
ELMO 1 (namespace ``…/elmo-schemas/tree/v1``), as EMREX uses it; what the words mean is written in the schema itself.
"""
