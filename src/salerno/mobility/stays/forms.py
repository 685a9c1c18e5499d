"""Forms of mobilities: a reason, a day, another place, filters of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from salerno.common.translated import in_language
from salerno.desk.filters import ListFilter, choice
from salerno.institutions.models import Institution
from salerno.mobility.enums import MobilityKind, MobilityState
from salerno.mobility.models import Place
from salerno.mobility.stays.selectors import label_of

_WORDS = 2000


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=_WORDS, widget=forms.Textarea(attrs={"rows": 4}))


class DayForm(forms.Form):
    """On which day."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ElsewhereForm(forms.Form):
    """Another place of the call, with the seats that are free."""

    place = forms.ChoiceField(label=_("Place"))

    def __init__(self, *args: Any, places: list[tuple[Place, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {str(place.uuid): place for place, _left in places}
        self.fields["place"].choices = [
            (
                str(place.uuid),
                ngettext("%(place)s: %(n)d seat", "%(place)s: %(n)d seats", left) % {"place": label_of(place), "n": left},
            )
            for place, left in places
        ]

    @property
    def chosen(self) -> Place:
        """The place that was chosen."""
        return self._places[self.cleaned_data["place"]]


class StaysFilter(ListFilter):
    """Which mobilities are shown."""

    def __init__(self, *args: Any, hosts: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = choice(_("State"), MobilityState.choices)
        self.fields["kind"] = choice(_("Kind"), MobilityKind.choices)
        self.fields["host"] = choice(_("Host"), [(str(row.uuid), in_language(row.name)) for row in hosts])
        self.fields["appeals"] = forms.BooleanField(label=_("With an appeal that waits"), required=False)
