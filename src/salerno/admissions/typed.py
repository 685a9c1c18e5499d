"""What is typed on a page of the form, as raw texts by the fields' names: taken from a form, put back into one, compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, BoundField
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.admissions.completeness import STEPS
from salerno.admissions.forms import NOT_TYPED, QuestionsForm, RefereeForm, SavedForm, StudiesForm, YouForm
from salerno.admissions.models import Application
from salerno.common.names import plain_number
from salerno.common.translated import in_language

FIELD_PAGES: dict[str, type[SavedForm]] = {"you": YouForm, "studies": StudiesForm, "questions": QuestionsForm}
TYPED_PAGES = (*FIELD_PAGES, "transcript", "referees")
_IN_A_ROW = re.compile(r"row-(\d{1,3})-(title|sector|ects_credits|grade|scale|passed_on|DELETE)")


def typed_on(step: str, application: Application, data: Mapping[str, str]) -> dict[str, str]:
    """The texts in ``data`` that the page asks for, whether they can be read or not; nothing else is kept.

    A box without a tick sends nothing, and is kept as empty. A NUL, which no keyboard types and PostgreSQL's JSON cannot hold, is
    left out.
    """
    if step == "transcript":
        found = {name: text for name, text in data.items() if _IN_A_ROW.fullmatch(name) and (text or name.endswith("title"))}
    else:
        fields = FIELD_PAGES[step](application=application).fields if step in FIELD_PAGES else RefereeForm.base_fields
        found = {name: data.get(name, "") for name in fields if name not in NOT_TYPED}
    return {name: text.replace("\0", "") for name, text in found.items()}


def refill(form: forms.Form, content: Mapping[str, str]) -> None:
    """Show what was typed instead of what is saved."""
    form.initial |= {name: content.get(name, "") for name in form.fields if name not in NOT_TYPED}


def typed_rows(content: Mapping[str, str]) -> list[dict[str, str]]:
    """Rows of the transcript as they were typed, without empty ones."""
    rows: dict[int, dict[str, str]] = {}
    for name, text in content.items():
        if (found := _IN_A_ROW.fullmatch(name)) and text:
            rows.setdefault(int(found[1]), {})[found[2]] = text
    return [rows[number] for number in sorted(rows)]


def rows_of(application: Application) -> list[dict[str, Any]]:
    """Rows of the transcript as they are saved."""
    return list(application.transcript.values("title", "sector", "ects_credits", "grade", "scale", "passed_on"))


@dataclass(frozen=True)
class ShownRow:
    """A row of the transcript on the form. Filled rows are folded up; what is to be mended, and the first empty row, is open."""

    form: forms.Form
    title: str
    is_open: bool


def shown_rows(formset: BaseFormSet) -> list[ShownRow]:
    """The rows of the form in their order."""
    titles = [str(form["title"].value() or "") for form in formset]
    first_empty = titles.index("") if "" in titles else -1
    return [
        ShownRow(form, _row_title(form, title), is_open=bool(form.errors) or n == first_empty)
        for n, (form, title) in enumerate(zip(formset, titles, strict=True))
    ]


def _row_title(form: forms.Form, title: str) -> str:
    sector, amount = form["sector"].value(), form["ects_credits"].value()
    credits = plain_number(amount) if isinstance(amount, Decimal) else amount
    return " · ".join(filter(None, [title, sector, f"{credits} ECTS" if credits else ""]))


@dataclass(frozen=True)
class Summary:
    """One page of the form with what stands there, saved."""

    step: str
    title: str | Promise
    facts: list[tuple[str, str]]


def summaries_of(application: Application) -> list[Summary]:
    """All that would be handed in, or was, page by page. Papers and letters stand by their names."""
    steps = [step for step in FIELD_PAGES if step != "questions" or application.call.fields]
    found = {step: [(str(field.label), _said(field)) for field in _fields(step, application)] for step in steps}
    rows = list(application.transcript.all())
    if application.call.rules or rows:
        total = plain_number(sum((row.ects_credits for row in rows), Decimal(0)))
        counted = ngettext("%(n)d course, %(ects)s ECTS", "%(n)d courses, %(ects)s ECTS", len(rows))
        found["transcript"] = [(_("Courses"), counted % {"n": len(rows), "ects": total})]
    labels = {kind.key: in_language(kind.label) for kind in application.call.read_documents}
    papers = {paper.kind: paper.name for paper in application.documents.filter(referee__isnull=True)}
    found["papers"] = [(label, papers.get(kind, "—")) for kind, label in labels.items()]
    found["referees"] = [(referee.name, referee.email) for referee in application.referees.all()]
    return [Summary(step, title, found[step]) for step, title in STEPS.items() if found.get(step)]


def _fields(step: str, application: Application) -> list[BoundField]:
    return FIELD_PAGES[step](application=application).visible_fields()


def _said(field: BoundField) -> str:
    """What stands in a field, in the reader's words."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field.field, forms.DateField) and value:
        day = value if isinstance(value, date) else parse_date(str(value))
        return date_format(day, "DATE_FORMAT") if day else str(value)
    return _shown(field)


def differences(form: forms.Form, standing: forms.Form) -> dict[str, str]:
    """What ``standing`` shows, in words, for each field in which ``form`` says something else."""
    others = {name: standing[name] for name in form.fields if name not in NOT_TYPED}
    return {name: _shown(other) for name, other in others.items() if _text(other) != _text(form[name])}


def _text(field: BoundField) -> str:
    value: Any = field.value()
    return str(bool(value)) if isinstance(field.field, forms.BooleanField) else str(value or "").strip()


def _shown(field: BoundField) -> str:
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return labels.get(_text(field), _text(field)) or "—"
