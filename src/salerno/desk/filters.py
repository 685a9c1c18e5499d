"""What the filters of all lists share: they stand in the address.

What is not understood is left out, so that an old link still shows something.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy

ANY = ("", pgettext_lazy("a filter without a wish", "Any"))


def choice(label: Any, choices: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    """One of ``choices``, or any."""
    return forms.ChoiceField(label=label, choices=[ANY, *choices], required=False)


class ListFilter(forms.Form):
    """A list's filters."""

    @property
    def understood(self) -> dict[str, Any]:
        """The values that were understood and say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}

    @property
    def active(self) -> int:
        """How many filters are set."""
        return len(self.understood)
