"""Signed documents that prove awards, their status, and public verification.

Nouns: ``SigningKey``, ``Credential``, ``StatusList``, ``StatusChange``. The campus issues when an award is granted;
staff of the awarding institution suspend and revoke, with a reason; anyone verifies. ``proving/`` is the pure core, without Django.
"""
