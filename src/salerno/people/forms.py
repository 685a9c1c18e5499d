"""Forms about one's account."""

import unicodedata
import zoneinfo

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from salerno.common.translated import in_language
from salerno.institutions.models import Institution
from salerno.people.enums import Scope
from salerno.people.models import Person

_NO_LETTERS = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _consent() -> SafeString:
    """The sentence of consent, its two texts linked."""
    sentence = gettext("I have read the {privacy} and accept the {terms}.")
    link = '<a href="{}">{}</a>'
    return format_html(
        sentence,
        privacy=format_html(link, reverse_lazy("portal:legal", args=["privacy"]), gettext("privacy notice")),
        terms=format_html(link, reverse_lazy("portal:legal", args=["terms"]), gettext("terms of use")),
    )


class NameField(forms.CharField):
    """A name as it will stand on credentials, in letters of any script.

    SECURITY: control characters break files and mails that carry the name, and marks that turn the direction of writing let it
    show another one (Unicode TR 36, 2.5).
    """

    def clean(self, value: str) -> str:
        """The name in one line."""
        name = super().clean(value)
        if any(unicodedata.category(letter) in _NO_LETTERS or letter in _TURNING for letter in name):
            raise forms.ValidationError(gettext("The name holds an invisible character. Type it by hand."))
        return name


class SignUpForm(forms.Form):
    """What sign-up asks besides the address."""

    full_name = NameField(
        label=_("Full name"),
        max_length=150,
        help_text=_("As it should stand on your credentials. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    accepted = forms.BooleanField(
        label=lazy(_consent, str)(),
        error_messages={"required": _("Without your agreement we may not open an account for you.")},
    )

    field_order = ["email", "full_name", "accepted"]

    def signup(self, request: object, user: Person) -> None:
        """The adapter has kept everything already."""


class InstitutionChoice(forms.ModelChoiceField):
    """Institutions by their name in the reader's language."""

    def label_from_instance(self, obj: Institution) -> str:
        return in_language(obj.name)


class AccountForm(forms.ModelForm):
    """Name, language, time zone, home institution."""

    full_name = NameField(
        label=_("Full name"),
        max_length=150,
        help_text=_("As it should stand on credentials. Those that were issued keep the name that they have."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name],
    )
    home_institution = InstitutionChoice(
        label=_("Home institution"),
        queryset=Institution.objects.public(),
        required=False,
        help_text=_("Where you study or work, if it is a partner."),
    )

    class Meta:
        model = Person
        fields = ["full_name", "language", "time_zone", "home_institution"]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(label=_("What may it do?"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple)


class EraseForm(forms.Form):
    """The second word before an erasure: typed, so that no slip of the hand erases anybody."""

    word = forms.CharField(
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "data-no-draft": ""}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].label = gettext("Type the word “%(word)s”") % {"word": gettext("erase")}

    def clean_word(self) -> str:
        """The word in the reader's language, in any case."""
        word = self.cleaned_data["word"]
        if word.casefold() != gettext("erase").casefold():
            raise forms.ValidationError(gettext("This is not the word. Nothing was erased."))
        return word
