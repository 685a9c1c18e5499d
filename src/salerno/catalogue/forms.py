"""The filters of the catalogue; a file of regulations."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.enums import TrainingKind
from salerno.catalogue.regulations.reader import MOST_BYTES
from salerno.catalogue.selectors import LENGTHS, Filters


class FilterForm(forms.Form):
    """Reads the address bar. What is not understood is left out, so that an old link still shows something."""

    q = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *TrainingKind.choices])
    language = forms.RegexField(r"^[a-z]{2}$", required=False)
    level = forms.IntegerField(required=False, min_value=1, max_value=8)
    length = forms.ChoiceField(required=False, choices=[("", ""), *((key, key) for key in LENGTHS)])
    institution = forms.SlugField(required=False)

    def filters(self) -> Filters:
        """The filters that were understood."""
        self.is_valid()
        values = self.cleaned_data
        return Filters(
            words=values.get("q", "").replace("\x00", "").strip(),
            kind=values.get("kind", ""),
            language=values.get("language", ""),
            level=values.get("level"),
            length=values.get("length", ""),
            institution=values.get("institution", ""),
        )


class RegulationsForm(forms.Form):
    """A file of regulations that shall be looked at."""

    file = forms.FileField(
        label=_("Regulations (TOML)"),
        help_text=_("Nothing is published before you have seen what changes."),
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )
    note = forms.CharField(
        label=_("Why there is a new version"), max_length=200, help_text=_("One sentence; it stands beside the version.")
    )

    def clean_file(self) -> str:
        """What the file says."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(gettext("The file is larger than 1 MB."))
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(gettext("The file is no text in UTF-8. Save it as a TOML file.")) from error


class PublishingForm(forms.Form):
    """What stood in the file that was looked at, and the number of the version with which it was compared."""

    text = forms.CharField(max_length=MOST_BYTES, strip=False)
    note = forms.CharField(max_length=200)
    newest = forms.IntegerField(min_value=0)
