"""From a call to a student: applications, eligibility, reviews, decisions, offers, appeals.

Nouns: ``Call``, ``Application``, ``TypedPage``, ``TranscriptRow``, ``Document``, ``Referee``, ``Reviewer``, ``Review``,
``Conflict``, ``Offer``, ``Decision``, ``Appeal``. Coordinators and administrators of the institutions that give the programme make
calls; they and the board members there judge, decide and answer appeals. An application belongs to its applicant, who alone writes
it; reviewers see those that are theirs, without what the call hides.
"""
