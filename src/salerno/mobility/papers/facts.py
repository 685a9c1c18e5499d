"""Everything that a version of a learning agreement says, frozen when the student signs it: what the three parties sign."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salerno.common.digests import canonical_json, sha256_hex
from salerno.common.document_words import Text
from salerno.common.frozen_values import built, plain
from salerno.mobility.papers.body import Body

DOCTORAL = 8
"""The level of the third cycle in the European Qualifications Framework."""


@dataclass(frozen=True, kw_only=True)
class Student:
    """Who goes. ``number`` is that at the sending institution; ``programme`` what is studied there."""

    given_names: str
    family_name: str
    email: str
    programme: Text
    birth_date: date | None = None
    citizenship: str = ""
    gender: str = ""
    number: str = ""
    eqf_level: int | None = None
    isced_f: str = ""

    @property
    def full_name(self) -> str:
        """Given names, then the family name."""
        return f"{self.given_names} {self.family_name}".strip()


@dataclass(frozen=True, kw_only=True)
class End:
    """One of the two institutions."""

    name: Text
    schac: str
    country: str
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """``form``: studies, traineeship or blended; ``kind``: first or change; ``body`` as it is to be signed."""

    agreement: str
    number: int
    kind: str
    form: str
    student: Student
    sending: End
    receiving: End
    starts_on: date
    ends_on: date
    body: Body
    is_made_up: bool = False

    @property
    def days_there(self) -> tuple[date, date]:
        """First and last day at the receiving institution: of a blended mobility those of its physical part."""
        said = self.body.blended
        if said and said.physical_starts_on and said.physical_ends_on:
            return said.physical_starts_on, said.physical_ends_on
        return self.starts_on, self.ends_on

    @property
    def digest(self) -> str:
        """SHA-256 of these facts as canonical JSON: what a signature stands under."""
        return sha256_hex(canonical_json(plain(self)))


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature as the document shows it. ``evidence``: pdf or xml, when it was given elsewhere and that file is kept."""

    role: str
    name: str
    position: str
    at: datetime
    evidence: str = ""


def as_json(facts: PaperFacts) -> dict[str, Any]:
    """``facts`` as values that JSON knows; ``from_json`` gives them back equal."""
    return plain(facts)


def from_json(value: dict[str, Any]) -> PaperFacts:
    """The facts that ``as_json`` wrote. Raises ``KeyError`` or ``TypeError`` for anything else."""
    return built(PaperFacts, value)
