"""Forms of traineeships: a week of the log, whom to ask, what the tutor certifies."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from salerno.mobility.enums import Reached
from salerno.mobility.models import LogWeek
from salerno.mobility.traineeships.services.certificates import Evaluation
from salerno.mobility.traineeships.services.log import Written

_WORDS = 4000


def _text(label: Any, rows: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=_WORDS, required=required, widget=area, help_text=help_text)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class WeekForm(forms.Form):
    """A week. A draft can be saved at any time; what is handed in says what was done, and how long."""

    use_required_attribute = False  # the browser would not send a draft

    done = _text(_("What you did"), 6, _("Tasks, methods, whom you worked with. No names of patients, and nothing that is secret."))
    hours = forms.DecimalField(
        label=_("Hours worked"), min_value=0, max_value=100, max_digits=4, decimal_places=1, required=False,
        help_text=_("Of a week off: 0."),
    )  # fmt: skip
    learnt = _text(_("What you learnt"), 4, _("Against what was agreed; what went wrong counts too."))
    outcomes = forms.MultipleChoiceField(
        label=_("Agreed outcomes that this week served"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, agreed: Sequence[str], week: LogWeek | None, is_draft: bool, **kwargs: Any) -> None:
        initial = {name: getattr(week, name) for name in ("done", "hours", "learnt", "outcomes")} if week else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["done"].required = self.fields["hours"].required = not is_draft
        known = list(dict.fromkeys([*agreed, *(week.outcomes if week else [])]))
        if known:
            self.fields["outcomes"].choices = [(text, text) for text in known]
        else:
            del self.fields["outcomes"]

    @property
    def written(self) -> Written:
        """What was typed."""
        data = self.cleaned_data
        return Written(data["done"], data["hours"], data["learnt"], tuple(data.get("outcomes", ())))


class AskForm(forms.Form):
    """In which language the tutor is written to."""

    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES, initial="en")


class TutorForm(forms.Form):
    """Who supervises."""

    name = forms.CharField(label=_("Name of the tutor"), max_length=150)
    email = forms.EmailField(label=_("E-mail address of the tutor"))


class OfficeAskForm(TutorForm, AskForm):
    """Who supervises, and in which language to write."""


class EvaluationForm(forms.Form):
    """What the tutor certifies: the fields of the Erasmus+ traineeship certificate ("After the mobility")."""

    starts_on = _day(_("First day of the traineeship"))
    ends_on = _day(_("Last day of the traineeship"))
    hours = forms.DecimalField(
        label=_("Hours worked in all"), min_value=Decimal("0.5"), max_value=9999, max_digits=5, decimal_places=1
    )
    tasks = _text(_("Programme of the traineeship and tasks carried out"), 6, required=True)
    acquired = _text(
        _("Knowledge, skills and competences acquired"), 6, _("What the trainee can do now: in the mind and with the hands."),
        required=True,
    )  # fmt: skip
    reached = forms.ChoiceField(label=_("Were the agreed outcomes reached?"), choices=Reached.choices, widget=forms.RadioSelect)
    evaluation = _text(_("Evaluation of the trainee"), 6, required=True)
    sector = forms.CharField(label=_("Sector of your organisation"), max_length=120, required=False)
    tutor = forms.CharField(label=_("Your name"), max_length=150)
    position = forms.CharField(label=_("Your position"), max_length=150, required=False)
    is_true = forms.BooleanField(label=_("I was the trainee's tutor, and this is true."))

    @property
    def said(self) -> Evaluation:
        """What was filled in."""
        return Evaluation(**{name: value for name, value in self.cleaned_data.items() if name != "is_true"})


def week_of(text: str) -> date | None:
    """The Monday that an address names; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and day.weekday() == 0 else None
