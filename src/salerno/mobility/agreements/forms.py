"""Forms about agreements: the two sides and the days, the table of conditions, filters, the file of a partner."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.desk.filters import ANY, ListFilter, choice
from salerno.institutions.models import Institution
from salerno.mobility.agreements.ewp_reading import MOST_BYTES
from salerno.mobility.enums import AgreementState, MobilityKind
from salerno.mobility.models import Condition, InterInstitutionalAgreement

_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
_LANGUAGE = re.compile(r"(?P<language>[A-Za-z]{2,3})\s+(?P<level>[A-Ca-c][12])")
_DAY = {"type": "date"}
_NUMBER = {"inputmode": "numeric"}
OUT, IN = "out", "in"


class LevelsField(forms.CharField):
    """Levels of the European Qualifications Framework, ``6, 7``."""

    def prepare_value(self, value: Any) -> Any:
        """As they are typed."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        """The levels, in their order."""
        found = super().clean(value).replace(",", " ").split()
        if any(each not in set("12345678") for each in found):
            raise forms.ValidationError(_("Levels are numbers from 1 to 8, such as 6, 7."))
        return sorted({int(each) for each in found})


class LanguagesField(forms.CharField):
    """Languages with their CEFR levels, ``en B2, fr B1``."""

    def prepare_value(self, value: Any) -> Any:
        """As they are typed."""
        return ", ".join(f"{each['language']} {each['level']}" for each in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, str]]:
        """A list of ``language`` and ``level``, each language once."""
        parts = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        found = [_LANGUAGE.fullmatch(part) for part in parts]
        if not all(found):
            raise forms.ValidationError(_("A language is its code and its level, such as en B2, fr B1."))
        pairs = {each["language"].lower(): each["level"].upper() for each in found if each}
        if len(pairs) < len(parts):
            raise forms.ValidationError(_("Name each language once."))
        return [{"language": language, "level": level} for language, level in pairs.items()]


class AgreementForm(forms.Form):
    """The two sides, which stay as they are once it is prepared, the days and a note."""

    first = forms.ModelChoiceField(Institution.objects.none(), label=gettext_lazy("Your institution"), to_field_name="uuid")
    second = forms.ModelChoiceField(Institution.objects.all(), label=gettext_lazy("Partner"), to_field_name="uuid")
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Both sides approve it with the conditions."),
    )

    def __init__(self, *args: Any, agreement: InterInstitutionalAgreement | None, own: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].queryset = own
        if agreement is not None:
            del self.fields["first"], self.fields["second"]

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "note")}


class ConditionForm(forms.Form):
    """One row of the table. A new row in which nothing is typed is left out."""

    direction = forms.ChoiceField(label=gettext_lazy("Direction"), initial=OUT)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=MobilityKind.choices, initial=MobilityKind.STUDIES)
    isced_f = forms.RegexField(
        r"^\d{4}\Z",
        label=gettext_lazy("Field (ISCED-F)"),
        required=False,
        error_messages={"invalid": gettext_lazy("Four digits of ISCED-F 2013, such as 0988.")},
    )
    eqf_levels = LevelsField(label=gettext_lazy("EQF levels"), required=False, max_length=30)
    places = forms.IntegerField(
        label=gettext_lazy("Places a year"), min_value=1, max_value=9_999, widget=forms.TextInput(attrs=_NUMBER)
    )
    months = forms.DecimalField(
        label=gettext_lazy("Months each"),
        min_value=0,
        max_value=24,
        max_digits=4,
        decimal_places=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    languages = LanguagesField(label=gettext_lazy("Languages (CEFR)"), required=False, max_length=200)

    def __init__(self, *args: Any, codes: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = codes
        self.fields["direction"].choices = [(OUT, f"{first} → {second}"), (IN, f"{second} → {first}")]
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "control", "autocomplete": "off", "aria-label": field.label}
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs["size"] = {"isced_f": 5, "eqf_levels": 6, "languages": 14}.get(name, 4)

    def row(self, first: Institution, second: Institution) -> dict[str, Any]:
        """What the services take."""
        values = {name: self.cleaned_data[name] for name in self.fields if name not in ("direction", "DELETE")}
        ways = {OUT: (first, second), IN: (second, first)}
        sending, receiving = ways[self.cleaned_data["direction"]]
        return {**values, "months": values["months"] or 0, "sending": sending, "receiving": receiving}


class _Conditions(forms.BaseFormSet):
    """The table of conditions."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """The tick that takes a row out has its name, as every cell has."""
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs["aria-label"] = _("Take out")


ConditionFormSet = forms.formset_factory(
    ConditionForm, formset=_Conditions, extra=2, max_num=100, absolute_max=100, can_delete=True
)


def rows_of(conditions: Iterable[Condition], first: Institution) -> list[dict[str, Any]]:
    """What stands in a table of conditions, for its forms."""
    names = ("kind", "isced_f", "eqf_levels", "places", "months", "languages")
    return [
        {**{name: getattr(row, name) for name in names}, "direction": OUT if row.sending_id == first.pk else IN}
        for row in conditions
    ]


class AgreementFilter(ListFilter):
    """Filters of agreements."""

    words = forms.CharField(label=gettext_lazy("Code or note"), max_length=100, required=False)
    state = choice(gettext_lazy("State"), AgreementState.choices)
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False)
    day = forms.DateField(label=gettext_lazy("Holds on"), required=False, widget=forms.DateInput(attrs=_DAY))

    def __init__(self, data: Any, partners: Iterable[Institution]) -> None:
        super().__init__(data)
        self.fields["partner"].choices = [ANY, *((row.slug, row.code) for row in partners)]


class AgreementFileForm(forms.Form):
    """An agreement of a partner."""

    file = forms.FileField(
        label=gettext_lazy("XML file (IIAs 7.0 of Erasmus Without Paper), at most 500 kB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml"}),
    )

    def clean_file(self) -> bytes:
        """Its bytes."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 500 kB."))
        return file.read()
