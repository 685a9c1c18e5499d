"""Forms of examination boards."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.awards.boards import rules
from salerno.awards.boards.selectors.boards import Candidate, StudentPage
from salerno.awards.enums import Decision, Vote
from salerno.awards.models import BoardMember
from salerno.common.translated import in_language
from salerno.institutions.models import Institution
from salerno.people.models import Person, RoleAssignment
from salerno.people.querysets import RoleQuerySet

_VOTE = "vote-"


class ConveneForm(forms.Form):
    """Who sits on a board, when and where. ``seats``: the roles that let somebody sit."""

    held_on = forms.DateField(label=gettext_lazy("Day of the meeting"), widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Members"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Board members and coordinators of the institutions that award the degree."),
    )
    chair = forms.ChoiceField(
        label=gettext_lazy("Chair"),
        help_text=gettext_lazy("One of the members; opens and closes the meeting, and signs the minutes."),
    )

    def __init__(self, *args: Any, seats: RoleQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = seats.select_related("person", "institution").order_by("institution__position", "person__full_name", "pk")
        self._seats: dict[str, RoleAssignment] = {f"{row.person.uuid}@{row.institution.schac}": row for row in rows}
        self._people = {str(row.person.uuid): row.person for row in self._seats.values()}
        self.fields["members"].choices = [
            (key, f"{row.person.display_name} · {in_language(row.institution.name)}") for key, row in self._seats.items()
        ]
        self.fields["chair"].choices = [("", "—"), *((key, person.display_name) for key, person in self._people.items())]

    def clean_members(self) -> dict[Person, Institution]:
        """Each member with the institution for which they sit."""
        rows = [self._seats[key] for key in self.cleaned_data["members"]]
        if len({row.person_id for row in rows}) < len(rows):
            raise forms.ValidationError(_("A member sits for one institution only."))
        return {row.person: row.institution for row in rows}

    def clean_chair(self) -> Person:
        """Whoever is in the chair."""
        return self._people[self.cleaned_data["chair"]]

    def clean(self) -> dict[str, Any]:
        """The chair is one of the members."""
        members, chair = self.cleaned_data.get("members"), self.cleaned_data.get("chair")
        if members and chair and chair not in members:
            self.add_error("chair", _("Name one chair among the members."))
        return self.cleaned_data


class AgendaForm(forms.Form):
    """Students of the cohort to be put on the agenda by hand."""

    students = forms.MultipleChoiceField(label=gettext_lazy("Students"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._students = {str(row.student.uuid): row.student for row in candidates}
        self.fields["students"].choices = [(str(row.student.uuid), _said(row)) for row in candidates]

    def clean_students(self) -> list[Any]:
        """The students who were ticked."""
        return [self._students[key] for key in self.cleaned_data["students"]]


def _said(row: Candidate) -> str:
    numbers = {"name": row.student.full_name, "n": row.satisfied, "all": row.rules}
    return _("%(name)s: %(n)d of %(all)d rules satisfied") % numbers


class DecideForm(forms.Form):
    """The decision on one student, how each member voted who may vote, and why."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Needed to defer, to refuse, and wherever the decision differs from the proposal. It stands in the minutes."
        ),
    )

    def __init__(self, *args: Any, page: StudentPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [
            (decision.value, _("%(decision)s (clause %(number)s)") % {"decision": decision.label, "number": clause})
            for decision, clause in ((each, page.facts.decisions[each]) for each in Decision)
        ]
        self.fields["decision"].initial = page.item.proposal
        away = rules.in_conflict(page.item)
        for member in page.members:
            if member.is_present and member.pk not in away:
                self.fields[f"{_VOTE}{member.pk}"] = _vote_of(member)

    vote_choices = Vote.choices

    @property
    def vote_fields(self) -> list[forms.BoundField]:
        """The fields of those who may vote."""
        return [field for field in self if field.name.startswith(_VOTE)]

    @property
    def votes(self) -> dict[int, str]:
        """How each member (primary key) voted."""
        return {int(name.removeprefix(_VOTE)): value for name, value in self.cleaned_data.items() if name.startswith(_VOTE)}

    def clean(self) -> dict[str, Any]:
        """SECURITY: no vote is dropped in silence that was cast for somebody who has left meanwhile."""
        gone = [name for name in self.data if name.startswith(_VOTE) and name not in self.fields]
        if gone and not self.errors:
            raise forms.ValidationError(
                _("A vote was cast for somebody who is not present, or may not judge. Look at the votes again.")
            )
        return self.cleaned_data


def _vote_of(member: BoardMember) -> forms.ChoiceField:
    label = f"{member.person.display_name} ({member.institution.code})"
    return forms.ChoiceField(label=label, choices=Vote.choices, widget=forms.RadioSelect)


class ChairForm(forms.Form):
    """Who takes the chair, and why."""

    member = forms.ChoiceField(label=gettext_lazy("Who takes the chair"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("It stands in the minutes."))

    def __init__(self, *args: Any, members: list[BoardMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {str(row.pk): row for row in members}
        choices = [(key, f"{row.person.display_name} · {in_language(row.institution.name)}") for key, row in self._members.items()]
        self.fields["member"].choices = choices

    def clean_member(self) -> BoardMember:
        """The member's seat."""
        return self._members[self.cleaned_data["member"]]


class ConflictForm(forms.Form):
    """Who cannot judge a student, and why, as far as they wish to say."""

    member = forms.ChoiceField(label=gettext_lazy("Member"))
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("As much as you wish to say: the board reads it."),
    )

    def __init__(self, *args: Any, members: list[BoardMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {str(row.pk): row for row in members}
        self.fields["member"].choices = [(key, row.person.display_name) for key, row in self._members.items()]

    def clean_member(self) -> BoardMember:
        """The member's seat."""
        return self._members[self.cleaned_data["member"]]
