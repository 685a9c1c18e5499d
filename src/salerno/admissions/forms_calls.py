"""The form of a call in preparation: dates in Paris time, numbers, and its parts as JSON or TOML."""

import json
import tomllib
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.admissions.models import Call
from salerno.admissions.services.offers import PARIS
from salerno.admissions.terms import PROTECTED
from salerno.catalogue.models import ProgrammeOffering
from salerno.catalogue.selectors import rules_of
from salerno.common.translated import interface_languages

_MOMENT = "%Y-%m-%dT%H:%M"
_ENDS = {"1": {"en": "Nothing to build on", "fr": "Rien sur quoi bâtir"}, "5": {"en": "Outstanding", "fr": "Remarquable"}}
_RUBRIC = {
    "lowest": 1,
    "highest": 5,
    "criteria": [
        {"key": "studies", "title": {"en": "Earlier studies", "fr": "Études antérieures"}, "weight": 2, "anchors": _ENDS},
        {"key": "motivation", "title": {"en": "Motivation", "fr": "Motivation"}, "weight": 1, "anchors": _ENDS},
    ],
}
_PART_LABELS = {
    "tracks": gettext_lazy("Tracks"),
    "quotas": gettext_lazy("Quotas"),
    "ties": gettext_lazy("Rules for ties"),
    "fields": gettext_lazy("Questions of the form"),
    "documents": gettext_lazy("Papers"),
    "rules": gettext_lazy("Entry rules"),
    "rubric": gettext_lazy("Rubric"),
}
PARTS = tuple(_PART_LABELS)
_TEXTS = ("title", "text")
_HIDEABLE = {
    "name": gettext_lazy("Name"),
    "birth_date": gettext_lazy("Date of birth"),
    "birth_place": gettext_lazy("Place of birth"),
    "citizenship": gettext_lazy("Citizenship"),
    "gender": gettext_lazy("Gender"),
    "partner": gettext_lazy("Partner university"),
}


class ParisMoment(forms.DateTimeField):
    """A moment in Paris time, whatever the zone of whoever types it: a call states its dates so."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)

    def to_python(self, value: Any) -> datetime | None:
        """The moment that was typed."""
        with timezone.override(PARIS):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """The moment as it is shown."""
        with timezone.override(PARIS):
            return super().prepare_value(value)


class PartField(forms.CharField):
    """A part of a call, as JSON or as TOML (in TOML under its own name: ``[[tracks]]``, ``[rubric]``). Empty: an empty list."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "data-code": ""})

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, max_length=40_000, **kwargs)
        self.name = name

    def prepare_value(self, value: Any) -> Any:
        """Values as JSON; what was typed as it was typed."""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)

    def clean(self, value: Any) -> Any:
        """The plain value; what it may hold is judged by the service, which reads it to the last."""
        text = super().clean(value)
        if not text:
            return []
        try:
            return json.loads(text)
        except RecursionError as error:
            raise ValidationError(_("This stands within itself too deeply.")) from error
        except ValueError as in_json:
            return self._from_toml(text, in_json)

    def _from_toml(self, text: str, in_json: ValueError) -> Any:
        try:
            found = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as in_toml:
            said = _("This is neither JSON (%(json)s) nor TOML (%(toml)s).") % {"json": in_json, "toml": in_toml}
            raise ValidationError(said) from in_toml
        if self.name not in found:
            raise ValidationError(_("In TOML this part stands under its name, %(name)s.") % {"name": self.name})
        return found[self.name]


def _number(label: Any, *, least: int = 0, most: int = 10_000, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, help_text=help_text)


class CallForm(forms.Form):
    """A call as it is prepared. ``call`` of None: a new one, whose address is chosen once."""

    slug = forms.SlugField(
        label=gettext_lazy("Address"), max_length=80, help_text=gettext_lazy("The last part of its public address. It stays.")
    )
    opens_at = ParisMoment(label=gettext_lazy("Opens (Europe/Paris)"))
    closes_at = ParisMoment(label=gettext_lazy("Closes (Europe/Paris)"))
    places = _number(gettext_lazy("Places"), least=1)
    waiting_places = _number(gettext_lazy("Places on the waiting list"), required=False, help_text=gettext_lazy("Empty: no limit."))
    floor = forms.DecimalField(label=gettext_lazy("Least score to be admitted or to wait"), required=False, decimal_places=2)
    referees = _number(gettext_lazy("Referees"), most=5)
    reviews_each = _number(gettext_lazy("Reviews of each application"), least=1, most=5)
    disagreement = forms.DecimalField(
        label=gettext_lazy("Reviewers disagree from this distance on"),
        required=False,
        decimal_places=2,
        help_text=gettext_lazy("On the rubric’s scale. Empty: never."),
    )
    institutions_least = _number(gettext_lazy("Universities to be registered at, at least"), least=1, most=10)
    offer_days = _number(gettext_lazy("Days that an offer is open"), least=2, most=90)
    appeal_days = _number(gettext_lazy("Days for an appeal"), most=365)
    retention_months = _number(gettext_lazy("Months that papers of the refused are kept"), least=1, most=120)
    hidden = forms.MultipleChoiceField(
        label=gettext_lazy("Not shown to reviewers"),
        required=False,
        choices=[(name, _HIDEABLE[name]) for name in PROTECTED],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, call: Call | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if call is not None:
            del self.fields["slug"]
        own = {name: self.fields.pop(name) for name in list(self.fields)}
        for name, label, widget in (("title", _("Title"), forms.TextInput), ("text", _("Text"), forms.Textarea)):
            for language in interface_languages():
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{label} ({language})", required=(name, language) == ("title", "en"), max_length=10_000, widget=widget
                )
        self.fields |= own
        for name, label in _PART_LABELS.items():
            required = name in ("tracks", "rubric")
            self.fields[name] = PartField(name=name, label=label, required=required, help_text=_("JSON or TOML"))

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        found = {name: value for name, value in self.cleaned_data.items() if name in VALUES}
        for name in _TEXTS:
            texts = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in interface_languages()}
            found[name] = {language: text for language, text in texts.items() if text}
        return found


VALUES = frozenset({*CallForm.base_fields, *PARTS}) - {"slug"}


def values_of(call: Call) -> dict[str, Any]:
    """What stands in a call, for its form."""
    texts = {f"{name}_{language}": text for name in _TEXTS for language, text in getattr(call, name).items()}
    return {**{name: getattr(call, name) for name in VALUES}, **texts}


def first_values(offering: ProgrammeOffering) -> dict[str, Any]:
    """What the form of a new call begins with: the last call of the programme, else the cohort's tracks and a small rubric."""
    last = Call.objects.filter(offering__programme=offering.programme).order_by("-pk").first()
    if last is not None:
        return {**values_of(last), "opens_at": None, "closes_at": None}
    regulations = rules_of(offering.regulations) if offering.regulations else None
    tracks = [{"slug": track.slug, "title": dict(track.title)} for track in regulations.tracks] if regulations else []
    plain = Call()
    return {**{name: getattr(plain, name) for name in VALUES}, "tracks": tracks, "rubric": _RUBRIC, "places": offering.seats}
