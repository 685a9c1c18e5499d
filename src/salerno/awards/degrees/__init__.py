"""Degrees: what the regulations still ask of a student, awards granted and withdrawn, results from elsewhere that count."""
