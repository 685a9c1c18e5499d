"""Forms of theses: proposing, depositing, naming a jury, announcing, grading."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from salerno.awards.grading.scales import scale_of
from salerno.awards.models import Thesis
from salerno.awards.theses.rules import Seat
from salerno.awards.theses.services.theses import Proposal
from salerno.common.names import language_name
from salerno.common.translated import in_language

_DAY = {"type": "date"}
_CHOOSE = ("", _("Choose"))


def key_of(seat: Seat) -> str:
    """A seat as the value of a choice."""
    return f"{seat.person.uuid} {seat.institution.uuid}"


def grouped(seats: Iterable[Seat]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Seats as choices under their institutions, in the order given."""
    return [
        (in_language(institution.name), [(key_of(seat), seat.person.display_name) for seat in some])
        for institution, some in groupby(seats, key=lambda seat: seat.institution)
    ]


class TitledForm(forms.Form):
    """A form with a title in each of ``languages``, English first and required."""

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {}
        for code in dict.fromkeys(["en", *languages]):
            label = _t("Title in %(language)s") % {"language": language_name(code)}
            titles[f"title_{code}"] = forms.CharField(label=label, max_length=300, required=code == "en")
        self.fields = {**titles, **self.fields}

    @property
    def title(self) -> dict[str, str]:
        """The title by language, without empty ones."""
        named = {name.removeprefix("title_"): text for name, text in self.cleaned_data.items() if name.startswith("title_")}
        return {code: text for code, text in named.items() if text}


def titles_of(thesis: Thesis | None) -> dict[str, str]:
    """The title as initial values of a ``TitledForm``."""
    return {f"title_{code}": text for code, text in thesis.title.items()} if thesis else {}


class ProposalForm(TitledForm):
    """What a student proposes; ``seats`` are the people who may be chosen."""

    abstract = forms.CharField(
        label=_("What it is about"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The question, the data and the method, in the language of the thesis. 4000 characters at most."),
    )
    starts_on = forms.DateField(label=_("Begins on"), widget=forms.DateInput(attrs=_DAY))
    ends_on = forms.DateField(label=_("To be deposited by"), widget=forms.DateInput(attrs=_DAY))
    first = forms.ChoiceField(label=_("First supervisor"))
    second = forms.ChoiceField(
        label=_("Second supervisor"), help_text=_("Of another institution, in another country. Ask both before you propose.")
    )

    def __init__(self, *args: Any, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, languages=[code for seat in seats for code in seat.institution.languages], **kwargs)
        self._seats = {key_of(seat): seat for seat in seats}
        for name in ("first", "second"):
            self.fields[name].choices = [_CHOOSE, *grouped(seats)]

    @property
    def proposal(self) -> Proposal:
        """What the service takes."""
        values = self.cleaned_data
        return Proposal(
            title=self.title,
            abstract=values["abstract"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            supervisors=(self._seats[values["first"]], self._seats[values["second"]]),
        )


class DepositForm(TitledForm):
    """A version of a thesis. ``today`` is the day before which no embargo ends."""

    file = forms.FileField(
        label=_("Thesis as PDF"),
        help_text=_("20 MB at most, without a password. It is kept exactly as you send it."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    embargo_until = forms.DateField(
        label=_("Confidential until"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
        help_text=_(
            "Until the end of this day, you, your supervisors and the jury alone can open the file. Empty: not confidential."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_embargo_until(self) -> date | None:
        """An embargo that is over protects nothing."""
        until = self.cleaned_data["embargo_until"]
        if until and until < self._today:
            raise forms.ValidationError(_t("This day has passed. Choose a later one, or leave it empty."))
        return until

    @property
    def source(self) -> Any:
        """The file that the service reads."""
        upload: UploadedFile = self.cleaned_data["file"]
        return upload.file


class JuryForm(forms.Form):
    """Who judges, and who chairs. Gives ``seats`` and ``chair``."""

    members = forms.MultipleChoiceField(
        label=_("Members"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least two, and one of each supervising institution. They open the thesis as soon as they are named."),
    )
    chair = forms.ChoiceField(label=_("Chair"), help_text=_("One of the members, and no supervisor: confirms the grade."))

    def __init__(self, *args: Any, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seats = {key_of(seat): seat for seat in seats}
        self.fields["members"].choices = grouped(seats)
        self.fields["chair"].choices = [_CHOOSE, *grouped(seats)]

    def clean(self) -> dict[str, Any]:
        """What the service takes; one who teaches at two institutions has one seat, for the one that was ticked first."""
        values = super().clean()
        if self.errors:
            return values
        seats = {self._seats[key].person.pk: self._seats[key] for key in reversed(values["members"])}
        return {"seats": list(reversed(seats.values())), "chair": self._seats[values["chair"]].person}


class DefenceForm(forms.Form):
    """When and where."""

    defence_at = forms.DateTimeField(
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Room and address, or the address of the video meeting."))

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["defence_at"].help_text = _t("In your time zone: %(zone)s.") % {"zone": zone}


class ThesisReasonForm(forms.Form):
    """Why something comes back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands on the page of the thesis."),
    )


class ThesisGradeForm(forms.Form):
    """The jury's grade in the scale of the institution that examines."""

    text = forms.CharField(label=_("Grade of the jury"), max_length=20)

    def __init__(self, *args: Any, thesis: Thesis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = thesis.enrolment.offering.institution.grading_scale
        if scale is not None:
            known = scale_of(scale.code)
            names = ", ".join([*([known.honours] if known.honours else []), *known.passing, *known.failing])
            self.fields["text"].help_text = " ".join(filter(None, (in_language(scale.name), names and f"({names})")))
