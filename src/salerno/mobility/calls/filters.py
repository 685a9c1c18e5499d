"""Filters of the desk's lists of students: they stand in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.common.translated import in_language
from salerno.desk.filters import ListFilter, choice
from salerno.institutions.models import Institution
from salerno.mobility.calls.selectors.lines import NO_PLACE, choices_of
from salerno.mobility.enums import WishState
from salerno.mobility.models import Place


class _StudentsFilter(ListFilter):
    """By name, and by the university from which they come."""

    words = forms.CharField(label=_("Name"), max_length=100, required=False)

    def __init__(self, *args: Any, homes: Iterable[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"] = choice(_("Home"), [(str(row.uuid), in_language(row.name)) for row in homes])


class LinesFilter(_StudentsFilter):
    """Which students of a scenario are shown: also those of one place, or without any."""

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = choice(_("Place"), [(NO_PLACE, _("no place")), *choices_of(places)])


class WishesFilter(_StudentsFilter):
    """Which wishes are shown: also those that name one place."""

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.value, state.label) for state in WishState if state != WishState.DRAFT]
        self.fields["state"] = choice(_("State"), states)
        self.fields["place"] = choice(_("Wants"), choices_of(places))
