"""What an award of a degree says, frozen: the one source of every document that proves it.

Diploma, supplement, transcript, European Digital Credential, ELMO and Open Badge are different wordings of one ``DegreeFacts``.
It is made once, when the award is granted, and kept as JSON in ``Award.facts``. Plain values: no database, no clock.

Texts are language maps (``{"en": …, "fr": …}``); dates are ``datetime.date``; credits are ECTS as ``Decimal``; institutions
are named by ``schac``; grades stand in the words of the scale in which they were given, and are never replaced by a converted one.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from salerno.common.frozen_values import built, plain

Text = dict[str, str]


@dataclass(frozen=True)
class Body:
    """An institution as it stood. ``legal_identifier``: value of the eIDAS legal identifier, such as a VAT number."""

    schac: str
    slug: str
    name: Text
    country: str
    city: str
    website: str
    languages: tuple[str, ...] = ()
    legal_name: str = ""
    legal_identifier: str = ""


@dataclass(frozen=True)
class Graduate:
    """The person. ``numbers``: the local student number at each institution, by ``schac``; ``uuid`` of the account.

    ``birth_country`` (ISO 3166-1, two letters): a European Digital Credential names a place of birth only with its country.
    """

    uuid: str
    given_names: str
    family_name: str
    birth_date: date
    birth_place: str
    citizenship: str
    numbers: dict[str, str] = field(default_factory=dict)
    birth_country: str = ""

    @property
    def full_name(self) -> str:
        """Given names, then the family name."""
        return f"{self.given_names} {self.family_name}".strip()


@dataclass(frozen=True)
class ConvertedGrade:
    """The grade as another institution's scale would say it, with the table versions that say so."""

    schac: str
    scale: str
    grade: str
    lowest: str
    highest: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """One row of a grading table: a grade, and the percentage of passing grades that it was."""

    grade: str
    percentage: Decimal


@dataclass(frozen=True)
class Result:
    """One passed part of the programme. ``kind``: course, internship, thesis, recognised."""

    code: str
    title: Text
    schac: str
    semester: int
    kind: str
    credits: Decimal
    grade: str
    scale: str
    passed_on: date
    language: str
    isced_f: str = ""
    hours: Decimal | None = None
    outcomes: tuple[Text, ...] = ()
    converted: tuple[ConvertedGrade, ...] = ()
    distribution: tuple[Share, ...] = ()


@dataclass(frozen=True)
class ThesisFacts:
    """The thesis: its title as deposited, who supervised it (names, with their institutions), when it was defended."""

    title: Text
    supervisors: tuple[str, ...]
    defended_on: date
    grade: str
    schac: str


@dataclass(frozen=True)
class Decision:
    """What the board decided: clause and version of the consortium agreement on which it stands, and the day."""

    held_on: date
    outcome: str
    clause: str
    agreement_version: int
    chair: str


@dataclass(frozen=True)
class Accreditation:
    """A quality agency's decision. ``kind``: programme-quality, programme-licence, institution-quality, institution-licence."""

    kind: str
    title: Text
    agency: Text
    agency_country: str
    decided_on: date | None = None
    expires_on: date | None = None
    report: str = ""


@dataclass(frozen=True)
class NationalLevel:
    """A level of a national qualifications framework: its address in the EU's list (``http://data.europa.eu/snb/qdr/…``)."""

    uri: str
    label: Text


@dataclass(frozen=True)
class Qualification:
    """What the awarding institution's diploma is called, and what it opens. ``law``: the text that makes it a degree.

    ``mode``: onsite, online, blended, work-based, project-based or research-lab; ``mode_of_study`` says it in words.
    """

    title: Text
    field_of_study: Text
    eqf_level: int
    isced_f: tuple[str, ...]
    credits: Decimal
    semesters: int
    languages: tuple[str, ...]
    access_requirements: Text
    further_study: Text
    professional_status: Text
    mode_of_study: Text
    requirements: Text
    grading: Text
    law: Text = field(default_factory=dict)
    mode: str = ""
    national_level: NationalLevel | None = None
    accreditation: Accreditation | None = None


@dataclass(frozen=True)
class DegreeFacts:
    """One degree of one institution. A joint programme makes one of these for each awarding institution.

    ``number`` is unique in the series of the institution; ``national_system`` is section 8 of the supplement.
    ``hosts``: institutions of recognised results that do not give the programme.
    """

    award_uuid: str
    number: str
    awarding: Body
    partners: tuple[Body, ...]
    programme_code: str
    programme_title: Text
    qualification: Qualification
    graduate: Graduate
    results: tuple[Result, ...]
    outcomes: tuple[Text, ...]
    decision: Decision
    granted_on: date
    national_system: Text
    thesis: ThesisFacts | None = None
    overall_grade: str = ""
    with_distinction: bool = False
    additional_information: Text = field(default_factory=dict)
    is_made_up: bool = False
    hosts: tuple[Body, ...] = ()

    @property
    def credits(self) -> Decimal:
        """The sum of the credits of all results, in ECTS."""
        return sum((result.credits for result in self.results), Decimal(0))

    def body(self, schac: str) -> Body:
        """The institution with this code. Raises ``KeyError`` when the facts do not name it."""
        return {body.schac: body for body in (*self.hosts, self.awarding, *self.partners)}[schac]


def as_json(facts: DegreeFacts) -> dict[str, Any]:
    """``facts`` as values that JSON knows; ``from_json`` gives them back equal."""
    return plain(facts)


def from_json(value: dict[str, Any]) -> DegreeFacts:
    """The facts that ``as_json`` wrote. Raises ``KeyError`` or ``TypeError`` for anything else."""
    return built(DegreeFacts, value)
