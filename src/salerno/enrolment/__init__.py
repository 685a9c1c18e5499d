"""A person in an offering.

Nouns: ``Enrolment``. Learners enrol and withdraw themselves while the offering's dates and seats allow it.
"""
