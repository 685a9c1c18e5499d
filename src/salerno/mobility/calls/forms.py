"""Forms of the desk's pages of calls: a call, its places, another closing date, a scenario, scores as a file."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.admissions.forms_calls import ParisMoment
from salerno.common.names import language_name
from salerno.common.translated import in_language, interface_languages
from salerno.institutions.models import Institution
from salerno.mobility.allocation.needs import KNOWN_LEVELS
from salerno.mobility.calls.selectors.sources import Source
from salerno.mobility.calls.services.calls import EDITABLE
from salerno.mobility.enums import Method, MobilityKind, Period, Tier
from salerno.mobility.models import MobilityCall, Place

_LANGUAGES = ("en", "fr", "it", "sv", "es", "ca")
_TEXTS = ("title", "text")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _number(label: Any, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most)


class MobilityCallForm(forms.Form):
    """A call in preparation; its titles and texts stand in each language of the campus."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=MobilityKind.choices)
    opens_at = ParisMoment(label=gettext_lazy("Opens (Europe/Paris)"))
    closes_at = ParisMoment(label=gettext_lazy("Closes (Europe/Paris)"))
    starts_on = _day(gettext_lazy("The stay begins"))
    ends_on = _day(gettext_lazy("The stay ends"))
    method = forms.ChoiceField(
        label=gettext_lazy("How places are given out"),
        choices=Method.choices,
        help_text=gettext_lazy("Both are computed and shown side by side. Students are told this one, and it is proposed first."),
    )
    most_choices = _number(gettext_lazy("Places that one can choose at most"), 1, 50)
    accept_days = _number(gettext_lazy("Days in which an offered place is to be accepted"), 1, 90)

    appeal_days = _number(gettext_lazy("Days in which to appeal against a result that is not recognised"), 1, 365)
    most_of_one_home = forms.IntegerField(
        label=gettext_lazy("Of one home university at each place, at most"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=gettext_lazy(
            "Empty: no limit. It does not hold for places of an agreement, which are for one university alone. Only deferred"
            " acceptance keeps it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {name: self.fields.pop(name) for name in list(self.fields)}
        for name, label, widget in (("title", _("Title"), forms.TextInput), ("text", _("Text"), forms.Textarea)):
            for language in interface_languages():
                required = (name, language) == ("title", "en")
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{label} ({language_name(language)})", required=required, max_length=10_000, widget=widget
                )
        self.fields |= own

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        found = {name: value for name, value in self.cleaned_data.items() if name in EDITABLE}
        for name in _TEXTS:
            texts = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in interface_languages()}
            found[name] = {language: text for language, text in texts.items() if text}
        return found


def values_of(call: MobilityCall) -> dict[str, Any]:
    """What stands in a call, for its form."""
    texts = {f"{name}_{language}": text for name in _TEXTS for language, text in getattr(call, name).items()}
    return {**{name: getattr(call, name) for name in EDITABLE}, **texts}


class PlaceForm(forms.Form):
    """A place. ``place`` of None: a new one, whose institution is chosen once."""

    institution = forms.ModelChoiceField(label=gettext_lazy("Institution"), queryset=Institution.objects.none())
    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=Period.choices)
    tier = forms.ChoiceField(label=gettext_lazy("Standing"), choices=Tier.choices)
    capacity = _number(gettext_lazy("For how many"), 0, 1000)
    minimum = forms.IntegerField(
        label=gettext_lazy("Only with at least"),
        min_value=0,
        max_value=1000,
        help_text=gettext_lazy("0: it runs for one student too."),
    )
    accessible = forms.BooleanField(label=gettext_lazy("Offers step-free access"), required=False)

    def __init__(self, *args: Any, place: Place | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if place is None:
            field = self.fields["institution"]
            field.queryset, field.label_from_instance = Institution.objects.all(), lambda row: in_language(row.name)
        else:
            del self.fields["institution"]
        for code in _LANGUAGES:
            self.fields[f"language_{code}"] = forms.ChoiceField(
                label=_("Level asked for: %(language)s") % {"language": language_name(code)},
                required=False,
                choices=[("", _("none")), *((level, level) for level in KNOWN_LEVELS if level != "native")],
            )

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        data = self.cleaned_data
        levels = {code: data[f"language_{code}"] for code in _LANGUAGES if data[f"language_{code}"]}
        said = {"language": levels, "accessible": data["accessible"]}
        requirements = {name: value for name, value in said.items() if value}
        return {**{name: data[name] for name in ("tier", "capacity", "minimum", "period")}, "requirements": requirements}


class SeatsForm(forms.Form):
    """Another number of seats at a place of a published call."""

    capacity = _number(gettext_lazy("For how many"), 0, 1000)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever loses a place reads it, in the letter and on their page."),
    )
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


def values_of_place(place: Place) -> dict[str, Any]:
    """What stands in a place, for its form."""
    levels = {f"language_{code}": level for code, level in place.requirements.get("language", {}).items()}
    own = {name: getattr(place, name) for name in ("tier", "capacity", "minimum", "period")}
    return {**levels, **own, "accessible": place.requirements.get("accessible", False)}


class SourcesForm(forms.Form):
    """Which conditions and offers become places, in which period."""

    item = forms.MultipleChoiceField(choices=(), widget=forms.MultipleHiddenInput)
    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=Period.choices)

    def __init__(self, *args: Any, sources: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(source.key, source.key) for source in sources if not source.is_taken]


class ReopenForm(forms.Form):
    """Until when a closed call takes wishes again."""

    closes_at = ParisMoment(label=gettext_lazy("Closes (Europe/Paris)"))

    @property
    def moment(self) -> datetime:
        """The new closing date."""
        return self.cleaned_data["closes_at"]


class ScenarioForm(forms.Form):
    """A scenario: by which method, under which name."""

    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=Method.choices)
    name = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=80, help_text=gettext_lazy("Empty: the name of the method.")
    )


class ScoreFileForm(forms.Form):
    """Scores that were worked out elsewhere."""

    file = forms.FileField(
        label=gettext_lazy("Workbook or CSV file"),
        help_text=gettext_lazy("Columns: Key or Student number, and Score. Nothing is written before you have seen each cell."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
