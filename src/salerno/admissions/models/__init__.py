"""Rows of admissions."""

from salerno.admissions.models.applications import Application, Document, Referee, TranscriptRow, TypedPage
from salerno.admissions.models.calls import Call, Reviewer
from salerno.admissions.models.decisions import Appeal, Decision, Offer
from salerno.admissions.models.reviews import Conflict, Review

__all__ = [
    "Appeal",
    "Application",
    "Call",
    "Conflict",
    "Decision",
    "Document",
    "Offer",
    "Referee",
    "Review",
    "Reviewer",
    "TranscriptRow",
    "TypedPage",
]
