"""What decides whether a student may take a course of the Master: studies under way, courses passed, seats held.

Read for one person or for a whole cohort in the same two queries; ``rules`` judges on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import ProgrammeState, State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.people.models import Person


@dataclass(frozen=True)
class Standing:
    """One person's. ``studies``: those under way now, the newest first; ``passed``: codes of courses by primary key of the studies
    to which they belong; ``states``: of all enrolments, by primary key of the offering."""

    studies: tuple[ProgrammeEnrolment, ...] = ()
    passed: Mapping[int, set[str]] = field(default_factory=dict)
    states: Mapping[int, str] = field(default_factory=dict)

    def studies_with(self, code: str) -> ProgrammeEnrolment | None:
        """The studies whose regulations contain the course ``code`` in any track; None for a stranger.

        Any track: one may take a course of another track; whether it counts for the degree, the audit says.
        """
        return next((row for row in self.studies if code in rules_of(row.offering.regulations).courses), None)

    def lacking(self, code: str) -> set[str]:
        """The courses that must be passed before ``code`` and are not."""
        studies = self.studies_with(code)
        if studies is None:
            return set()
        return set(rules_of(studies.offering.regulations).courses[code].requires) - self.passed.get(studies.pk, set())


def standings_of(people: Iterable[Person]) -> dict[int, Standing]:
    """Of each of ``people``, by primary key. Two queries."""
    keys = [person.pk for person in people]
    studies: dict[int, list[ProgrammeEnrolment]] = defaultdict(list)
    under_way = ProgrammeEnrolment.objects.filter(student__in=keys, state=ProgrammeState.ACTIVE)
    for row in under_way.select_related("offering__regulations").order_by("-admitted_at", "-pk"):
        studies[row.student_id].append(row)
    passed: dict[int, set[str]] = defaultdict(set)
    states: dict[int, dict[int, str]] = defaultdict(dict)
    for learner, offering, state, programme_enrolment, code in Enrolment.objects.filter(learner__in=keys).values_list(
        "learner", "offering", "state", "programme_enrolment", "offering__course__code"
    ):
        states[learner][offering] = state
        if state == State.COMPLETED:
            passed[programme_enrolment].add(code)
    return {key: Standing(tuple(studies[key]), passed, states[key]) for key in keys}
