"""A programme's structure and degree rules as a file: read, checked, compared. Pure: no database, no Django.

``reader.read_text(…)`` → ``ProgrammeRules``, or ``RegulationsRefused`` with every mistake, its line, and what to do.
The audit of a student against the rules stands in ``awards.degree_rules``.
"""
