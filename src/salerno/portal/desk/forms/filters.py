"""Filters of the desk's lists: they stand in the address."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.models import Course
from salerno.credentials.enums import State as CredentialState
from salerno.desk.filters import ANY, ListFilter, choice
from salerno.enrolment.enums import State as EnrolmentState
from salerno.institutions.models import Institution
from salerno.learning.enums import ReportState
from salerno.people.enums import Role
from salerno.portal.desk.act_words import act_in_words
from salerno.portal.desk.selectors.acts import ActFilters
from salerno.portal.desk.selectors.issued import CredentialFilters
from salerno.portal.desk.selectors.offerings import OfferingFilters
from salerno.portal.desk.selectors.people import PersonFilters
from salerno.portal.desk.selectors.studies import StudyFilters


class OfInstitutionFilter(ListFilter):
    """A list that may be narrowed to one of the person's institutions; the field is left out when there is one."""

    institution = forms.ChoiceField(label=_("Institution"), required=False)

    def __init__(self, data: Any, institutions: list[Institution]) -> None:
        super().__init__(data)
        self.fields["institution"].choices = [ANY, *((row.slug, row.code) for row in institutions)]
        if len(institutions) < 2:
            del self.fields["institution"]


class OfferingFilter(OfInstitutionFilter):
    """Filters of offerings."""

    words = forms.CharField(label=_("Course"), max_length=100, required=False)
    when = choice(_("Dates"), [("running", _("Running now")), ("coming", _("To come")), ("over", _("Over"))])
    language = choice(_("Language"), settings.LANGUAGES)

    field_order = ["words", "when", "language", "institution"]

    def filters(self) -> OfferingFilters:
        """The filters that were understood."""
        return OfferingFilters(**self.understood)


class LearnerFilter(ListFilter):
    """Filters of an offering's learners."""

    words = forms.CharField(label=_("Name or e-mail"), max_length=100, required=False)
    state = choice(_("State"), EnrolmentState.choices)


class PersonFilter(OfInstitutionFilter):
    """Filters of people."""

    words = forms.CharField(label=_("Name or e-mail"), max_length=100, required=False)
    role = choice(_("Role"), Role.choices)

    field_order = ["words", "role", "institution"]

    def filters(self) -> PersonFilters:
        """The filters that were understood."""
        return PersonFilters(**self.understood)


class CredentialFilter(OfInstitutionFilter):
    """Filters of credentials."""

    words = forms.CharField(label=_("Name, e-mail or course code"), max_length=100, required=False)
    state = choice(_("State"), CredentialState.choices)

    field_order = ["words", "state", "institution"]

    def filters(self) -> CredentialFilters:
        """The filters that were understood."""
        return CredentialFilters(**self.understood)


class StudyFilter(ListFilter):
    """Filters of problem reports and reflections: by course and words."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    course = forms.ChoiceField(label=_("Course"), required=False)

    def __init__(self, data: Any, courses: list[Course]) -> None:
        super().__init__(data)
        self.fields["course"].choices = [ANY, *((row.slug, row.code) for row in courses)]

    def filters(self) -> StudyFilters:
        """The filters that were understood."""
        return StudyFilters(**self.understood)


class ReportFilter(StudyFilter):
    """Filters of problem reports."""

    state = choice(_("State"), ReportState.choices)

    field_order = ["state", "words", "course"]


def _day(label: Any) -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class ActFilter(ListFilter):
    """Filters of the record of acts."""

    action = forms.ChoiceField(label=_("Act"), required=False)
    person = forms.CharField(label=_("Person: name, e-mail or number"), max_length=100, required=False)
    since = _day(_("From the day"))
    until = _day(_("To the day"))

    def __init__(self, data: Any, actions: list[str]) -> None:
        super().__init__(data)
        self.fields["action"].choices = [ANY, *((name, act_in_words(name)) for name in actions)]

    def filters(self) -> ActFilters:
        """The filters that were understood."""
        return ActFilters(**self.understood)
