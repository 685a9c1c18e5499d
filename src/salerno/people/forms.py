"""Forms about one's account."""

import zoneinfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from salerno.people.enums import Scope
from salerno.people.models import Person


class SignUpForm(forms.Form):
    """What sign-up asks besides the address."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        help_text=_("As it should stand on your credentials. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    accepted = forms.BooleanField(
        label=_("I have read the privacy notice and accept the terms of use."),
        error_messages={"required": _("Without your agreement we may not open an account for you.")},
    )

    field_order = ["email", "full_name", "accepted"]

    def signup(self, request: object, user: Person) -> None:
        """The adapter has kept everything already."""


class AccountForm(forms.ModelForm):
    """Name, language, time zone."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(name, name) for name in sorted(zoneinfo.available_timezones()) if "/" in name]
    )

    class Meta:
        model = Person
        fields = ["full_name", "language", "time_zone", "home_institution"]
        labels = {"full_name": _("Full name"), "home_institution": _("Home institution")}
        help_texts = {"home_institution": _("Where you study or work, if it is a partner.")}


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
