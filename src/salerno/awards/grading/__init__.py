"""Grades: read in their local scale, counted in grading tables, placed in another scale by equal rank.

Nouns: a *scale* (what may be written, what passes, in which order), a *grade* (one value of a scale, in its one canonical
writing), a *grading table* (which share of the passing grades of a field of study each grade is), a *conversion* (a grade, the
interval of comparable grades, and the path that led there). Plain values in, plain values out: no Django, no clock, no network.

Entries: ``scales.scale_of``, ``tables.computed`` and ``tables.from_json``, ``exchange.import_tables`` and
``exchange.export_tables``, ``grade_conversion.converter``. The method and its limits are told in docs/how-to/convert-grades.md.
"""
