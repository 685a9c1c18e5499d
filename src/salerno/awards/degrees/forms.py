"""Forms of degrees."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class WithdrawForm(forms.Form):
    """Why a degree is withdrawn. Its number is typed: that cannot be done by a slip."""

    number = forms.CharField(label=gettext_lazy("Number of the degree"), max_length=40)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The graduate reads it. It stays in the record."),
    )

    def __init__(self, *args: Any, number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._number = number
        self.fields["number"].help_text = _("Type %(number)s, so that no other degree is withdrawn.") % {"number": number}

    def clean_number(self) -> str:
        """The number of this very degree."""
        if self.cleaned_data["number"].strip().casefold() != self._number.casefold():
            raise forms.ValidationError(_("This is not the number of this degree."))
        return self._number
