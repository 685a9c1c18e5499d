"""Applications as tables: given out whole, and read cell by cell from what another portal has collected."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.admissions.eligibility.facts import LEVELS
from salerno.admissions.models import Application, Call
from salerno.admissions.selectors.ranking import ranking_of
from salerno.common.spreadsheets import TableRefused, as_csv, as_xlsx, read_table
from salerno.people.forms import NameField

# The headers are English in every language, so that a file of one office can be read by another.
_REQUIRED = ("Email", "Given names", "Family name", "Date of birth", "Place of birth", "Citizenship", "Track", "Degree")
_OPTIONAL = ("EQF level", "Degree class", "Degree country", "Awarded on", "English")
_GIVEN_OUT = (
    "Key", "State", "Track", "Family name", "Given names", "Email", "Citizenship", "Degree", "Degree country", "ECTS passed",
    "Score as given", "Score made comparable", "Rank", "Proposal", "Position",
)  # fmt: skip
ANSWER = "Answer: "


def applications_as_file(call: Call, kind: str) -> bytes:
    """Every handed-in application of ``call`` as ``csv`` or ``xlsx``, with its scores and answers. Four queries."""
    header = [*_GIVEN_OUT, *(f"{ANSWER}{field.key}" for field in call.read_fields)]
    ranking = ranking_of(call)
    ranked = {each.candidate.key: each for each in ranking.ranked}
    rows = Application.objects.filter(call=call).handed_in().select_related("applicant").order_by("pk")
    passed = rows.filter(transcript__passed_on__isnull=False).order_by().values_list("pk").annotate(Sum("transcript__ects_credits"))
    credits_passed = dict(passed)
    lines = []
    for row in rows:
        key, place = str(row.uuid), ranked.get(str(row.uuid))
        email = row.applicant.email if row.applicant else ""
        lines.append(
            [
                key, row.state, row.track, row.family_name, row.given_names, email, row.citizenship, row.degree.get("title", ""),
                row.degree.get("country", ""), credits_passed.get(row.pk), ranking.raw.get(key),
                ranking.scores.get(key), place.rank if place else None, place.proposal.value if place else "", row.position,
                *(row.answers.get(field.key, "") for field in call.read_fields),
            ]
        )  # fmt: skip
    return as_csv(header, lines) if kind == "csv" else as_xlsx("Applications", header, lines)


@dataclass(frozen=True)
class Line:
    """A row of a file: ``values`` as they will be saved, ``problems`` by column; a line with problems is not taken in."""

    number: int
    email: str
    values: dict[str, Any]
    problems: dict[str, str]


def read_applications(call: Call, name: str, content: bytes) -> list[Line]:
    """What a file says, cell by cell, for a preview. Raises ``TableRefused`` when it is no such table. Two queries."""
    table = read_table(name, content)
    header = table[0] if table else []
    known = [*_REQUIRED, *_OPTIONAL, *(f"{ANSWER}{field.key}" for field in call.read_fields)]
    if missing := [column for column in _REQUIRED if column not in header]:
        raise TableRefused(_("The first line must name these columns: %(columns)s.") % {"columns": ", ".join(missing)})
    if unknown := [column for column in header if column not in known]:
        raise TableRefused(_("These columns are not known: %(columns)s.") % {"columns": ", ".join(unknown)[:200]})
    applied = {email.casefold() for email in call.applications.values_list("applicant__email", flat=True) if email}
    lines: list[Line] = []
    for number, row in enumerate(table[1:], start=2):
        if any(row):
            line = _read_line(call, number, dict(zip(header, row, strict=False)))
            if line.email in applied:
                line.problems.setdefault("Email", _("This person has applied already, or stands in the file twice."))
            applied.add(line.email)
            lines.append(line)
    return lines


def said_of(lines: list[Line]) -> str:
    """How many cells must be corrected before anything is taken in; nothing when all is well."""
    bad = sum(len(line.problems) for line in lines)
    sentence = ngettext("%(n)d cell must be corrected first.", "%(n)d cells must be corrected first.", bad)
    return sentence % {"n": bad} if bad else ""


def _read_line(call: Call, number: int, cells: dict[str, str]) -> Line:
    found: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for column in (*_REQUIRED, *_OPTIONAL):
        text = cells.get(column, "").strip()
        try:
            if not text and column in _REQUIRED:
                raise ValueError(_("This cell is empty."))
            found[column] = _READERS.get(column, _text)(text) if text else None
            if column == "Track" and text not in call.read_tracks:
                raise ValueError(_("The call has no such track."))
        except ValueError as error:
            problems[column] = str(error)
        except ValidationError as error:
            problems[column] = error.messages[0]
    values = {name: found.get(column) for name, column in _FIELDS.items()}
    values["degree"] = {name: found.get(column) for name, column in _DEGREE.items() if found.get(column) is not None}
    values["languages"] = {"en": found["English"]} if found.get("English") else {}
    values["answers"] = {field.key: cells.get(f"{ANSWER}{field.key}", "")[: field.most] for field in call.read_fields}
    return Line(number, str(found.get("Email") or ""), values, problems)


_FIELDS = {
    "given_names": "Given names",
    "family_name": "Family name",
    "birth_date": "Date of birth",
    "birth_place": "Place of birth",
    "citizenship": "Citizenship",
    "track": "Track",
}
_DEGREE = {
    "title": "Degree",
    "eqf_level": "EQF level",
    "class_code": "Degree class",
    "country": "Degree country",
    "awarded_on": "Awarded on",
}


def _text(text: str) -> str:
    if len(text) > 200:
        raise ValueError(_("This text is longer than 200 characters."))
    return text


def _name(text: str) -> str:
    return NameField(max_length=120).clean(text)


def _email(text: str) -> str:
    validate_email(text)
    return text.lower()


def _day(text: str) -> date:
    """A workbook's own dates come with a time of day behind them."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise ValueError(_("A day reads such as 2002-02-28.")) from error


def _country(text: str) -> str:
    if len(text) != 2 or not text.isascii() or not text.isalpha():
        raise ValueError(_("A country has two letters, such as IT."))
    return text.upper()


def _level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise ValueError(_("A level is one of A1, A2, B1, B2, C1 and C2."))
    return text.upper()


def _eqf(text: str) -> int:
    if text not in ("5", "6", "7", "8"):
        raise ValueError(_("An EQF level is a number from 5 to 8."))
    return int(text)


_READERS: dict[str, Callable[[str], Any]] = {
    "Email": _email,
    "Given names": _name,
    "Family name": _name,
    "Place of birth": _name,
    "Date of birth": _day,
    "Citizenship": _country,
    "Degree country": _country,
    "Awarded on": lambda text: _day(text).isoformat(),
    "English": _level,
    "EQF level": _eqf,
}
