"""Forms about institutions."""

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from salerno.common.names import language_name
from salerno.common.translated import interface_languages, language_in_use
from salerno.institutions.enums import Kind
from salerno.institutions.models import Institution

TEACHING_LANGUAGES = ("en", "fr", "it", "sv", "es", "ca", "de", "nl", "pt", "pl", "el", "ro")
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_TEXTS = {
    "name": (_("Name in %(language)s"), 200, forms.TextInput()),
    "roles": (_("What it is in the project, in %(language)s"), 200, forms.Textarea(attrs={"rows": 2})),
    "gives": (_("What it gives to learners, in %(language)s"), 3000, forms.Textarea(attrs={"rows": 3})),
}


def countries() -> list[tuple[str, str]]:
    """Codes (ISO 3166-1) and names of countries, sorted by their name in the reader's language (Unicode CLDR)."""
    names = Locale.parse(language_in_use()).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code not in _NO_COUNTRY]
    return sorted(found, key=lambda item: item[1])


class InstitutionForm(forms.ModelForm):
    """What an institution says of itself: its texts in the languages of the campus and in its own."""

    leading: tuple[str, ...] = ()
    country = forms.ChoiceField(label=_("Country"))
    website = forms.URLField(label=_("Website"), max_length=200, assume_scheme="https")
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = Institution
        fields = [
            "kind", "country", "city", "latitude", "longitude", "address", "website", "contact", "legal_identifier", "languages",
            "colour",
        ]  # fmt: skip
        labels = {
            "kind": _("Kind"),
            "city": _("City"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
            "address": _("Postal address"),
            "contact": _("Contact by e-mail"),
            "legal_identifier": _("Legal identifier"),
            "colour": _("Colour"),
        }
        help_texts = {
            "latitude": _("Of the town, in degrees, north of the equator: 43.30. Places of mobility stand on a map by it."),
            "longitude": _("In degrees, east of Greenwich: 5.37. West of it below nought."),
            "contact": _("Of an office, not of a person: everybody can read it."),
            "legal_identifier": _("As its electronic seal says it (organizationIdentifier), such as VATFR-… or NTRIT-…."),
            "colour": _("The mark beside its name."),
        }
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3}),
            "colour": forms.TextInput(attrs={"type": "color"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.languages
        self.fields["kind"].choices = [("", gettext("Choose a kind")), *Kind.choices]
        self.fields["country"].choices = [("", gettext("Choose a country")), *countries()]
        self.fields["languages"].choices = [(code, language_name(code)) for code in dict.fromkeys([*TEACHING_LANGUAGES, *own])]
        self.codes = list(dict.fromkeys([*interface_languages(), *own]))
        for name, (label, length, widget) in _TEXTS.items():
            for code in self.codes:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label % {"language": language_name(code)},
                    max_length=length,
                    required=(name, code) == ("name", "en"),
                    initial=getattr(self.instance, name).get(code, ""),
                    widget=widget,
                )
                self.fields[f"{name}_{code}"].widget.attrs["lang"] = code
        self.order_fields([*self.leading, *(f"{name}_{code}" for name in _TEXTS for code in self.codes)])

    def clean(self) -> dict[str, Any]:
        """One of the two coordinates alone is no place."""
        cleaned = super().clean()
        for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if cleaned.get(name) is None and cleaned.get(other) is not None and name not in self.errors:
                self.add_error(name, gettext("Give both coordinates, or neither."))
        return cleaned

    def institution_values(self) -> dict[str, Any]:
        """What the services take. Texts in a language that the form does not show stay."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**values, **{name: self._texts(name) for name in _TEXTS}}

    def _texts(self, name: str) -> dict[str, str]:
        given = {code: self.cleaned_data[f"{name}_{code}"] for code in self.codes}
        return {code: text for code, text in {**getattr(self.instance, name), **given}.items() if text}


class PartnerForm(InstitutionForm):
    """A new associated partner: besides, the names by which others know it, which stay."""

    leading = ("code", "schac")

    class Meta(InstitutionForm.Meta):
        fields = ["code", "schac", *InstitutionForm.Meta.fields]
        labels = {**InstitutionForm.Meta.labels, "code": _("Short name"), "schac": _("Domain")}
        help_texts = {
            **InstitutionForm.Meta.help_texts,
            "code": _("For lists, such as HOSP. It stays as it is."),
            "schac": _("Its own domain, such as hospital.example.org: European documents name it so. It stays as it is."),
        }
