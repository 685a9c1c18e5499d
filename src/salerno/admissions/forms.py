"""Forms of an applicant and of a referee. Nothing is required while one writes: what is missing is told before handing in."""

from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from salerno.admissions.eligibility.facts import LEVELS, NATIVE
from salerno.admissions.eligibility.sectors import read_sectors
from salerno.admissions.models import Application, Call, TranscriptRow
from salerno.admissions.terms import Field
from salerno.common.names import language_name
from salerno.common.translated import in_language, language_in_use
from salerno.enrolment.enums import Gender
from salerno.institutions.models import Institution
from salerno.people.forms import InstitutionChoice, NameField

_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_DAY = {"type": "date"}
NOT_TYPED = ("revision", "window")


def countries() -> list[tuple[str, str]]:
    """Countries by their names in the reader's language, nothing first (Unicode CLDR)."""
    names = Locale.parse(language_in_use()).territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY]
    return [("", "—"), *sorted(known, key=lambda item: item[1])]


class SavedForm(forms.Form):
    """A page of the form. ``revision`` tells whether another window has changed it meanwhile; ``window``, which one this is."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    window = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        initial = {**self.now(), "revision": application.revision, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)

    def now(self) -> dict[str, Any]:
        """What stands there."""
        return {name: getattr(self.application, name) for name in self.base_fields if hasattr(self.application, name)}

    def values(self) -> dict[str, Any]:
        """What is to be saved: every field that could be read."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_TYPED}


class YouForm(SavedForm):
    """Who applies, as papers say it."""

    given_names = NameField(
        label=_("Given names"), max_length=150, required=False, help_text=_("All of them, as in your passport.")
    )
    family_name = NameField(label=_("Family name"), max_length=150, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    birth_place = NameField(label=_("Place of birth"), max_length=120, required=False)
    citizenship = forms.ChoiceField(label=_("Citizenship"), choices=countries, required=False)
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=Gender.choices,
        required=False,
        help_text=_("Counted for the funder, without names. You need not say it."),
    )

    def clean_gender(self) -> str:
        """Nothing said is said so."""
        return self.cleaned_data["gender"] or Gender.NOT_SAID

    def clean_birth_date(self) -> date | None:
        """Nobody is born in the future."""
        day = self.cleaned_data["birth_date"]
        if day and not date(1900, 1, 1) <= day < self.application.begun_at.date():
            raise forms.ValidationError(_("This is no day of birth."))
        return day


