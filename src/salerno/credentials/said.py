"""What an award says, whichever kind it is: the few words that lists, pages and file names need."""

from dataclasses import dataclass
from typing import Any

from salerno.awards.enums import AwardKind
from salerno.awards.models import Award

Text = dict[str, str]


@dataclass(frozen=True)
class Said:
    """From the frozen facts. ``code``: of the course or programme; ``slug``: for names of files; ``institutions``: who stands
    behind it, the awarding one first."""

    title: Text
    holder: str
    code: str
    slug: str
    awarding: Text
    awarding_slug: str
    institutions: tuple[Text, ...]
    outcomes: tuple[Text, ...]


def said_by(award: Award) -> Said:
    """The words of ``award``."""
    return _of_degree(award) if award.kind == AwardKind.DEGREE else _of_course(award.facts)


def _of_course(facts: dict[str, Any]) -> Said:
    return Said(
        title=facts["title"],
        holder=facts["learner_name"],
        code=facts["course_code"],
        slug=facts["course_slug"],
        awarding=facts["awarding"]["name"],
        awarding_slug=facts["awarding"]["slug"],
        institutions=(facts["awarding"]["name"], *(row["name"] for row in facts["institutions"])),
        outcomes=tuple(row["title"] for row in facts["outcomes"]),
    )


def _of_degree(award: Award) -> Said:
    """A joint degree is awarded by each university for itself: its partners stand in the joint credential."""
    facts, graduate = award.facts, award.facts["graduate"]
    return Said(
        title=facts["qualification"]["title"],
        holder=f"{graduate['given_names']} {graduate['family_name']}".strip(),
        code=facts["programme_code"],
        slug=award.number.lower(),
        awarding=facts["awarding"]["name"],
        awarding_slug=facts["awarding"]["slug"],
        institutions=(facts["awarding"]["name"],),
        outcomes=tuple(facts["outcomes"]),
    )
