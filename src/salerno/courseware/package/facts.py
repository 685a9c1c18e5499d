"""What a package says, as frozen plain values. Texts stand by language, the source's first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from salerno.courseware.package.file_kinds import image_size
from salerno.courseware.package.files import Files
from salerno.courseware.package.question_facts import ByLanguage, Question

COURSE_KINDS = ("mooc", "short-course", "master-course")
ACTIVITY_KINDS = ("reading", "video", "quiz", "explorable", "reflection")


@dataclass(frozen=True, slots=True)
class Author:
    """Who made the course, and as what."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Grading:
    """The activity that decides, and on which terms. ``pass_mark`` is per cent."""

    final: str
    pass_mark: int
    attempts: int
    cool_down_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFacts:
    """The head of ``course.toml``. ``grading`` is None for a course that ends without an assessment."""

    slug: str
    code: str
    kind: str
    languages: tuple[str, ...]
    title: ByLanguage
    summary: ByLanguage
    description: ByLanguage
    licence: str
    eqf_level: int
    isced_f: tuple[str, ...]
    institutions: tuple[str, ...]
    authors: tuple[Author, ...]
    ects_credits: Decimal | None = None
    participation: str = ""
    prerequisites: ByLanguage = field(default_factory=dict)
    grading: Grading | None = None

    @property
    def source_language(self) -> str:
        """The language that the course was written in; every text has it."""
        return self.languages[0]


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What the learner can do afterwards; ``requires`` names the outcomes that come first."""

    key: str
    title: ByLanguage
    requires: tuple[str, ...]
    critical: bool
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TakenFrom:
    """The one exact version of another course that a unit is taken from."""

    course: str
    unit: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """One thing to do. ``body`` is Markdown without front matter; ``body_line`` says at which line of its
    file it starts.

    ``settings`` holds what the kind adds: ``explorable`` and ``settings`` of an explorable, ``share`` of a
    reflection.
    """

    key: str
    kind: str
    minutes: int
    title: ByLanguage
    outcomes: tuple[str, ...]
    body: ByLanguage
    settings: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    path: str = ""
    paths: ByLanguage = field(default_factory=dict, compare=False)
    body_line: Mapping[str, int] = field(default_factory=dict, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A section of the course: written here, outlined (planned, still empty), or taken from another."""

    key: str
    title: ByLanguage
    summary: ByLanguage
    folder: str = ""
    outlined: bool = False
    taken_from: TakenFrom | None = None
    activities: tuple[ActivityFacts, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that is cited."""

    key: str
    authors: str
    year: int
    title: str
    container: str = ""
    doi: str = ""
    url: str = ""

    @property
    def address(self) -> str:
        """Where the work is found."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term and its explanation, both plain text."""

    key: str
    term: ByLanguage
    definition: ByLanguage


@dataclass(frozen=True, slots=True)
class Draw:
    """So many questions at random from a bank, spread evenly over ``outcomes`` (empty: all of them)."""

    bank: str
    count: int
    outcomes: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class QuizFacts:
    """What a quiz asks; ``intro`` is Markdown by language."""

    questions_inline: tuple[Question, ...]
    draws: tuple[Draw, ...]
    intro: ByLanguage


@dataclass(frozen=True, kw_only=True)
class Package:
    """A whole course. ``files`` gives the bytes of everything that is published with it."""

    course: CourseFacts
    outcomes: tuple[OutcomeFacts, ...]
    units: tuple[UnitFacts, ...]
    banks: Mapping[str, tuple[Question, ...]]
    quizzes: Mapping[str, QuizFacts]
    references: Mapping[str, Reference]
    glossary: Mapping[str, GlossaryTerm]
    files: Files = field(compare=False, repr=False)

    @cached_property
    def activities(self) -> dict[str, ActivityFacts]:
        """Every activity by key, in the order of the course."""
        return {activity.key: activity for unit in self.units for activity in unit.activities}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by key: those of the banks, then those that stand in a quiz."""
        inline = (question for quiz in self.quizzes.values() for question in quiz.questions_inline)
        banked = (question for bank in self.banks.values() for question in bank)
        return {question.key: question for question in (*banked, *inline)}

    def image_size(self, path: str) -> tuple[int, int] | None:
        """Width and height of an image, read once for each package; None where they cannot be told."""
        if path not in self._image_sizes:
            self._image_sizes[path] = image_size(self.files, path)
        return self._image_sizes[path]

    @cached_property
    def _image_sizes(self) -> dict[str, tuple[int, int] | None]:
        return {}

    @property
    def is_whole(self) -> bool:
        """Whether every unit is written here: only then can it be said what the course teaches and asks."""
        return all(unit.folder for unit in self.units)
