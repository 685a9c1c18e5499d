"""Decisions to grant: today, that a course was passed.

Nouns: ``Award``. The campus grants when ``learning`` says that a course is completed; boards come with degrees.
"""
