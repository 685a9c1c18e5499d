"""What a learning agreement could say, before the student has written a word: from what the degree still needs."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from salerno.catalogue.regulations.facts import Group, RuledCourse
from salerno.common.translated import in_language
from salerno.mobility.enums import MobilityKind, MobilityState, PaperState
from salerno.mobility.learning_agreements.selectors.checks_blended import MOST_DAYS
from salerno.mobility.learning_agreements.selectors.degrees import Degrees, degrees_of, unsatisfied_groups
from salerno.mobility.learning_agreements.selectors.offers import offerings_during
from salerno.mobility.models import LearningAgreementVersion, Mobility
from salerno.mobility.papers.body import Blended, Body, Row, Traineeship

CREDITS_A_YEAR = Decimal(60)
"""Full-time studies (ECTS Users' Guide 2015)."""
_TERMS = {"spring": "2/2", "year": "1/1"}
_MOST_EARLIER = 300


def proposal(mobility: Mobility) -> Body:
    """Tables A and B for ``mobility``: courses that the degree still needs, and what the receiving institution offers for them.

    At a university of the student's own regulations those are its own courses. Elsewhere table B has any missing courses, and
    table A what earlier students had recognised for them, then other courses that are offered there, up to a full load; for a
    blended or short mobility one course.
    """
    degrees = degrees_of(mobility)
    needed = list(mobility.place.condition.languages if mobility.place.condition else [])
    spoken = next(iter(needed), {"language": "en", "level": ""})
    body = Body(language=spoken.get("language", "en"), level=spoken.get("level", ""))
    if mobility.kind == MobilityKind.TRAINEESHIP:
        return replace(body, traineeship=_traineeship(mobility), recognised=_internship(degrees) if degrees else ())
    is_short = mobility.kind == MobilityKind.BLENDED
    load = full_load(mobility.starts_on, mobility.ends_on)
    if is_short:
        body = replace(body, blended=_parts(mobility))
    if degrees is None:
        return replace(body, studied=tuple(_offered(mobility, load, ())[: 1 if is_short else None]))
    receiving = mobility.place.institution.schac
    is_own = receiving in degrees.rules.institutions
    wanted = list(_within(load, _missing(degrees, receiving if is_own else "")))[: 1 if is_short else None]
    term = _TERMS.get(mobility.place.period, "1/2")
    recognised = [_row(course, term) for course in wanted]
    if is_own:
        own = {row.code: replace(row, instead_of=row.code) for row in recognised}
        return replace(body, studied=tuple(recognised), recognised=tuple(own.values()))
    studied, recognised = _equivalent(mobility, recognised)
    if is_short:
        return replace(body, studied=tuple(studied), recognised=tuple(recognised))
    rest = load - sum((row.ects for row in studied), Decimal(0))
    studied += _offered(mobility, rest, {row.key for row in studied})
    return replace(body, studied=tuple(studied), recognised=tuple(recognised))


def _parts(mobility: Mobility) -> Blended:
    """The days of the call, when they are few enough to be the days there."""
    said = Blended(physical_starts_on=mobility.starts_on, physical_ends_on=mobility.ends_on)
    return said if said.days <= MOST_DAYS else Blended()


def full_load(starts_on: date, ends_on: date) -> Decimal:
    """Half a year's credits for up to seven months, a year's for more."""
    return CREDITS_A_YEAR / 2 if (ends_on - starts_on).days <= 7 * 31 else CREDITS_A_YEAR


def _traineeship(mobility: Mobility) -> Traineeship:
    """What the host's offer says already."""
    offer = mobility.place.traineeship
    if offer is None:
        return Traineeship()
    outcomes = "\n".join(in_language(each) for each in offer.outcomes if isinstance(each, dict | str))
    return Traineeship(
        title=in_language(offer.title),
        programme=in_language(offer.text),
        knowledge=outcomes,
        support=offer.remuneration,
        supervisor_name=offer.supervisor_name,
        supervisor_email=offer.supervisor_email,
    )


def _internship(degrees: Degrees) -> tuple[Row, ...]:
    """The internship that the degree still needs: that of the first institution at which the student is registered."""
    groups = unsatisfied_groups(degrees.audited())
    track = degrees.rules.track(degrees.studies.track)
    codes = [code for group in track.groups if group.key in groups for code in group.courses]
    courses = [degrees.rules.courses[code] for code in codes if degrees.rules.courses[code].kind == "internship"]
    courses.sort(key=lambda course: course.schac != degrees.home)
    return tuple(_row(course, "1/1") for course in courses[:1])


def _missing(degrees: Degrees, schac: str) -> Iterator[RuledCourse]:
    """Courses that unsatisfied groups still need, in the order of the regulations; with ``schac`` only those taught there."""
    now = degrees.audited()
    groups, given = unsatisfied_groups(now), set()
    for group in degrees.rules.track(degrees.studies.track).groups:
        if group.key not in groups:
            continue
        open_courses = [
            course
            for course in (degrees.rules.courses[code] for code in group.courses)
            if course.code not in degrees.passed and course.code not in given and course.kind == "course"
        ]
        there = [course for course in open_courses if schac in ("", course.schac)]
        for course in _enough(group, groups[group.key].now.missing, there):
            given.add(course.code)
            yield course


def _enough(group: Group, missing: Decimal, courses: list[RuledCourse]) -> Iterator[RuledCourse]:
    """The first of ``courses`` with which the group would be satisfied, or all of them."""
    for course in courses:
        if missing <= 0:
            return
        missing -= course.ects if group.choose == "ects" else 1
        yield course


def _within(load: Decimal, courses: Iterator[RuledCourse]) -> Iterator[RuledCourse]:
    total = Decimal(0)
    for course in courses:
        if total + course.ects <= load:
            total += course.ects
            yield course


def _row(course: RuledCourse, term: str) -> Row:
    return Row(code=course.code, title=in_language(course.title), ects=course.ects, term=term)


def _equivalent(mobility: Mobility, recognised: list[Row]) -> tuple[list[Row], list[Row]]:
    """Rows of table A that were recognised for those of table B before, and table B saying so."""
    known, studied, answered = equivalences(mobility), [], []
    for row in recognised:
        there = known.get(row.code)
        if there is None:
            answered.append(row)
            continue
        studied.append(replace(there, term=row.term))
        answered.append(replace(row, instead_of=there.code))
    return list({row.key: row for row in studied}.values()), answered


def equivalences(mobility: Mobility) -> dict[str, Row]:
    """For each course at home, what was recognised for it most often among those who went the same way and came back.

    Read from the last agreement in force of recognised mobilities between the same two institutions; one course there for one at
    home, since a pair says what a larger set leaves open.
    """
    rows = LearningAgreementVersion.objects.filter(
        state=PaperState.IN_FORCE,
        agreement__mobility__state=MobilityState.RECOGNISED,
        agreement__mobility__wish__home=mobility.wish.home_id,
        agreement__mobility__place__institution=mobility.place.institution_id,
    )
    counted: dict[str, Counter[Row]] = {}
    for version in rows.order_by("-in_force_at", "-pk")[:_MOST_EARLIER]:
        body = version.says
        there = {row.code: row for row in body.live("studied")}
        for row in body.live("recognised"):
            if len(row.codes_instead) == 1 and row.codes_instead[0] in there:
                pair = replace(there[row.codes_instead[0]], status="", reason="", reason_text="")
                counted.setdefault(row.code, Counter())[pair] += 1
    return {code: rows.most_common(1)[0][0] for code, rows in counted.items()}


def _offered(mobility: Mobility, load: Decimal, taken: Collection[tuple[str, str]]) -> list[Row]:
    """Courses that are offered there in the period, up to ``load``; none of ``taken`` (keys)."""
    term = _TERMS.get(mobility.place.period, "1/2")
    found: dict[tuple[str, str], Row] = {}
    for offering in offerings_during(mobility):
        course = offering.course
        row = Row(code=course.code, title=in_language(course.title), ects=course.ects_credits or Decimal(0), term=term)
        if row.key not in taken and row.ects and sum((each.ects for each in found.values()), row.ects) <= load:
            found.setdefault(row.key, row)
    return list(found.values())
