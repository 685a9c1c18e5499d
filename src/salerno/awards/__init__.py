"""The room of awards: from a grade to a degree, and what is granted.

A part has a folder, built as a room is: ``grades`` (sheets, grading tables, conversions), ``theses``, ``boards`` (who decides, on
whom, by which law) and ``degrees`` (what is still missing, awards granted and withdrawn, results from elsewhere). Teachers enter
grades and a second person publishes them; boards award; an award is granted once and withdrawn with a reason. What the parts
share stands beside them: ``models/``, ``enums.py``, ``rules.py``, ``agreements.py``. ``grading/``, ``degree_rules/`` and
``minutes/`` are pure.
"""
