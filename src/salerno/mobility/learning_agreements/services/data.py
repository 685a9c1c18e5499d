"""A person's learning agreements, for a download of their data; and which of them an erasure takes."""

from typing import Any

from salerno.mobility.enums import PaperState
from salerno.mobility.models import (
    LearningAgreement,
    LearningAgreementComment,
    LearningAgreementSignature,
    LearningAgreementVersion,
)
from salerno.people.models import Person


def export_papers(person: Person) -> list[dict[str, Any]]:
    """Every version of the person's own agreements with its signatures and comments; of others' what the person did."""
    return [*_own(person), *_acted(person)]


def _own(person: Person) -> list[dict[str, Any]]:
    rows = LearningAgreementVersion.objects.of(person).prefetch_related("signatures", "comments__by")
    return [
        {
            "as": "student",
            "agreement": row.agreement.uuid,
            "number": row.number,
            "kind": row.kind,
            "state": row.state,
            "body": row.body,
            "digest": row.digest,
            "due_on": row.due_on,
            "begun_at": row.begun_at,
            "in_force_at": row.in_force_at,
            "signatures": [
                {"role": each.role, "name": each.name, "at": each.at, "sha256": each.digest, "voided_at": each.voided_at}
                for each in row.signatures.all()
            ],
            "comments": [{"by": each.by.display_name, "at": each.at, "text": each.text} for each in row.comments.all()],
        }
        for row in rows.select_related("agreement")
    ]


def _acted(person: Person) -> list[dict[str, Any]]:
    others = LearningAgreementVersion.objects.exclude(agreement__mobility__wish__student=person)
    signed = LearningAgreementSignature.objects.filter(by=person, version__in=others)
    said = LearningAgreementComment.objects.filter(by=person, version__in=others)
    return [
        *({"as": row.role, "version": row.version.uuid, "at": row.at} for row in signed.select_related("version")),
        *({"as": "comment", "version": row.version.uuid, "at": row.at, "text": row.text} for row in said.select_related("version")),
    ]


def erase_papers(person: Person) -> int:
    """Delete agreements that nobody ever signed; returns how many rows went. What was signed is a contract of three."""
    signed = LearningAgreementSignature.objects.filter(version__agreement__mobility__wish__student=person)
    rows = LearningAgreement.objects.of(person).exclude(pk__in=signed.values("version__agreement"))
    versions = LearningAgreementVersion.objects.filter(agreement__in=list(rows), state__in=(PaperState.DRAFT, PaperState.WITHDRAWN))
    count = LearningAgreementComment.objects.filter(version__in=versions).delete()[0]
    agreements = [row.agreement_id for row in versions]
    return count + versions.delete()[0] + LearningAgreement.objects.filter(pk__in=agreements).delete()[0]
