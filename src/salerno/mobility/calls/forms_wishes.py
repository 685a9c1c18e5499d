"""What a student types: a number beside each wanted place, needs, a note."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from salerno.common.names import language_name
from salerno.mobility.allocation.needs import KNOWN_LEVELS
from salerno.mobility.calls.selectors.words import period_name
from salerno.mobility.calls.services.wishes import Wished
from salerno.mobility.models import MobilityCall, Place, Wish


class WishForm(forms.Form):
    """Needs that a place must meet, as far as the places of the call differ in them, and a note for the coordinators."""

    accessible = forms.BooleanField(
        label=_("I need step-free access"),
        required=False,
        help_text=_("You are then never sent to a place that does not offer it. Only you and those who give out places see this."),
    )
    note = forms.CharField(
        label=_("What should we know?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, call: MobilityCall, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = list(dict.fromkeys(place.period for place in places))
        self._languages = sorted({code for place in places for code in place.requirements.get("language", {})})
        if len(periods) > 1:
            self.fields["periods"] = forms.MultipleChoiceField(
                label=_("When can you go?"),
                required=False,
                choices=[(period, period_name(period)) for period in periods],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("None ticked: at any time."),
            )
        for code in self._languages:
            self.fields[f"language_{code}"] = forms.ChoiceField(
                label=_("Your level: %(language)s") % {"language": language_name(code)},
                required=False,
                choices=[("", _("none")), *((level, _("native") if level == "native" else level) for level in KNOWN_LEVELS)],
            )

    @property
    def needs(self) -> dict[str, Any]:
        """As ``Wish.needs`` keeps them; what was left empty is not there."""
        data = self.cleaned_data
        levels = {code: data[f"language_{code}"] for code in self._languages if data[f"language_{code}"]}
        said = {"periods": data.get("periods", []), "accessible": data["accessible"], "languages": levels}
        return {name: value for name, value in said.items() if value}


def first_values(wish: Wish | None) -> dict[str, Any]:
    """What stands in the form of somebody's wishes."""
    if wish is None:
        return {}
    levels = {f"language_{code}": level for code, level in wish.needs.get("languages", {}).items()}
    own = {"periods": wish.needs.get("periods", []), "accessible": wish.needs.get("accessible", False)}
    return {**levels, **own, "note": wish.note}


def numbers_of(data: MultiValueDict, places: list[Place]) -> dict[str, str]:
    """What was typed beside each place (uuid); empty cells are left out."""
    typed = {str(place.uuid): data.get(f"rank-{place.uuid}", "").strip() for place in places}
    return {key: text for key, text in typed.items() if text}


def in_order(numbers: dict[str, str]) -> list[str] | None:
    """Places in the order of their numbers, which need not follow each other (10, 20, 30); None when one cannot be read or stands
    twice."""
    if not all(text.isascii() and text.isdigit() and len(text) < 5 for text in numbers.values()):
        return None
    if len({int(text) for text in numbers.values()}) < len(numbers):
        return None
    return sorted(numbers, key=lambda key: int(numbers[key]))


def wished(form: WishForm, places: list[str]) -> Wished:
    """What the service takes."""
    return Wished(places, form.needs, form.cleaned_data["note"])
