"""Forms of learning agreements: the tables row by row, the traineeship, signatures that were given elsewhere."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from salerno.common.names import language_name
from salerno.mobility.enums import MobilityKind
from salerno.mobility.papers.body import DELETED, TABLES, TERMS, Blended, Body, Row, Traineeship

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
LANGUAGES = ("en", "fr", "it", "sv", "es", "ca", "de")
REASONS = {
    "not-available": _("Taken out: it is not available there"),
    "language-mismatch": _("Taken out: it is taught in another language"),
    "timetable-conflict": _("Taken out: it clashes in the timetable"),
    "substituting-deleted": _("Added: it takes the place of another"),
    "extending-mobility": _("Added: the stay is made longer"),
    "adding-virtual-component": _("Added: a virtual component"),
}
INSURERS = [
    ("", _("Nobody")),
    ("sending", _("The sending institution")),
    ("receiving", _("The receiving organisation")),
    ("both", _("Both")),
]
_CREDITS = {"max_digits": 4, "decimal_places": 1, "min_value": Decimal("0.5"), "max_value": Decimal(60)}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class HeadForm(forms.Form):
    """What stands beside the tables."""

    language = forms.ChoiceField(label=_("Language in which you are taught there"))
    level = forms.ChoiceField(
        label=_("Your level in it on arrival"), choices=[("", "—"), *((level, level) for level in LEVELS)], required=False
    )
    provisions_url = forms.URLField(
        label=_("Page with what holds if something goes wrong"), required=False, assume_scheme="https", max_length=300
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, language_name(code)) for code in LANGUAGES]


class RowForm(forms.Form):
    """One row of a table. ``known``: rows by code whose title and credits need not be typed again."""

    code = forms.CharField(label=_("Code"), max_length=30, required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    ects = forms.DecimalField(label=_("ECTS"), required=False, **_CREDITS)
    term = forms.ChoiceField(label=_("Term"), choices=[(term, term) for term in TERMS], initial="1/2", required=False)
    reason = forms.ChoiceField(label=_("Why it changes"), required=False)
    reason_text = forms.CharField(label=_("Another reason"), max_length=200, required=False)

    def __init__(self, *args: Any, known: Mapping[str, Row], is_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if is_change:
            self.fields["reason"].choices = [("", "—"), *REASONS.items()]
        else:
            del self.fields["reason"], self.fields["reason_text"]

    def clean(self) -> dict[str, Any]:
        """Fill in what is known of the code; a row with neither code nor title is none."""
        values = super().clean()
        known = self.known.get(values.get("code", ""))
        if known:
            values["title"] = values.get("title") or known.title
            values["ects"] = known.ects if values.get("ects") is None else values["ects"]
        if values.get("title") and values.get("ects") is None and "ects" not in self.errors:
            self.add_error("ects", _t("Say how many credits it has."))
        if values.get("code") and not values.get("title"):
            self.add_error("title", _t("This code is not known here: give the title as well."))
        return values

    @property
    def row(self) -> Row | None:
        """The row, if it is one and can be read. A row that is taken out of a change stays, marked."""
        values = self.cleaned_data if self.is_valid() else {}
        if not values.get("title"):
            return None
        names = {field.name for field in fields(Row)}
        row = Row(**{name: value for name, value in values.items() if name in names and value is not None})
        if not values.get("DELETE"):
            return row
        return Row(**{**asdict(row), "status": DELETED}) if "reason" in self.fields else None


class RecognisedForm(RowForm):
    """A row of table B: a course of the student's regulations, when those are known."""

    instead_of = forms.CharField(
        label=_("Recognised for"), max_length=200, required=False, help_text=_("Codes in table A or C, divided by commas.")
    )
    conditions = forms.CharField(
        label=_("Condition"), max_length=300, required=False, help_text=_("Leave it empty: recognition is automatic.")
    )
    field_order = ["code", "title", "ects", "term", "instead_of", "conditions"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.known:
            initial = self.initial.get("code", "")
            named = {code: f"{code} · {row.title}" for code, row in self.known.items()}
            if initial and initial not in named:
                named[initial] = initial
            self.fields["code"] = forms.ChoiceField(
                label=_("Course of your regulations"), choices=[("", "—"), *named.items()], required=False
            )
            self.order_fields(self.field_order)


class VirtualForm(RowForm):
    """A row of table C."""

    description = forms.CharField(
        label=_("Short description"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["code", "title", "ects", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["term"]


class TraineeshipForm(forms.Form):
    """The traineeship. What is missing is told by the checks, so that a draft can be saved at any time."""

    title = forms.CharField(label=_("Title of the traineeship"), max_length=200, required=False)
    hours_per_week = forms.DecimalField(
        label=_("Working hours a week"), max_digits=3, decimal_places=1, min_value=0, max_value=60, required=False
    )
    programme = forms.CharField(label=_("Programme of tasks"), max_length=4000, required=False, widget=forms.Textarea)
    knowledge = forms.CharField(
        label=_("Knowledge, skills and competences to be acquired"), max_length=4000, required=False, widget=forms.Textarea
    )
    monitoring = forms.CharField(label=_("How it is monitored"), max_length=2000, required=False, widget=forms.Textarea)
    evaluation = forms.CharField(label=_("How it is evaluated"), max_length=2000, required=False, widget=forms.Textarea)
    support = forms.CharField(label=_("Financial support or in kind"), max_length=300, required=False)
    supervisor_name = forms.CharField(label=_("Supervisor at the host"), max_length=150, required=False)
    supervisor_email = forms.EmailField(label=_("E-mail of the supervisor"), required=False)
    mentor_name = forms.CharField(label=_("Contact at home"), max_length=150, required=False)
    mentor_email = forms.EmailField(label=_("E-mail of the contact at home"), required=False)
    accident_by = forms.ChoiceField(label=_("Insures you against accidents"), choices=INSURERS, required=False)
    liability_by = forms.ChoiceField(label=_("Insures you against liability"), choices=INSURERS, required=False)

    @property
    def traineeship(self) -> Traineeship:
        """What can be read of it."""
        read = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return Traineeship(**read)


class BlendedForm(forms.Form):
    """The two parts of a blended or short mobility. What is missing is told by the checks."""

    physical_starts_on = _day(_("First day there"))
    physical_ends_on = _day(_("Last day there"))
    virtual = forms.CharField(
        label=_("What you do online, and with whom"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    virtual_starts_on = _day(_("First day of the virtual part"))
    virtual_ends_on = _day(_("Last day of the virtual part"))

    @property
    def blended(self) -> Blended:
        """What can be read of it."""
        return Blended(**self.cleaned_data)


_ROW_FORMS = {"studied": RowForm, "recognised": RecognisedForm, "virtual": VirtualForm}
_ROWS = {"max_num": 60, "absolute_max": 60, "can_delete": True, "can_delete_extra": False}
_EMPTY_ROWS = {"virtual": 1}


class PaperForms:
    """All forms of one version. ``known``: by table, rows whose code is enough."""

    def __init__(self, data: Any, *, body: Body, known: Mapping[str, Mapping[str, Row]], is_change: bool, kind: str) -> None:
        self.head = HeadForm(data, initial={name: getattr(body, name) for name in HeadForm.base_fields})
        initial = asdict(body.traineeship) if body.traineeship else {}
        is_traineeship = kind == MobilityKind.TRAINEESHIP
        self.traineeship = TraineeshipForm(data, initial=initial, prefix="traineeship") if is_traineeship else None
        initial = asdict(body.blended) if body.blended else {}
        self.blended = BlendedForm(data, initial=initial, prefix="blended") if kind == MobilityKind.BLENDED else None
        self.tables = {
            name: forms.formset_factory(_ROW_FORMS[name], **_ROWS, extra=_EMPTY_ROWS.get(name, 2))(
                data,
                prefix=name,
                initial=[{**asdict(row), "DELETE": not row.is_live} for row in getattr(body, name)],
                form_kwargs={"known": known.get(name, {}), "is_change": is_change},
            )
            for name in (("recognised",) if is_traineeship else TABLES)
        }
        for table in self.tables.values():
            for form in table.initial_forms:
                form.fields["DELETE"].label = _("Take this row out")

    @property
    def _all(self) -> list[Any]:
        return [self.head, *filter(None, (self.traineeship, self.blended)), *self.tables.values()]

    def is_valid(self) -> bool:
        """Whether all of it can be read."""
        return all([each.is_valid() for each in self._all])

    @property
    def body(self) -> Body:
        """What can be read, whole or not."""
        self.is_valid()
        head = {name: value for name, value in self.head.cleaned_data.items() if value is not None}
        tables = {name: tuple(row for form in table if (row := form.row)) for name, table in self.tables.items()}
        traineeship = self.traineeship.traineeship if self.traineeship else None
        return Body(**head, **tables, traineeship=traineeship, blended=self.blended.blended if self.blended else None)


class ReasonForm(forms.Form):
    """What to say about it."""

    text = forms.CharField(label=_("What should be different?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class CommentForm(forms.Form):
    """A comment."""

    text = forms.CharField(label=_("Your comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ElsewhereForm(forms.Form):
    """A signature that an institution gave on paper."""

    name = forms.CharField(label=_("Who signed"), max_length=200)
    position = forms.CharField(label=_("Position there"), max_length=200)
    scan = forms.FileField(
        label=_("The signed paper as PDF, at most 20 MB"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf"})
    )


class AnswerForm(forms.Form):
    """A partner's answer as a file of EWP."""

    file = forms.FileField(label=_("The answer as XML, at most 1 MB"), widget=forms.ClearableFileInput(attrs={"accept": ".xml"}))

    def clean_file(self) -> UploadedFile:
        """No more than an answer can be long: it is shown before it is done, so it travels twice."""
        if self.cleaned_data["file"].size > 1_000_000:
            raise forms.ValidationError(_t("The file is larger than 1 MB."))
        return self.cleaned_data["file"]
