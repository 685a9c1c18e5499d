"""Forms of results and of what is decided on them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.awards.grading.scales import scales
from salerno.mobility.enums import RecognitionState
from salerno.mobility.models import Mobility, Recognition
from salerno.mobility.recognition.host_results import MOST_BYTES
from salerno.mobility.recognition.selectors import could_count_with, courses_for, title_of
from salerno.mobility.recognition.services import Line

_WORDS = 2000
_DAY = {"type": "date"}


def _credits(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=4, decimal_places=1, min_value=Decimal("0.5"))


class ResultForm(forms.Form):
    """One result, by hand."""

    title = forms.CharField(label=_("Title at the host"), max_length=300)
    code = forms.CharField(label=_("Code at the host"), max_length=60, required=False)
    ects = _credits(_("ECTS credits"))
    earned_on = forms.DateField(label=_("Day of the result"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    value = forms.CharField(label=_("Grade"), max_length=40, required=False)
    scale = forms.ChoiceField(label=_("Scale"), required=False, help_text=_("Needed to convert the grade."))
    isced_f = forms.RegexField(
        r"^\d{2,4}$", label=_("Field of study (ISCED-F)"), required=False, help_text=_("Two to four digits, such as 0988.")
    )
    is_passed = forms.BooleanField(label=_("Passed"), required=False, initial=True)

    def __init__(self, *args: Any, mobility: Mobility, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"].choices = [("", _("Another scale")), *((code, code) for code in sorted(scales()))]
        own = mobility.place.institution.grading_scale
        self.fields["scale"].initial = own.code if own else ""

    @property
    def line(self) -> Line:
        """What was typed."""
        return Line(**self.cleaned_data)


class TranscriptForm(forms.Form):
    """A transcript of records as a file."""

    file = forms.FileField(label=_("Transcript (XML)"), help_text=_("An EWP transcript of records or an ELMO, up to 4 MB."))

    def clean_file(self) -> Any:
        """SECURITY: nothing large is parsed."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 4 MB."))
        return file


class DecisionForm(forms.Form):
    """Recognise as a course, or refuse with a reason."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=[("recognise", _("Recognise")), ("refuse", _("Do not recognise"))], widget=forms.RadioSelect
    )
    course_code = forms.ChoiceField(label=_("As which course"), required=False)
    together = forms.MultipleChoiceField(
        label=_("Together with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several results that are one course at home. They count without a grade; each keeps its own at the host."),
    )
    ects = forms.DecimalField(label=_("ECTS credits"), max_digits=4, decimal_places=1, min_value=Decimal("0.5"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A refusal needs one: the student reads it."),
    )

    def __init__(self, *args: Any, recognition: Recognition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = courses_for(recognition.result.mobility)
        self.fields["course_code"].choices = [("", _("Choose a course")), *((each.code, title_of(each)) for each in courses)]
        known = {each.code for each in courses}
        self.fields["course_code"].initial = recognition.course_code if recognition.course_code in known else ""
        self._offer_together(recognition)
        if not recognition.result.is_passed:
            self.fields["outcome"].choices = [("refuse", _("Do not recognise"))]

    def _offer_together(self, recognition: Recognition) -> None:
        """Ticked are those for which the same course is proposed, with the credits of all."""
        self.others = could_count_with(recognition) if recognition.state == RecognitionState.WAITING else []
        own = recognition.ects or recognition.result.ects
        same = [row for row in self.others if row.course_code and row.course_code == recognition.course_code]
        self.fields["ects"].initial = sum((row.result.ects for row in same), own)
        if not self.others or not recognition.result.is_passed:
            del self.fields["together"]
            return
        self.fields["together"].choices = [
            (str(row.uuid), f"{row.result.code} {row.result.title} ({row.result.ects.normalize():f} ECTS)".strip())
            for row in self.others
        ]
        self.fields["together"].initial = [str(row.uuid) for row in same]

    @property
    def chosen(self) -> list[Recognition]:
        """The rows that are recognised together with this one."""
        wanted = set(self.cleaned_data.get("together", []))
        return [row for row in self.others if str(row.uuid) in wanted]

    def clean(self) -> dict[str, Any]:
        """What a recognition needs."""
        data = super().clean()
        if data.get("outcome") == "recognise":
            for name in ("course_code", "ects"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("A recognition needs this."))
        return data


class AppealAnswerForm(DecisionForm):
    """The answer to an appeal, with its reason either way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            ("recognise", _("Recognise after all")),
            ("refuse", _("The refusal stands")),
        ][0 if len(self.fields["outcome"].choices) > 1 else 1 :]
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _("The student reads it.")


class AppealForm(forms.Form):
    """Why a refusal should be looked at again."""

    text = forms.CharField(label=_("Why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
