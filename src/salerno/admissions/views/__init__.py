"""Pages of admissions: calls for everybody, one's own application, a referee's letter."""
