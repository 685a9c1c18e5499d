"""What regulations say, as frozen plain values. Credits are ECTS with one decimal place; institutions are named by ``schac``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

Text = Mapping[str, str]
COURSE_KINDS = ("course", "internship", "thesis")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What every graduate, or those of some courses, can do."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledCourse:
    """A course as the regulations count it. ``requires``: codes of courses that must be passed before one may enrol."""

    code: str
    title: Text
    schac: str
    ects: Decimal
    kind: str = "course"
    outcomes: tuple[str, ...] = ()
    practical_hours: Decimal = Decimal(0)
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Courses of which all, a number, or a sum of credits must be passed.

    ``choose`` is ``all``, ``courses`` or ``ects``; ``amount`` counts courses, or credits where ``choose`` is ``ects``.
    """

    key: str
    title: Text
    choose: str
    amount: Decimal
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Semester:
    """What is offered for one semester."""

    number: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """One way through the programme, chosen at admission."""

    slug: str
    title: Text
    semesters: tuple[Semester, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups, in the order of the file."""
        return tuple(group for semester in self.semesters for group in semester.groups)

    @property
    def codes(self) -> frozenset[str]:
        """The courses that count in this track."""
        return frozenset(code for group in self.groups for code in group.courses)


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeRules:
    """What must be reached for the degree; an amount of 0 asks for nothing.

    ``awarding_institutions``: at how many of them one must be registered. ``mobility_ects``: at one institution other than the
    first at which one registered. ``floors``: the lowest local grade, by ``schac``, that may be compensated. ``compensation_ects``:
    at most so many credits are granted by compensation; ``recognised_ects``: so many for results from elsewhere.
    """

    ects: Decimal
    awarding_institutions: int
    ects_at_each_awarding: Decimal
    mobility_ects: Decimal
    practical_hours: Decimal
    internship_ects: Decimal
    thesis_ects: Decimal
    compensation_ects: Decimal
    recognised_ects: Decimal
    outcomes: tuple[str, ...]
    floors: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ProgrammeRules:
    """Regulations as a whole. ``body`` are the plain values they were read from, and ``digest`` is their SHA-256."""

    programme: str
    is_made_up: bool
    institutions: tuple[str, ...]
    awarding: tuple[str, ...]
    degree: DegreeRules
    outcomes: tuple[Outcome, ...]
    courses: Mapping[str, RuledCourse]
    tracks: tuple[Track, ...]
    body: Mapping[str, Any] = field(compare=False, repr=False)
    digest: str

    def track(self, slug: str) -> Track | None:
        """The track ``slug``, or None."""
        return self._tracks.get(slug)

    @cached_property
    def _tracks(self) -> dict[str, Track]:
        return {track.slug: track for track in self.tracks}
