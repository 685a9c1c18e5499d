"""Plain values of the room."""

from dataclasses import dataclass
from datetime import date

from salerno.enrolment.enums import Gender


@dataclass(frozen=True)
class CivilFacts:
    """Who a student is, as papers say it: what a degree is made out to. ``citizenship``: ISO 3166-1, two letters."""

    given_names: str
    family_name: str
    birth_date: date
    birth_place: str
    citizenship: str
    gender: str = Gender.NOT_SAID
