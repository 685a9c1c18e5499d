"""Forms of this room: they check shape; the services decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.models import CourseOffering
from salerno.catalogue.regulations.facts import Track
from salerno.catalogue.templatetags.catalogue import period
from salerno.common.translated import in_language
from salerno.desk.filters import ListFilter, choice
from salerno.enrolment.enums import FeeStatus, ProgrammeState
from salerno.enrolment.models import Registration
from salerno.enrolment.selectors.cohorts import StudentFilters
from salerno.institutions.models import Institution

_LONGEST = Registration._meta.get_field("student_number").max_length


class StudentFilter(ListFilter):
    """Filters of a cohort's students."""

    words = forms.CharField(label=_("Name, e-mail or student number"), max_length=100, required=False)
    institution = choice(_("Registered at"), [])
    state = choice(_("State"), ProgrammeState.choices)
    track = choice(_("Track"), [])
    is_numberless = forms.BooleanField(label=_("Without a student number"), required=False)

    def __init__(self, data: Any, *, institutions: Iterable[Institution], tracks: Iterable[Track]) -> None:
        super().__init__(data)
        self.fields["institution"].choices += [(row.slug, row.code) for row in institutions]
        self.fields["track"].choices += [(track.slug, in_language(track.title)) for track in tracks]

    def filters(self) -> StudentFilters:
        """The filters that were understood."""
        return StudentFilters(**self.understood)


class NumberFileForm(forms.Form):
    """A sheet that was filled in elsewhere."""

    file = forms.FileField(
        label=_("Workbook or CSV file"),
        help_text=_("Columns: Student number, and Key or E-mail. Nothing is written before you have seen each cell."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ReasonForm(forms.Form):
    """Why the studies of somebody change."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It stays with the studies and in the record of acts. Nothing about health or private life."),
    )


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class RegisterForm(forms.Form):
    """A registration at one of ``institutions``."""

    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), to_field_name="slug", empty_label=_("Choose an institution")
    )
    fee_status = forms.ChoiceField(label=_("Fee"), choices=FeeStatus.choices)
    starts_on = _day(_("First day"))

    def __init__(self, *args: Any, institutions: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=[row.pk for row in institutions])
        self.fields["institution"].label_from_instance = lambda row: in_language(row.name)
        if len(institutions) == 1:
            self.fields["institution"].initial = institutions[0].slug


class RegisterOneForm(RegisterForm):
    """A registration of one student, with the number where there is one already."""

    student_number = forms.CharField(
        label=_("Student number"),
        max_length=_LONGEST,
        required=False,
        help_text=_("Leave it empty when the office gives it later."),
    )


class RegistrationForm(forms.Form):
    """Who pays for a registration."""

    fee_status = forms.ChoiceField(label=_("Fee"), choices=FeeStatus.choices)


class EndRegistrationForm(forms.Form):
    """The last day of a registration."""

    ends_on = _day(_("Last day"), help_text=_("The student number stays given for good."))


class ChooseOfferingForm(forms.Form):
    """The offering in which students shall be enrolled."""

    offering = forms.ModelChoiceField(
        label=_("Course"), queryset=CourseOffering.objects.none(), to_field_name="uuid", empty_label=_("Choose a course")
    )

    def __init__(self, *args: Any, offerings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offering"].queryset = offerings
        self.fields["offering"].label_from_instance = _offering_label


def _offering_label(row: CourseOffering) -> str:
    return f"{row.course.code} {in_language(row.course.title)} · {row.institution.code} · {period(row)}"
