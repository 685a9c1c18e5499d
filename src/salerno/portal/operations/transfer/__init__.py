"""Leaving with everything: the whole consortium to open formats, and from there into an empty installation.

``docs/decisions/0005-leaving-with-everything.md`` tells why it is made this way.
"""
