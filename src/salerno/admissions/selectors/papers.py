"""Which papers of an application a person may open, and what a reviewer may see of it."""

import uuid
from dataclasses import dataclass
from typing import Any

from salerno.admissions.completeness import statements_of
from salerno.admissions.eligibility.facts import Statement
from salerno.admissions.models import Application, Document, Referee, Review, TranscriptRow
from salerno.admissions.terms import PROTECTED, Field
from salerno.people.models import Person


def document_for(*, viewer: Person, document: uuid.UUID) -> Document | None:
    """The paper, when ``viewer`` may open it; else None.

    The applicant: own papers, no letters of referees. The committee: all of handed-in applications. Reviewers: what the call does
    not hide from them.
    """
    visible = Application.objects.visible_to(viewer)
    rows = Document.objects.filter(uuid=document, application__in=visible.values("pk"))
    row = rows.select_related("application__call", "application__applicant").first()
    if row is None:
        return None
    if row.application.applicant_id == viewer.pk:
        return None if row.referee_id else row
    if Application.objects.governed_by(viewer).filter(pk=row.application_id).exists():
        return row
    return None if row.kind in hidden_kinds(row.application) else row


def hidden_kinds(application: Application) -> frozenset[str]:
    """Kinds of papers that reviewers do not see."""
    return frozenset(kind.key for kind in application.call.read_documents if kind.hidden)


@dataclass(frozen=True)
class ReviewerPage:
    """An application as one reviewer may see it, the reviewer's own review, and those of others once they may be seen."""

    review: Review
    facts: dict[str, Any]
    degree: dict[str, Any]
    languages: dict[str, str]
    answers: list[tuple[Field, Any]]
    transcript: list[TranscriptRow]
    documents: list[Document]
    letters: list[Referee]
    statements: tuple[Statement, ...]
    others: list[Review]


def reviewer_page(review: Review) -> ReviewerPage:
    """What the reviewer sees. What the call hides is not read into the page, so that no template can show it.

    Blind: others' reviews stand here when ``Review.objects.visible_to`` lets them, after the own one is submitted.
    """
    application = Application.objects.select_related("call", "partner").get(pk=review.application_id)
    hidden = set(application.call.hidden)
    facts: dict[str, Any] = {"track": application.track, "name": application.full_name}
    facts |= {name: getattr(application, name) for name in PROTECTED[1:]}
    kinds = hidden_kinds(application)
    others = Review.objects.visible_to(review.reviewer).filter(application=application).exclude(pk=review.pk)
    return ReviewerPage(
        review=review,
        facts={name: value for name, value in facts.items() if name not in hidden},
        degree=dict(application.degree),
        languages=dict(application.languages),
        answers=[(field, application.answers.get(field.key)) for field in application.call.read_fields if not field.hidden],
        transcript=list(application.transcript.all()),
        documents=[row for row in application.documents.select_related("referee") if row.kind not in kinds],
        letters=list(application.referees.filter(answered_at__isnull=False).exclude(letter="")),
        statements=statements_of(application),
        others=list(others.select_related("reviewer", "institution")),
    )
