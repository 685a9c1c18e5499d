"""What helps to decide on a result: how it was decided before, and what its grade is worth at home."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from salerno.awards.degrees.services.recognising import Converted as Frozen
from salerno.awards.grades.selectors.conversions import Converted, NewestTables
from salerno.awards.models import GradingTable
from salerno.catalogue.regulations.facts import RuledCourse
from salerno.catalogue.selectors import rules_of
from salerno.common.translated import in_language
from salerno.mobility.enums import RecognitionState
from salerno.mobility.learning_agreements.selectors.facts import facts_of, version_in_force
from salerno.mobility.models import HostResult, Mobility, Recognition
from salerno.mobility.papers.body import Body

ENOUGH = 500


def recognised_before(mobility: Mobility) -> dict[str, str]:
    """For each code of the host the course as which it was recognised most often, among students of the same programme.

    One query, over the newest ``ENOUGH`` decisions. Of equals the newest goes first.
    """
    if mobility.wish.studies_id is None:
        return {}
    rows = Recognition.objects.filter(
        state=RecognitionState.RECOGNISED,
        result__mobility__place__institution=mobility.place.institution_id,
        result__mobility__wish__studies__offering__programme=mobility.wish.studies.offering.programme_id,
    ).exclude(result__code="")
    counts: dict[str, Counter[str]] = {}
    for code, course in rows.order_by("-decided_at").values_list("result__code", "course_code")[:ENOUGH]:
        counts.setdefault(code, Counter())[course] += 1
    return {code: found.most_common(1)[0][0] for code, found in counts.items()}


def agreed_on(mobility: Mobility) -> dict[str, str]:
    """For each code of the host the course as which the learning agreement says that it will be recognised.

    A traineeship has no code at the host: its results carry that of the course.
    """
    version = version_in_force(mobility)
    body = facts_of(version).body if version else Body()
    rows = [row for row in body.live("recognised") if row.code]
    own = {row.code: row.code for row in rows} if body.traineeship else {}
    return own | {code: row.code for row in rows for code in row.codes_instead}


def is_agreed_on(recognition: Recognition) -> bool:
    """Whether the course that is proposed is the one of the learning agreement."""
    result = recognition.result
    return bool(recognition.course_code) and agreed_on(result.mobility).get(result.code) == recognition.course_code


def proposed_for(mobility: Mobility) -> dict[str, str]:
    """What was agreed on; beyond that, as what the same courses were recognised before."""
    return recognised_before(mobility) | agreed_on(mobility)


def could_count_with(recognition: Recognition) -> list[Recognition]:
    """Passed results of the same stay that wait for a decision as well. One query."""
    rows = Recognition.objects.filter(result__mobility=recognition.result.mobility_id, state=RecognitionState.WAITING)
    return list(rows.filter(result__is_passed=True).exclude(pk=recognition.pk).select_related("result"))


def courses_for(mobility: Mobility) -> list[RuledCourse]:
    """The courses of the student's regulations, those of the track first; none for a student of another university."""
    studies = mobility.wish.studies
    if studies is None or studies.offering.regulations is None:
        return []
    rules = rules_of(studies.offering.regulations)
    own = rules.track(studies.track).codes
    return sorted(rules.courses.values(), key=lambda course: (course.code not in own, course.code))


def title_of(course: RuledCourse) -> str:
    """``AMU-201 Machine learning (6 ECTS)``."""
    return f"{course.code} {in_language(course.title)} ({course.ects.normalize():f} ECTS)"


def converted_for(result: HostResult) -> Converted | None:
    """The grade of ``result`` on the scale of the sending university; None where a grading table is missing."""
    if not result.value or not result.is_passed:
        return None
    host, home = result.mobility.place.institution, result.mobility.wish.home
    tables = NewestTables([host, home])
    found = tables.convert(result.value, tables.of(host.pk, result.scale, result.isced_f), tables.main_of(home, result.isced_f))
    return found if found and found.conversion.is_pass else None


def frozen(found: Converted | None) -> Frozen | None:
    """What a decision keeps of a conversion."""
    if found is None:
        return None
    return Frozen(found.conversion.grade, found.target.scale, (_named(found.source), _named(found.target)))


def _named(table: GradingTable) -> str:
    return " ".join(filter(None, (table.institution.schac, table.scale, table.isced_f, str(table.number))))


@dataclass(frozen=True)
class Sums:
    """ECTS credits of a mobility: what came, what was passed, what is recognised."""

    came: Decimal
    passed: Decimal
    recognised: Decimal


def sums_of(rows: list[Recognition]) -> Sums:
    """The sums of ``rows``."""
    nothing = Decimal(0)
    return Sums(
        sum((row.result.ects for row in rows), nothing),
        sum((row.result.ects for row in rows if row.result.is_passed), nothing),
        sum((row.ects for row in rows if row.state == RecognitionState.RECOGNISED and row.ects), nothing),
    )


def recognitions_of(mobility: Mobility) -> list[Recognition]:
    """All of a mobility. One query."""
    return list(Recognition.objects.filter(result__mobility=mobility).with_the_stay())
