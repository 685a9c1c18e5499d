"""The minutes of an examination board: what they say, frozen (``facts``), and the document (``document``).

Pure: no database, no clock.
"""
