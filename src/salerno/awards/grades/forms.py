"""Forms of grades."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.awards.grading.scales import scales
from salerno.catalogue.models import CourseOffering
from salerno.common.translated import in_language
from salerno.institutions.models import GradingScale


class OpenSheetForm(forms.Form):
    """A new sheet: when the examination was held, and the scale where the country has several."""

    held_on = forms.DateField(label=_("Day of the examination"), widget=forms.DateInput(attrs={"type": "date"}))
    scale = forms.ChoiceField(label=_("Grading scale"))

    def __init__(self, *args: Any, offering: CourseOffering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = offering.institution.country.lower()
        names = {row.code: in_language(row.name) for row in GradingScale.objects.all()}
        codes = [code for code in scales() if code.startswith(f"{country}-")]
        own = offering.institution.grading_scale
        if own and own.code not in codes:
            codes.append(own.code)
        self.fields["scale"].choices = [(code, names.get(code, code)) for code in codes]
        self.fields["scale"].initial = own.code if own else None


class GradeFileForm(forms.Form):
    """A sheet that was filled in elsewhere."""

    file = forms.FileField(
        label=_("Workbook or CSV file"),
        help_text=_("Columns: Student number or Key, and Grade. Nothing is written before you have seen each cell."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ReasonForm(forms.Form):
    """Why a sheet goes back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Who entered the grades reads it."))


class CorrectionForm(forms.Form):
    """Another grade in the place of a published one."""

    grade = forms.CharField(label=_("New grade"), max_length=20, help_text=_("A dash (-) for an absence."))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The student reads it, and it stays beside the old grade.")
    )
