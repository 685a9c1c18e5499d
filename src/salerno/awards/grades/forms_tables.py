"""Forms of grading tables and of conversions."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from salerno.awards.grades.services.tables import MOST_YEARS
from salerno.awards.grading.scales import scales
from salerno.awards.models import GradingTable
from salerno.common.translated import in_language
from salerno.institutions.models import GradingScale, Institution

_ANY = ("", pgettext_lazy("a filter without a wish", "Any"))


def _scale_choices() -> list[tuple[str, str]]:
    names = {row.code: in_language(row.name) for row in GradingScale.objects.all()}
    return [(code, f"{code} · {names[code]}" if code in names else code) for code in scales()]


class TableFilter(forms.Form):
    """What a list of tables may be narrowed to. What is not understood is left out."""

    institution = forms.ChoiceField(label=gettext_lazy("Institution"), required=False)
    scale = forms.ChoiceField(label=gettext_lazy("Grading scale"), required=False)
    isced_f = forms.CharField(label=gettext_lazy("Field (ISCED-F)"), required=False, max_length=4)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["institution"].choices = [_ANY, *Institution.objects.values_list("slug", "code")]
        self.fields["scale"].choices = [_ANY, *((code, code) for code in scales())]

    @property
    def understood(self) -> dict[str, str]:
        """The values that were understood and say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def active(self) -> int:
        """How many filters are set."""
        return len(self.understood)


class _OfInstitution(forms.Form):
    """Whose table, in which scale, of which field."""

    institution = forms.ChoiceField(label=gettext_lazy("Institution"))
    scale = forms.ChoiceField(label=gettext_lazy("Grading scale"))
    isced_f = forms.CharField(
        label=gettext_lazy("Field (ISCED-F)"),
        required=False,
        validators=[RegexValidator(r"^[0-9]{2,4}$", gettext_lazy("Two to four digits, such as 0988."))],
        help_text=gettext_lazy("Two to four digits, such as 0988; empty for all fields."),
    )

    def __init__(self, *args: Any, institutions: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._institutions = {row.slug: row for row in institutions}
        self.fields["institution"].choices = [(row.slug, in_language(row.name)) for row in institutions]
        self.fields["scale"].choices = _scale_choices()

    def clean_institution(self) -> Institution:
        """The institution."""
        return self._institutions[self.cleaned_data["institution"]]


class TableFileForm(_OfInstitution):
    """A table that an institution sent: EWP or EGRACONS (XML), or JSON."""

    years = forms.CharField(
        label=gettext_lazy("Years"), max_length=MOST_YEARS, help_text=gettext_lazy("From which years the results are: 2023–2025.")
    )
    graded = forms.IntegerField(
        label=gettext_lazy("Results counted"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        help_text=gettext_lazy("As the institution says; empty when it says nothing, or when the file says it."),
    )
    file = forms.FileField(
        label=gettext_lazy("XML or JSON file"), widget=forms.ClearableFileInput(attrs={"accept": ".xml,.json"}), max_length=200
    )


class OwnResultsForm(_OfInstitution):
    """The table of one's own results between two days."""

    first = forms.DateField(label=gettext_lazy("Examinations from"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("Examinations until"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_last(self) -> date:
        """Not before the first day."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first and last < first:
            raise forms.ValidationError(_("The last day lies before the first."))
        return last


class ConversionForm(forms.Form):
    """A grade to be converted. The addresses of its answers name the tables' versions, so that they stay what they are."""

    source = forms.ChoiceField(label=gettext_lazy("Table of the grade"))
    grade = forms.CharField(label=gettext_lazy("Grade"), max_length=40)
    target = forms.ChoiceField(label=gettext_lazy("Table of the other institution"))

    def __init__(self, data: Any, *, tables: list[GradingTable]) -> None:
        super().__init__(data)
        self._tables = {str(row.uuid): row for row in tables}
        choices = [(key, named(row)) for key, row in self._tables.items()]
        self.fields["source"].choices = choices
        self.fields["target"].choices = choices

    def clean_source(self) -> GradingTable:
        """The table of the grade."""
        return self._tables[self.cleaned_data["source"]]

    def clean_target(self) -> GradingTable:
        """The table into which it is converted."""
        return self._tables[self.cleaned_data["target"]]


def named(row: GradingTable) -> str:
    """A table with its version, as a reader tells it from others."""
    told = {
        "institution": in_language(row.institution.name),
        "scale": row.scale,
        "field": row.isced_f or _("all fields"),
        "years": row.years,
        "number": row.number,
    }
    return _("%(institution)s, %(scale)s, %(field)s, %(years)s, version %(number)d") % told
