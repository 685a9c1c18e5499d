"""Scores: whose are whose to set, and what is proposed from published grades."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from salerno.awards.grades.selectors.conversions import NewestTables, as_table
from salerno.awards.grading.errors import GradeRefused, TableRefused
from salerno.awards.grading.tables import GradingTable
from salerno.awards.models import Grade
from salerno.common.digests import canonical_json, sha256_hex
from salerno.mobility.models import MobilityCall, Wish
from salerno.mobility.querysets import WishQuerySet
from salerno.people.models import Person

_HUNDRED = Decimal(100)


def scored_by(person: Person, call: MobilityCall) -> WishQuerySet:
    """The handed-in wishes of a call whose scores are the person's to set."""
    return Wish.objects.governed_by(person).filter(call=call).handed_in().order_by("pk")


def seen_of(rows: Iterable[Wish]) -> str:
    """A digest of the scores of ``rows``, for a form to say what it showed."""
    return sha256_hex(canonical_json(sorted((str(row.uuid), None if row.score is None else f"{row.score:.2f}") for row in rows)))


def proposed_scores(wishes: Iterable[Wish]) -> dict[str, Decimal]:
    """For each wish (uuid) the mean of where its student's passes stand among the passes of their grading tables, 0 to 100.

    A grade stands at 100 less the share of better passes less half the share of equal ones: the middle of its class by rank, which
    is how the ECTS Users' Guide 2015 (4.3) compares grades of two scales. So 14 of 20 and 28 of 30 are not compared as numbers. A
    grade without a table says nothing, a student without any such grade has no proposal. Two queries, however many students.
    """
    by_student = {row.student_id: str(row.uuid) for row in wishes}
    grades = list(
        Grade.objects.passed().filter(enrolment__learner__in=by_student).select_related("sheet__offering__institution", "enrolment")
    )
    tables = NewestTables({row.sheet.offering.institution for row in grades})
    found: dict[str, list[Decimal]] = defaultdict(list)
    for grade in grades:
        row = tables.of(grade.sheet.offering.institution_id, grade.sheet.scale)
        standing = standing_of(grade.value, as_table(row)) if row else None
        if standing is not None:
            found[by_student[grade.enrolment.learner_id]].append(standing)
    return {key: round(sum(standings) / len(standings), 2) for key, standings in found.items()}


def standing_of(text: str, table: GradingTable) -> Decimal | None:
    """Where the grade ``text`` stands in ``table``, 0 to 100; None for one that is no grade of it or has no row."""
    scale = table.local_scale
    try:
        name = scale.counted_as(scale.read(text)).text if scale else text
    except (GradeRefused, TableRefused):
        return None
    better, total = Decimal(0), sum(share for _grade, share in table.rows)
    for grade, share in table.rows:
        if grade == name:
            return _HUNDRED - (better + share / 2) * _HUNDRED / total
        better += share
    return None
