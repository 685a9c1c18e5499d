"""Forms of what staff do."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.models import Course, CourseOffering
from salerno.common.names import language_name
from salerno.common.translated import in_language
from salerno.institutions.models import Institution
from salerno.people.enums import Role

MAX_ADDRESSES = 200
_REASON_HELP = _("The learner reads it, and it stays in the record of acts. Nothing about health or private life.")


class ReasonForm(forms.Form):
    """Why something is done to somebody."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_REASON_HELP)


class AddressesForm(forms.Form):
    """A pasted list of e-mail addresses, separated by whatever stands between them."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("One in a line, or separated by commas, semicolons or spaces. 200 at most at a time."),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_addresses(self) -> list[str]:
        """Each address once, in lower case, in the order given. ``Name <address>`` is understood."""
        text = self.cleaned_data["addresses"].replace("\x00", "")
        words = [word.strip("<>\"'()") for word in re.split(r"[\s,;]+", text)]
        found = list(dict.fromkeys(word.lower() for word in words if "@" in word))
        if not found:
            raise ValidationError(gettext("There is no e-mail address in this text."))
        if len(found) > MAX_ADDRESSES:
            said = gettext("These are %(n)d addresses; %(most)d at most can be enrolled at a time.")
            raise ValidationError(said % {"n": len(found), "most": MAX_ADDRESSES})
        if wrong := [word for word in found if not _is_address(word)]:
            said = gettext("Not an e-mail address: %(words)s. Correct or delete it.")
            raise ValidationError(said % {"words": ", ".join(wrong[:5])})
        return found


def _is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return True


class OfferingForm(forms.ModelForm):
    """Dates, seats, language, mode of an offering."""

    language = forms.ChoiceField(label=_("Language"))

    class Meta:
        model = CourseOffering
        fields = ["starts_on", "ends_on", "enrol_from", "enrol_until", "seats", "language", "mode", "is_public"]
        labels = {
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "enrol_from": _("Enrolment opens"),
            "enrol_until": _("Enrolment closes"),
            "seats": _("Seats"),
            "mode": _("How it is given"),
            "is_public": _("Shown in the catalogue"),
        }
        help_texts = {
            "starts_on": _("Leave the days empty for a course that one may study at any time."),
            "seats": _("Empty: as many as come."),
            "is_public": _("When not, only those whom you enrol or invite find it."),
        }
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "enrol_from": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "enrol_until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "seats": forms.NumberInput(attrs={"min": 1}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys([*(code for code, _name in settings.LANGUAGES), self.instance.language or "en"])
        self.fields["language"].choices = [(code, language_name(code)) for code in codes]

    def clean(self) -> dict[str, Any]:
        """Days and moments in their order."""
        values = super().clean()
        if values.get("starts_on") and values.get("ends_on") and values["starts_on"] > values["ends_on"]:
            self.add_error("ends_on", gettext("The last day lies before the first."))
        opens, closes = values.get("enrol_from"), values.get("enrol_until")
        if opens and closes and opens >= closes:
            self.add_error("enrol_until", gettext("Enrolment would close before it opens."))
        return values

    def offering_values(self) -> dict[str, Any]:
        """What ``change_offering`` and ``open_offering`` take."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewOfferingForm(OfferingForm):
    """An offering that does not exist yet: of which course, by whom."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none(), empty_label=_("Choose a course"))
    institution = forms.ModelChoiceField(
        label=_("Given by"), queryset=Institution.objects.none(), empty_label=_("Choose an institution")
    )

    field_order = ["course", "institution"]

    def __init__(self, *args: Any, courses: Any, institutions: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        self.fields["course"].label_from_instance = lambda row: f"{row.code} · {in_language(row.title)}"
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=[row.pk for row in institutions])
        self.fields["institution"].label_from_instance = lambda row: in_language(row.name)


class RoleForm(forms.Form):
    """A role at one of the institutions that the person governs."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    institution = forms.ModelChoiceField(
        label=_("At"), queryset=Institution.objects.none(), to_field_name="slug", empty_label=_("Choose an institution")
    )

    def __init__(self, *args: Any, institutions: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=[row.pk for row in institutions])
        self.fields["institution"].label_from_instance = lambda row: in_language(row.name)
        if len(institutions) == 1:
            self.fields["institution"].initial = institutions[0].slug


class RoleByAddressForm(RoleForm):
    """A role for somebody who has an account and is not yet among the institution's people."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("Of an account on this campus."))

    field_order = ["email", "role", "institution"]


class AnswerForm(forms.Form):
    """The answer to a problem report."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It goes by e-mail to who reported the problem, and closes the report."),
    )


class LegalTextForm(forms.Form):
    """The next version of a legal text."""

    body = forms.CharField(
        label=_("Text"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Markdown: headings with ##, lists with -, links as [word](address)."),
    )
    change = forms.CharField(
        label=_("What changes"),
        max_length=200,
        help_text=_("One sentence; it stands beside the version."),
    )