class StudiesForm(SavedForm):
    """The degree that opens the door, the track, languages."""

    track = forms.ChoiceField(label=_("Track"), required=False)
    degree_title = forms.CharField(label=_("The degree that opens the door"), max_length=200, required=False)
    degree_eqf_level = forms.TypedChoiceField(
        label=_("Its level"),
        choices=[
            ("", "—"),
            ("5", _("EQF 5: short cycle")),
            ("6", _("EQF 6: bachelor")),
            ("7", _("EQF 7: master")),
            ("8", _("EQF 8: doctorate")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    degree_class_code = forms.CharField(
        label=_("Its class"),
        max_length=20,
        required=False,
        help_text=_("For Italian degrees, such as L-2. Leave it empty otherwise."),
    )
    degree_institution = forms.CharField(label=_("University"), max_length=200, required=False)
    degree_country = forms.ChoiceField(label=_("Country of the university"), choices=countries, required=False)
    degree_awarded_on = forms.DateField(
        label=_("Awarded on"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=_("Leave it empty as long as you have not been awarded it."),
    )
    partner = InstitutionChoice(
        label=_("Is it a partner of this campus?"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("No"),
        help_text=_("Nobody of your own university reviews your application."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        titles = application.call.read_tracks.items()
        self.fields["track"].choices = [("", "—"), *((slug, in_language(title)) for slug, title in titles)]
        self.fields["partner"].queryset = Institution.objects.consortium()
        levels = [("", "—"), *((level, level) for level in LEVELS), (NATIVE, _("First language"))]
        for code in languages_of(application.call):
            label = _("Your level in %(language)s") % {"language": language_name(code)}
            self.fields[f"language_{code}"] = forms.ChoiceField(
                label=label, choices=levels, required=False, initial=application.languages.get(code, "")
            )

    def now(self) -> dict[str, Any]:
        """The parts of the degree under their own names."""
        degree = {f"degree_{name}": value for name, value in self.application.degree.items()}
        return {"track": self.application.track, "partner": self.application.partner_id, **degree}

    def values(self) -> dict[str, Any]:
        """The degree and the languages as values of their own."""
        found = super().values()
        named = {name: value for name, value in found.items() if not name.startswith(("degree_", "language_"))}
        degree = {name.removeprefix("degree_"): value for name, value in found.items() if name.startswith("degree_")}
        if isinstance(degree.get("awarded_on"), date):
            degree["awarded_on"] = degree["awarded_on"].isoformat()
        languages = {name.removeprefix("language_"): value for name, value in found.items() if name.startswith("language_")}
        return {**named, "degree": degree, "languages": {**self.application.languages, **languages}}


def languages_of(call: Call) -> list[str]:
    """Languages that the entry rules ask for, English at least."""
    found = {"en": None}

    def look(rules: Any) -> None:
        for rule in rules:
            if rule.language:
                found[rule.language] = None
            look(rule.parts)

    look(call.read_rules)
    return list(found)


class QuestionsForm(SavedForm):
    """The questions that the call declares."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        for field in application.call.read_fields:
            self.fields[field.key] = form_field(field, application.answers.get(field.key))

    def values(self) -> dict[str, Any]:
        """Answers as plain values."""
        return {"answers": {key: str(value) if isinstance(value, date) else value for key, value in super().values().items()}}


def form_field(field: Field, initial: Any) -> forms.Field:
    """A declared question as a field of a form."""
    help_text = escape(in_language(field.help))  # SECURITY: shown as it is, and whoever prepares a call writes text, not HTML
    common = {"label": in_language(field.label), "help_text": help_text, "required": False, "initial": initial}
    if field.kind == "text":
        return forms.CharField(max_length=field.most, widget=forms.Textarea(attrs={"rows": 8}), **common)
    if field.kind == "number":
        return forms.FloatField(**common)
    if field.kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), **common)
    if field.kind == "yes-no":
        return forms.BooleanField(**common)
    if field.kind == "choice":
        choices = [("", "—"), *((key, in_language(label)) for key, label in field.choices)]
        return forms.ChoiceField(choices=choices, **common)
    if field.kind == "url":
        return forms.URLField(assume_scheme="https", max_length=500, **common)
    return forms.CharField(max_length=min(field.most, 300), **common)


class RowForm(forms.ModelForm):
    """One row of the transcript; without a title it is left out."""

    class Meta:
        model = TranscriptRow
        fields = ["title", "sector", "ects_credits", "grade", "scale", "passed_on"]
        labels = {
            "title": _("Course"),
            "sector": _("Scientific sector"),
            "ects_credits": _("ECTS"),
            "grade": _("Grade"),
            "scale": _("Scale"),
            "passed_on": _("Passed on"),
        }
        widgets = {"passed_on": forms.DateInput(attrs=_DAY, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean_sector(self) -> str:
        """A code such as BIO/10, or nothing."""
        sector = self.cleaned_data["sector"].strip().upper()
        if sector and read_sectors(sector) is None:
            raise forms.ValidationError(_("A sector reads such as BIO/10. Leave it empty if you do not know it."))
        return sector


RowFormSet = forms.formset_factory(RowForm, extra=3, max_num=200, absolute_max=200, can_delete=True)


class UploadForm(forms.Form):
    """A paper."""

    file = forms.FileField(
        label=_("PDF or JPEG, at most 10 MB"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg"})
    )


class RefereeForm(forms.Form):
    """Somebody to ask."""

    name = NameField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"))
    affiliation = forms.CharField(label=_("University or employer"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language of the letter to them"), choices=[("en", "English"), ("fr", "Français")])


class AddressForm(forms.Form):
    """Where a referee reads mail."""

    email = forms.EmailField(label=_("E-mail address"))


class LetterForm(forms.Form):
    """A referee's letter: as text or as a file."""

    letter = forms.CharField(label=_("The letter"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 14}))
    file = forms.FileField(
        label=_("Or as a PDF, at most 10 MB"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".pdf"})
    )


class AcceptForm(forms.Form):
    """Where the student wants to be registered."""

    institutions = forms.ModelMultipleChoiceField(
        label=_("Where do you want to be registered?"), queryset=Institution.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gives = application.call.offering.programme.institutions.values("institution")
        field = self.fields["institutions"]
        field.queryset = Institution.objects.filter(pk__in=gives)
        field.label_from_instance = lambda row: in_language(row.name)
        least = application.call.institutions_least
        field.help_text = _("Choose at least %(least)d. The degree is awarded by those at which you are registered.") % {
            "least": least
        }


class AppealForm(forms.Form):
    """Why to look again."""

    text = forms.CharField(label=_("What was overlooked?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))
