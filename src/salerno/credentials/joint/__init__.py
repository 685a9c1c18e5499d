"""One credential of a joint degree, signed by each university that awards it. Pure: no database, no network, no clock.

Nouns: the *consortium* issues (a ``did:web`` whose document names the universities as controllers); the *awarding institutions* are
named in the signed content; the proofs are a *set* (W3C Data Integrity 1.0, 2.1.1): each is whole by itself, none vouches for
another, their order means nothing. ``docs/decisions/0010`` says why.
"""
