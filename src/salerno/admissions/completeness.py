"""What an application lacks before it can be handed in; and its papers as the entry rules look at them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from salerno.admissions.eligibility.facts import Degree, Papers, Statement
from salerno.admissions.eligibility.facts import TranscriptRow as Row
from salerno.admissions.eligibility.judging import judge
from salerno.admissions.models import Application, Call
from salerno.common.translated import in_language


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there. ``step`` is the page of the form where it goes."""

    step: str
    label: str | Promise


STEPS = {
    "you": _("You"),
    "studies": _("Your studies"),
    "transcript": _("Transcript"),
    "questions": _("Questions"),
    "papers": _("Papers"),
    "referees": _("Referees"),
    "review": _("Check and hand in"),
}
SAVED_BY_HAND = ("you", "studies", "transcript", "questions")
_CIVIL = {
    "given_names": _("Given names"),
    "family_name": _("Family name"),
    "birth_date": _("Date of birth"),
    "birth_place": _("Place of birth"),
    "citizenship": _("Citizenship"),
}


def what_is_missing(application: Application) -> list[Missing]:
    """All that must be there and is not, in the order of the form; and pages on which something is typed that was not saved yet:
    nobody hands in what stood there before."""
    call = application.call
    missing = [Missing("you", label) for name, label in _CIVIL.items() if not getattr(application, name)]
    if application.track not in call.read_tracks:
        missing.append(Missing("studies", _("Track")))
    if not application.degree.get("title"):
        missing.append(Missing("studies", _("The degree that opens the door")))
    if call.rules and not application.transcript.exists():
        missing.append(Missing("transcript", _("At least one row of your transcript")))
    for field in call.read_fields:
        if field.required and application.answers.get(field.key) in (None, "", False):
            missing.append(Missing("questions", in_language(field.label)))
    handed_in = set(application.documents.values_list("kind", flat=True))
    for kind in call.read_documents:
        if kind.required and kind.key not in handed_in:
            missing.append(Missing("papers", in_language(kind.label)))
    if application.referees.count() < call.referees:
        missing.append(Missing("referees", _("Referees")))
    typed = {page.step for page in application.typed_pages.all() if page.content}
    return missing + [Missing(step, _typed_words(step)) for step in SAVED_BY_HAND if step in typed]


def needed_by(call: Call) -> int:
    """How many answers, papers and referees an application to ``call`` cannot be handed in without."""
    answers = len(_CIVIL) + 2 + bool(call.rules) + sum(field.required for field in call.read_fields)
    return answers + sum(kind.required for kind in call.read_documents) + call.referees


def _typed_words(step: str) -> str:
    sentence = gettext("“%(page)s”: what you typed is kept as a draft. Press “Save and go on” there to let it count.")
    return sentence % {"page": STEPS[step]}


def papers_of(application: Application) -> Papers:
    """What the entry rules look at. A value that cannot be read counts as not said."""
    degree = application.degree
    rows = application.transcript.all()
    return Papers(
        degree=Degree(
            eqf_level=degree.get("eqf_level") if isinstance(degree.get("eqf_level"), int) else None,
            class_code=str(degree.get("class_code") or ""),
            country=str(degree.get("country") or ""),
            awarded_on=_day(degree.get("awarded_on")),
        ),
        transcript=tuple(Row(row.title, row.ects_credits, row.sector, row.grade, row.scale, row.passed_on) for row in rows),
        languages=dict(application.languages),
        documents=frozenset(document.kind for document in application.documents.all()),
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def statements_of(application: Application) -> tuple[Statement, ...]:
    """What each entry rule of the call comes to for this application, now."""
    return judge(application.call.read_rules, papers_of(application))
