"""Sample data of the style guide: invented, and shaped as the components want it."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Page, Paginator
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

ROWS_IN_ALL = 57
CREDENTIAL = """{
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "validFrom": "2026-11-24T09:00:00Z"
}"""


class SampleForm(forms.Form):
    """One field of each kind; the choices are those of a learner who enrols."""

    name = forms.CharField(label="Name", help_text="As it shall stand on your credential.")
    email = forms.EmailField(label="E-mail")
    profession = forms.ChoiceField(
        label="Profession",
        choices=[("nurse", "Nurse"), ("doctor", "Doctor"), ("engineer", "Engineer")],
    )
    pace = forms.ChoiceField(
        label="How much time do you have in a week?",
        widget=forms.RadioSelect,
        choices=[("1", "About an hour"), ("2", "Two hours"), ("4", "Half a day")],
    )
    motive = forms.CharField(
        label="What do you hope to be able to do?", widget=forms.Textarea, required=False
    )
    agreed = forms.BooleanField(label="I have read the privacy notice")


class SampleFilter(forms.Form):
    """Filters as a list of enrolments has them."""

    state = forms.ChoiceField(
        label="State", choices=[("", "Any"), ("open", "Open"), ("done", "Done")], required=False
    )
    search = forms.CharField(label="Name or e-mail", required=False)


def refused_form() -> SampleForm:
    """A form that came back: one field is missing, one is wrong."""
    typed = {"name": "Trota", "email": "trota@", "profession": "doctor", "pace": "1"}
    form = SampleForm({f"refused-{name}": value for name, value in typed.items()}, prefix="refused")
    form.is_valid()
    return form


def outline() -> dict[str, object]:
    """A course of four units: one done, one begun, one to come, one outlined."""
    return {
        "title": "AI in health",
        "url": "#course",
        "done": 8,
        "of": 24,
        "units": [
            _unit(
                "The clinical question",
                "done",
                ["Why the question comes first", "Three kinds of prediction"],
                "done",
            ),
            {
                **_unit("Measuring a test", "begun", ["Four numbers and their names"], "done"),
                "is_open": True,
                "activities": [
                    _activity("Four numbers and their names", "done", 8),
                    {**_activity("Reading a confusion matrix", "begun", 6), "is_here": True},
                    _activity("A test at the bedside", "", 10),
                    _activity("Check: measuring a test", "", 8),
                ],
            },
            _unit("Where data come from", "", ["Who is in the table", "Missing is not random"], ""),
            {"title": "The law", "note": "outlined", "state": "", "minutes": None, "activities": []},
        ],
    }


def _activity(title: str, state: str, minutes: int) -> dict[str, object]:
    return {"title": title, "url": "#activity", "minutes": minutes, "state": state, "is_here": False}


def _unit(title: str, state: str, activities: list[str], activity_state: str) -> dict[str, object]:
    return {
        "title": title,
        "state": state,
        "minutes": 52,
        "is_open": False,
        "activities": [_activity(name, activity_state, 8) for name in activities],
    }


def courses() -> list[dict[str, object]]:
    """Three cards, of which one is begun."""
    return [
        {
            "title": "AI in health: from the clinical question to a model you can trust",
            "url": "#course-1",
            "kind": "Open course",
            "institution": "Five universities",
            "summary": "Read, question and use a prediction model at the bedside.",
            "minutes": 330,
            "ects_credits": "1.0",
            "languages": ["English", "Français"],
            "done": 8,
            "of": 24,
        },
        {
            "title": "Bedside statistics",
            "url": "#course-2",
            "kind": "Short course",
            "institution": "Sorbonne Université",
            "summary": "Counting people instead of trusting percentages.",
            "minutes": 90,
            "languages": ["English"],
        },
        {
            "title": "Machine learning on biomarkers",
            "url": "#course-3",
            "kind": "Master course",
            "institution": "Università di Pisa",
            "summary": "From assay to model, with the laboratory's own doubts carried along.",
            "minutes": 9000,
            "ects_credits": "6.0",
            "languages": ["English", "Italiano"],
        },
    ]


def institutions() -> list[dict[str, object]]:
    """Two cards of institutions."""
    return [
        {
            "title": "Aix-Marseille Université",
            "url": "#i1",
            "role": "Coordinator",
            "place": "Marseille, France",
        },
        {
            "title": "Università di Pisa",
            "url": "#i2",
            "role": "Partner",
            "place": "Pisa, Italy",
            "courses": "3 courses",
        },
    ]


def columns() -> list[dict[str, object]]:
    """Four columns, sorted by the first."""
    return [
        {"label": "Learner", "sort_url": "?sort=-learner", "sorted": "ascending"},
        {"label": "Offering", "sort_url": "?sort=offering"},
        {"label": "Enrolled on", "sort_url": "?sort=enrolled"},
        {"label": "Progress", "is_number": True, "sort_url": "?sort=progress"},
    ]


def rows(count: int = 12) -> list[dict[str, object]]:
    """``count`` rows of the table; the names are those of the women of Salerno and of their readers."""
    names = ["Abella", "Constance Calenda", "Francesca", "Mercuriade", "Rebecca Guarna", "Trota"]
    return [
        {
            "url": f"#learner-{n}",
            "cells": [
                f"{names[n % 6]}",
                "AI in health, autumn 2026",
                f"{1 + n} Oct 2026",
                f"{(n * 37) % 101} %",
            ],
        }
        for n in range(count)
    ]


def page() -> Page:
    """The third page of a list."""
    return Paginator(range(ROWS_IN_ALL), 8).page(3)


def moments() -> list[dict[str, object]]:
    """The states of a learning agreement, as far as it came."""
    return [
        {"when": "3 Oct 2026, 10:12 CEST", "what": "Signed by the learner", "state": "done"},
        {"when": "5 Oct 2026, 16:40 CEST", "what": "Signed by the sending institution", "state": "done"},
        {"when": "Since 5 Oct 2026", "what": "Waits for the receiving institution", "state": "now"},
        {"when": "Afterwards", "what": "Approved", "detail": "Both sides receive the document by mail."},
    ]


def facts() -> list[dict[str, str]]:
    """What a course says of itself."""
    return [
        {"label": "Workload", "value": "25 h, 1.0 ECTS"},
        {"label": "Level", "value": "EQF 6"},
        {"label": "Field", "value": "0988, interdisciplinary programmes in health"},
        {"label": "Assessment", "value": "A final quiz; 70 % of its points pass"},
        {"label": "Price", "value": "Free, and so is the credential"},
    ]


def plot() -> dict[str, object]:
    """Two years of going and coming."""
    years = (("2025/26", ("75.00", "3 sent"), ("25.00", "1 received")), ("2026/27", ("100.00", "4 sent"), ("50.00", "2 received")))
    rows = [{"label": label, "bars": [{"width": width, "text": text} for width, text in bars]} for label, *bars in years]
    return {"title": "More go than come: 7 sent, 3 received", "rows": rows}


def crumbs() -> list[SimpleNamespace]:
    """A trail of three."""
    return [
        SimpleNamespace(label="Catalogue", url="#catalogue"),
        SimpleNamespace(label="AI in health", url="#course"),
        SimpleNamespace(label="Measuring a test", url=""),
    ]


def tabs() -> list[dict[str, str]]:
    """Two panels."""
    return [
        {"title": "By hand", "body": mark_safe("<p>Count: of 108 alarms, 9 are right.</p>")},
        {"title": "In Python", "body": mark_safe("<p><code>9 / 108</code> gives 0.083.</p>")},
    ]


def question() -> dict[str, str]:
    """A question, open and answered; the explanation teaches."""
    texts = ["About nine in ten", "About one in twelve", "One in a hundred"]
    comment = "That would be so if half of those tested were ill."
    shown = [{"name": "q1", "value": n, "text": text} for n, text in enumerate(texts)]
    unsure = {"name": "q1", "value": "unsure", "text": "I don't know yet", "is_unsure": True}
    number = {
        "name": "ppv",
        "identifier": "ppv",
        "label": "Share of alarms that are right",
        "unit": "%",
        "help": "One decimal place is enough.",
    }
    answered = [
        {
            **shown[0],
            "name": "q2",
            "is_chosen": True,
            "is_disabled": True,
            "mark": "wrong",
            "comment": comment,
        },
        {**shown[1], "name": "q2", "is_disabled": True, "mark": "right"},
        {**shown[2], "name": "q2", "is_disabled": True},
    ]
    return {
        "text": mark_safe(
            "<p>A test with sensitivity 90 % and specificity 90 % is used where 1 in 100 is ill. "
            "Among those who test positive, how many are ill?</p>"
        ),
        "open": mark_safe(
            _choices([*shown, unsure]) + render_to_string("components/number_field.html", number)
        ),
        "answered": mark_safe(_choices(answered)),
        "explanation": mark_safe(
            "<p>Of 1,000 people 10 are ill and 9 of them test positive; of the 990 others 99 do. "
            "9 of 108 are ill: 8 %.</p>"
        ),
    }


def _choices(choices: list[dict[str, object]]) -> str:
    drawn = "".join(render_to_string("components/choice.html", choice) for choice in choices)
    return f'<div class="choices">{drawn}</div>'
