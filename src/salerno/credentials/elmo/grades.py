"""Grades in an ELMO: the scale in which they were given, and where the learner stands among others."""

from collections.abc import Iterable
from decimal import Decimal

from lxml import etree

from salerno.awards.degrees.facts import Result, Share, Text
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.scales import scales

from ..europass.nodes import number
from .words import append, paragraphs

_Scheme = tuple[str, tuple[Share, ...]]
# Tables are published with one decimal; their sum may miss a hundred by that much.
_ROUNDING = Decimal("0.5")


class GradingSchemes:
    """The grading schemes of one report: a scale with one grading table is one scheme."""

    def __init__(self, results: Iterable[Result]) -> None:
        self._ids: dict[_Scheme, str] = {}
        counts: dict[str, int] = {}
        for result in results:
            scheme = (result.scale, result.distribution)
            if scheme not in self._ids:
                counts[result.scale] = counts.get(result.scale, 0) + 1
                number = counts[result.scale]
                self._ids[scheme] = result.scale if number == 1 else f"{result.scale}-{number}"

    def of(self, result: Result) -> str:
        """The local identifier of the scheme in which ``result`` was graded."""
        return self._ids[result.scale, result.distribution]

    def add_to(self, report: etree._Element, description: Text) -> None:
        """Append each scheme to ``report``, with ``description`` and the rows of its table.

        The rows stand in words: ``resultDistribution`` wants heads, which a table of percentages does not count, and is a
        statement on one course.
        """
        for (_, table), identifier in self._ids.items():
            element = append(report, "gradingScheme", localId=identifier)
            rows = "; ".join(f"{share.grade}: {number(share.percentage)} %" for share in table)
            paragraphs(element, "description", description, dict.fromkeys(description or [""], rows))


def add_standing(instance: etree._Element, result: Result) -> None:
    """Append ``shortenedGrading``: the shares of lower, equal and higher passing grades in the field's grading table.

    Nothing is said when the table does not hold the grade, or is no whole table.
    """
    place = _place(result)
    shares = [share.percentage for share in result.distribution]
    if place is None or abs(sum(shares, Decimal(0)) - 100) > _ROUNDING:
        return
    element = append(instance, "shortenedGrading")
    append(element, "percentageLower", number(sum(shares[place + 1 :], Decimal(0))))
    append(element, "percentageEqual", number(shares[place]))
    append(element, "percentageHigher", number(sum(shares[:place], Decimal(0))))


def _place(result: Result) -> int | None:
    """The row of the table, best first, in which the grade is counted: its own, or that of its class."""
    rows = [share.grade for share in result.distribution]
    if result.grade in rows:
        return rows.index(result.grade)
    scale = scales().get(result.scale)
    if scale is None:
        return None
    try:
        row = scale.counted_as(scale.read(result.grade)).text
    except GradeRefused:
        return None
    return rows.index(row) if row in rows else None
