"""Rows of a learning agreement that need not be typed: their code is enough."""

from decimal import Decimal

from salerno.catalogue.regulations.facts import RuledCourse
from salerno.catalogue.selectors import rules_of
from salerno.common.translated import in_language
from salerno.mobility.enums import MobilityKind
from salerno.mobility.learning_agreements.selectors.offers import offerings_during
from salerno.mobility.models import Mobility
from salerno.mobility.papers.body import Row


def known_rows(mobility: Mobility) -> dict[str, dict[str, Row]]:
    """By table, the rows by their code: for table B the courses of the student's track; for A and C what is offered there.

    For a traineeship table B offers internships alone.
    """
    studies = mobility.wish.studies
    offered = {
        row.course.code: Row(code=row.course.code, title=in_language(row.course.title), ects=row.course.ects_credits or Decimal(0))
        for row in offerings_during(mobility)
    }
    if studies is None or studies.offering.regulations is None:
        return {"studied": offered, "virtual": offered}
    rules = rules_of(studies.offering.regulations)
    kind = "internship" if mobility.kind == MobilityKind.TRAINEESHIP else "course"
    track = [rules.courses[code] for group in rules.track(studies.track).groups for code in group.courses]
    there = [course for course in rules.courses.values() if course.schac == mobility.place.institution.schac]
    return {
        "studied": {**{course.code: _row(course) for course in there}, **offered},
        "recognised": {course.code: _row(course) for course in track if course.kind == kind},
        "virtual": offered,
    }


def _row(course: RuledCourse) -> Row:
    return Row(code=course.code, title=in_language(course.title), ects=course.ects)
