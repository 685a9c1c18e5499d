"""Dates in French: ``24 nov. 2026``, months in small letters and abbreviated as the Imprimerie nationale does (``N``)."""

DATE_FORMAT = "j N Y"
DATETIME_FORMAT = "j N Y à H:i T"
SHORT_DATETIME_FORMAT = "j N Y à H:i"
