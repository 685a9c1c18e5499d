"""What can be studied: programmes, courses, their outcomes, and the offerings in which they are given.

Nouns: ``Programme``, ``Course``, ``Outcome``, ``AcademicSession``, ``CourseOffering``, ``ProgrammeOffering``. Course leads of
an owning institution change a course; publishing a package (``courseware``) writes a course's facts and outline here.
"""
