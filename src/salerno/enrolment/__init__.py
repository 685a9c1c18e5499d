"""A person in an offering: a learner in a course, a student in a programme.

Nouns: ``Enrolment``, ``ProgrammeEnrolment``, ``Registration``. Learners enrol and withdraw themselves while dates and seats of the
offering allow it; courses of the Master are for its students. Coordinators and administrators admit, register and withdraw them.
"""
