"""Forms of factsheets and of offers of traineeships."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.common.names import language_name
from salerno.common.translated import interface_languages
from salerno.desk.filters import ANY, ListFilter, choice
from salerno.institutions.models import Institution
from salerno.mobility.agreements.forms import LanguagesField
from salerno.mobility.enums import OfferState
from salerno.mobility.models import Factsheet, TraineeshipOffer

_DAY = {"type": "date"}
_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
TERMS = {"autumn": gettext_lazy("Autumn"), "spring": gettext_lazy("Spring")}
STEPS = {"nomination": gettext_lazy("nominations until"), "application": gettext_lazy("applications until")}
ABOUT = {
    "application": gettext_lazy("Applications"),
    "housing": gettext_lazy("Housing"),
    "visa": gettext_lazy("Visa"),
    "insurance": gettext_lazy("Insurance"),
}


class MonthDayField(forms.CharField):
    """A day of every year, ``05-15``: month, then day."""

    def clean(self, value: Any) -> str:
        """The day, or nothing."""
        text = super().clean(value)
        found = re.fullmatch(r"(\d\d)-(\d\d)", text, re.ASCII)
        if text and not (found and 1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= _LAST_DAYS[int(found[1]) - 1]):
            raise forms.ValidationError(_("Month and day in two digits each, such as 05-15 for 15 May."))
        return text


class TextsForm(forms.Form):
    """A form with texts in each language of the interface: ``texts`` names them with label, length, lines."""

    texts: dict[str, tuple[Any, int, int]] = {}
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = dict(self.fields)
        self.fields.clear()
        for name, (label, length, lines) in self.texts.items():
            for code in interface_languages():
                widget = forms.Textarea(attrs={"rows": lines, "lang": code}) if lines > 1 else forms.TextInput(attrs={"lang": code})
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} ({language_name(code)})",
                    max_length=length,
                    required=name in self.needed and code == "en",
                    widget=widget,
                )
        self.fields.update(own)

    def text(self, name: str) -> dict[str, str]:
        """What was typed for ``name``, by language."""
        given = {code: self.cleaned_data[f"{name}_{code}"] for code in interface_languages()}
        return {code: text for code, text in given.items() if text}


def _flat(name: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{code}": text for code, text in texts.items()}


class FactsheetForm(TextsForm):
    """What those who come should know. Everything may stay empty; what EWP demands is said when its file is asked for."""

    texts = {"text": (gettext_lazy("What those who come should know"), 5000, 6)}
    decision_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks until an application is answered"),
        min_value=1,
        max_value=52,
        help_text=gettext_lazy("Erasmus+ asks for five at most."),
    )
    transcript_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks until the transcript of records follows"),
        min_value=1,
        max_value=52,
        help_text=gettext_lazy("Erasmus+ asks for five at most."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term, term_label in TERMS.items():
            for step, step_label in STEPS.items():
                self.fields[f"{term}_{step}"] = MonthDayField(
                    label=f"{term_label}: {step_label}", required=False, max_length=5, help_text=_("Month and day, such as 05-15.")
                )
        for about, label in ABOUT.items():
            self.fields[f"{about}_email"] = forms.EmailField(
                label=_("%(about)s: e-mail") % {"about": label}, required=False, help_text=_("Of an office, not of a person.")
            )
            self.fields[f"{about}_phone"] = forms.RegexField(
                r"^\+\d{5,15}\Z",
                label=_("%(about)s: telephone") % {"about": label},
                required=False,
                error_messages={"invalid": _("With the country, digits alone: such as +33400000000.")},
            )
            self.fields[f"{about}_url"] = forms.URLField(
                label=_("%(about)s: web page") % {"about": label}, required=False, max_length=300, assume_scheme="https"
            )

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        deadlines = [{"term": term, **{step: data[f"{term}_{step}"] for step in STEPS}} for term in TERMS]
        contacts = [{"role": about, "email": data[f"{about}_email"], "phone": data[f"{about}_phone"]} for about in ABOUT]
        links = [{"about": about, "url": data[f"{about}_url"]} for about in ABOUT]
        return {
            "deadlines": [each for each in deadlines if any(each[step] for step in STEPS)],
            "contacts": [each for each in contacts if each["email"] or each["phone"]],
            "links": [each for each in links if each["url"]],
            "decision_weeks": data["decision_weeks"],
            "transcript_weeks": data["transcript_weeks"],
            "text": self.text("text"),
        }


def factsheet_values(row: Factsheet) -> dict[str, Any]:
    """What stands in a factsheet, for its form."""
    values = {"decision_weeks": row.decision_weeks, "transcript_weeks": row.transcript_weeks, **_flat("text", row.text)}
    for each in row.deadlines:
        values |= {f"{each['term']}_{step}": each.get(step, "") for step in STEPS}
    for each in row.contacts:
        values |= {f"{each['role']}_{name}": each.get(name, "") for name in ("email", "phone")}
    return values | {f"{each['about']}_url": each["url"] for each in row.links}


class OfferForm(TextsForm):
    """An offer of a traineeship. ``hosts``: for which the person writes; left out when it is written already."""

    texts = {"title": (gettext_lazy("Title"), 150, 1), "text": (gettext_lazy("What trainees do"), 5000, 6)}
    needed = ("title",)
    host = forms.ModelChoiceField(Institution.objects.none(), label=gettext_lazy("Host"), to_field_name="uuid")
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    places = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=999)
    outcomes = forms.CharField(
        label=gettext_lazy("Learning outcomes"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What trainees can do afterwards: one on each line. An offer is opened with at least one."),
    )
    supervisor_name = forms.CharField(
        label=gettext_lazy("Supervisor"),
        max_length=150,
        help_text=gettext_lazy("Students read name and address as long as the offer is open. Tell the person."),
    )
    supervisor_email = forms.EmailField(label=gettext_lazy("E-mail of the supervisor"))
    remuneration = forms.CharField(label=gettext_lazy("Remuneration"), required=False, max_length=200)
    languages = LanguagesField(
        label=gettext_lazy("Languages (CEFR)"), required=False, max_length=200, help_text=gettext_lazy("Such as en B2, fr B1.")
    )
    requirements = forms.CharField(
        label=gettext_lazy("Requirements"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, offer: TraineeshipOffer | None, hosts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = hosts
        if offer is not None:
            del self.fields["host"]

    def clean_outcomes(self) -> list[str]:
        """One for each line that says something."""
        return [line.strip() for line in self.cleaned_data["outcomes"].splitlines() if line.strip()]

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        plain = {name: self.cleaned_data[name] for name in OfferForm.base_fields if name != "host"}
        return {**plain, **{name: self.text(name) for name in self.texts}}


def offer_values(row: TraineeshipOffer) -> dict[str, Any]:
    """What stands in an offer, for its form."""
    plain = {name: getattr(row, name) for name in OfferForm.base_fields if name != "host"}
    return {**plain, "outcomes": "\n".join(row.outcomes), **_flat("title", row.title), **_flat("text", row.text)}


class DeskOfferFilter(ListFilter):
    """Filters of offers on the desk."""

    words = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    state = choice(gettext_lazy("State"), OfferState.choices)
    host = forms.ChoiceField(label=gettext_lazy("Host"), required=False)

    def __init__(self, data: Any, hosts: list[Institution]) -> None:
        super().__init__(data)
        self.fields["host"].choices = [ANY, *((row.slug, row.code) for row in hosts)]


class OfferFilter(ListFilter):
    """Filters of open offers, for students."""

    words = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    host = forms.ChoiceField(label=gettext_lazy("Host"), required=False)
    day = forms.DateField(label=gettext_lazy("Takes place on"), required=False, widget=forms.DateInput(attrs=_DAY))

    def __init__(self, data: Any, hosts: list[Institution]) -> None:
        super().__init__(data)
        self.fields["host"].choices = [ANY, *((row.slug, row.code) for row in hosts)]
