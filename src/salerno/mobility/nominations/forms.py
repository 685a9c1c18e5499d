"""The form of a nomination that comes in."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from salerno.admissions.forms import countries
from salerno.admissions.services.offers import PARIS
from salerno.mobility.enums import Period
from salerno.mobility.models import Condition
from salerno.mobility.nominations.selectors import label_of


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class _Conditions(forms.ModelChoiceField):
    def label_from_instance(self, obj: Condition) -> str:
        return label_of(obj)


class NominationForm(forms.Form):
    """What a partner says of a student."""

    condition = _Conditions(Condition.objects.none(), label=_("Under which agreement"), to_field_name="uuid")
    given_names = forms.CharField(label=_("Given names"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation goes there. The student signs in with this address."))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    period = forms.ChoiceField(label=_("Period"), choices=Period.choices)
    starts_on = _day(_("First day of the stay"))
    ends_on = _day(_("Last day of the stay"))
    answer_until = _day(_("The student can answer until"))
    programme = forms.CharField(label=_("Programme at home"), max_length=200, required=False)
    eqf_level = forms.TypedChoiceField(
        label=_("Level of studies (EQF)"),
        choices=[("", "—"), (6, _("6: first cycle")), (7, _("7: second cycle")), (8, _("8: third cycle"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    isced_f = forms.RegexField(r"^\d{2,4}$", label=_("Field of study (ISCED-F)"), required=False)
    student_number = forms.CharField(
        label=_("Student number at home"),
        max_length=40,
        required=False,
        help_text=_("The European Student Identifier is made of it: without it no transcript can be written for EWP."),
    )
    birth_date = _day(_("Date of birth"), required=False)
    citizenship = forms.ChoiceField(label=_("Citizenship"), choices=countries, required=False)

    def __init__(self, *args: Any, conditions: QuerySet[Condition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"].queryset = conditions

    def clean(self) -> dict[str, Any]:
        """A stay ends after it begins; the day of the answer ends in Paris."""
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("The stay ends after it begins."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the nomination."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "condition"}
        return {**values, "answer_until": datetime.combine(values["answer_until"], time(23, 59), tzinfo=PARIS)}
