"""The filters of the catalogue."""

from django import forms

from salerno.catalogue.enums import TrainingKind
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
