"""Shapes of what the Studio's pages send."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import CourseOffering
from salerno.common.names import language_name
from salerno.common.translated import in_language, language_in_use
from salerno.courseware.package.activities import MOST_MINUTES
from salerno.courseware.package.facts import ACTIVITY_KINDS, Package, UnitFacts
from salerno.courseware.package.findings import Finding
from salerno.courseware.package.labels import LANGUAGES
from salerno.courseware.package.limits import PATH_LENGTH
from salerno.courseware.package.values import KEY
from salerno.institutions.models import Institution

KIND_LABELS = {
    "reading": _("Reading"),
    "video": _("Video"),
    "quiz": _("Quiz"),
    "explorable": _("Explorable"),
    "reflection": _("Reflection"),
}


class CourseForm(forms.Form):
    """A new course."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("You can change it later."))
    slug = forms.RegexField(
        f"^(?:{KEY.pattern})$",
        label=_("Last part of its address"),
        max_length=80,
        help_text=_("Lower-case letters, digits and hyphens, for example reading-a-test. It never changes."),
        error_messages={"invalid": _("Use lower-case letters, digits and hyphens, and start with a letter.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CourseKind.choices)
    language = forms.ChoiceField(
        label=_("Language in which you write it"),
        help_text=_("Translations can be added. The example text that you write over is in English."),
    )
    institution = forms.ModelChoiceField(
        label=_("Institution that leads it"), queryset=Institution.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, institutions: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions
        self.fields["institution"].label_from_instance = lambda row: in_language(row.name) or row.code
        self.fields["language"].choices = [(code, language_name(code)) for code in LANGUAGES]
        self.fields["language"].initial = language_in_use()


class TextForm(forms.Form):
    """A text, and the revision that it was made from; after a conflict, the revision that the person has ``seen`` as well."""

    text = forms.CharField(strip=False, required=False, widget=forms.Textarea)
    revision = forms.IntegerField(min_value=1)
    seen = forms.IntegerField(min_value=1, required=False)

    def clean_text(self) -> str:
        """Lines as files have them: a browser sends them with a carriage return."""
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")


class FigureForm(forms.Form):
    """The words of a figure. Without the first one a course cannot be published."""

    alt = forms.CharField(label=_("What the picture shows, for those who do not see it"), widget=forms.Textarea(attrs={"rows": 3}))
    caption = forms.CharField(label=_("Caption"), required=False)


class RevisionForm(forms.Form):
    """An earlier revision, and the newest one that the person saw."""

    revision = forms.IntegerField(min_value=1)
    made_from = forms.IntegerField(min_value=1)


class RenameForm(forms.Form):
    """The new name, with its folder."""

    new_path = forms.CharField(
        label=_("New name"),
        max_length=PATH_LENGTH,
        help_text=_("With its folder, for example units/01-question/02-why.md. The number gives the order."),
    )


class LanguageForm(forms.Form):
    """The language to translate into."""

    language = forms.RegexField(r"^[a-z]{2,3}$")


class ActivityForm(forms.Form):
    """A new activity."""

    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind, KIND_LABELS[kind]) for kind in ACTIVITY_KINDS])
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES, initial=5)
    outcomes = forms.MultipleChoiceField(label=_("Outcomes that it serves"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, package: Package, title_of: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.key: unit for unit in package.units if unit.folder}
        self.fields["unit"].choices = [(unit.key, title_of(unit.title)) for unit in self.units.values()]
        self.fields["outcomes"].choices = [(item.key, title_of(item.title)) for item in package.outcomes]

    @property
    def chosen_unit(self) -> UnitFacts:
        """The unit that was chosen."""
        return self.units[self.cleaned_data["unit"]]


class UnitForm(forms.Form):
    """A new unit, with the title of its first activity."""

    title = forms.CharField(label=_("Title of the unit"), max_length=200)
    summary = forms.CharField(label=_("What it is about, in one or two sentences"), max_length=500)
    first = forms.CharField(label=_("Title of its first activity"), max_length=200)


class BankForm(forms.Form):
    """A new bank of questions."""

    name = forms.RegexField(
        f"^(?:{KEY.pattern})$",
        label=_("Name of the bank"),
        help_text=_("Lower-case letters, digits and hyphens, for example unit-1."),
        error_messages={"invalid": _("Use lower-case letters, digits and hyphens, and start with a letter.")},
    )


class SeveralFilesInput(forms.ClearableFileInput):
    """A control that takes several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of files, each of which is not empty."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file, judged by itself."""
        one = super().clean
        return [one(item, initial) for item in (data or [None])]


class UploadForm(forms.Form):
    """Images, media and data."""

    files = SeveralFilesField(
        label=_("Files"),
        help_text=_(
            "Images (SVG, PNG, JPEG, WebP, AVIF, GIF), films and sounds, captions (.vtt) and tables (.csv). "
            "Up to 20 MB each, films up to 500 MB. A file with the same name replaces the one that is there."
        ),
    )


class ImportForm(forms.Form):
    """A course as an archive."""

    archive = forms.FileField(label=_("Archive (.zip)"), help_text=_("The folder of the course, as Git hosts give it."))
    delete_others = forms.TypedChoiceField(
        label=_("Files that the archive does not hold"),
        choices=[("keep", _("Keep them in the draft")), ("delete", _("Delete them (they can be put back)"))],
        initial="keep",
        coerce=lambda value: value == "delete",
        widget=forms.RadioSelect,
    )


class OfferingChoice(forms.ModelMultipleChoiceField):
    """Offerings, each said with what it gives now."""

    def label_from_instance(self, offering: CourseOffering) -> str:
        facts = {
            "institution": offering.institution.code,
            "starts": date_format(offering.starts_on, "DATE_FORMAT") if offering.starts_on else _("always open"),
            "language": language_name(offering.language),
        }
        if pinned := getattr(offering, "pinned", None):
            facts["version"] = pinned.version.number
            return _("%(institution)s, %(starts)s, %(language)s: gives version %(version)d now") % facts
        return _("%(institution)s, %(starts)s, %(language)s: gives no version yet") % facts


class PublishForm(forms.Form):
    """Which state to publish, and which offerings take it up. ``findings``: what publishing itself found."""

    findings: tuple[Finding, ...] = ()

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    offerings = OfferingChoice(
        label=_("Offerings that take up the new version"),
        queryset=CourseOffering.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Learners keep their work: it hangs on the keys of activities."),
    )

    def __init__(self, *args: Any, offerings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offerings"].queryset = offerings
