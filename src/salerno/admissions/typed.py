"""What is typed on a page of the form, as raw texts by the fields' names: taken from a form, put back into one, compared."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from salerno.admissions.forms import NOT_TYPED, QuestionsForm, RefereeForm, SavedForm, StudiesForm, YouForm
from salerno.admissions.models import Application

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
