"""A person's theses, for a download of their data and for an erasure."""

from functools import partial
from typing import Any

from django.db import transaction

from salerno.awards.enums import ThesisState
from salerno.awards.models import Thesis, ThesisDeposit
from salerno.courseware.blobs import blob_path
from salerno.courseware.models import DraftFile, DraftRevision, VersionFile
from salerno.people.models import Person


def export_theses(person: Person) -> list[dict[str, Any]]:
    """What the person wrote, supervised and judged; of others' theses no more than the part that the person had."""
    return [*_written(person), *_followed(person)]


def _written(person: Person) -> list[dict[str, Any]]:
    rows = Thesis.objects.of(person).select_related("grade", "enrolment__offering__course")
    rows = rows.prefetch_related("deposits", "supervisors__person", "jury__person")
    return [
        {
            "as": "student",
            "uuid": row.uuid,
            "course": row.enrolment.offering.course.code,
            "title": row.title,
            "abstract": row.abstract,
            "state": row.state,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "reason": row.reason,
            "supervisors": [seat.person.display_name for seat in row.supervisors.all()],
            "jury": [seat.person.display_name for seat in row.jury.all()],
            "defence_at": row.defence_at,
            "place": row.place,
            "embargo_until": row.embargo_until,
            "grade": row.grade.value if row.grade else "",
            "deposits": [
                {"number": each.number, "sha256": each.blob, "size": each.size, "deposited_at": each.deposited_at}
                for each in row.deposits.all()
            ],
        }
        for row in rows
    ]


def _followed(person: Person) -> list[dict[str, Any]]:
    supervised = person.theses_supervised.select_related("thesis")
    judged = person.juries.select_related("thesis")
    return [
        *({"as": "supervisor", "uuid": row.thesis.uuid, "agreed_at": row.agreed_at} for row in supervised),
        *({"as": "chair" if row.is_chair else "jury", "uuid": row.thesis.uuid} for row in judged),
    ]


def erase_theses(person: Person) -> int:
    """Delete what was not graded, with its files; a graded thesis is part of an examination. Returns how many rows went."""
    rows = Thesis.objects.of(person).exclude(state=ThesisState.GRADED)
    deposits = ThesisDeposit.objects.filter(thesis__in=rows)
    digests = set(deposits.values_list("blob", flat=True))
    count = deposits.delete()[0] + rows.delete()[0]
    transaction.on_commit(partial(_forget, digests))
    return count


def _forget(digests: set[str]) -> None:
    """Remove blobs that no row names any more: equal bytes lie in the store once, whoever gave them."""
    for model in (ThesisDeposit, VersionFile, DraftFile, DraftRevision):
        digests = digests - set(model.objects.filter(blob__in=digests).values_list("blob", flat=True))
    for digest in digests:
        blob_path(digest).unlink(missing_ok=True)
