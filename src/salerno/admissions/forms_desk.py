"""Forms of the desk: filters of lists, decisions, eligibility, reviews, conflicts of interest, appeals, reviewers."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.admissions.enums import ApplicationState, ConflictKind, Outcome, ReviewState
from salerno.admissions.models import Call, Review
from salerno.admissions.selectors.ranking import Ranking
from salerno.admissions.services.deciding import Choice
from salerno.admissions.services.reviewing import Finding
from salerno.admissions.terms import Rubric
from salerno.common.translated import in_language
from salerno.desk.filters import ListFilter, choice
from salerno.institutions.models import Institution
from salerno.people.models import Person, RoleAssignment

_OUTCOME, _REASON, _NOTE = "outcome-", "reason-", "note-"
_WORDS = 2000


def tracks_of(call: Call) -> list[tuple[str, str]]:
    """Its tracks, as choices."""
    return [(slug, in_language(title)) for slug, title in call.read_tracks.items()]


class RankingFilter(ListFilter):
    """What of the ranking is shown."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"] = choice(_("Proposal"), Outcome.choices)
        self.fields["track"] = choice(_("Track"), tracks_of(call))


class ApplicationsFilter(ListFilter):
    """Which applications are shown."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=80)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [each for each in ApplicationState.choices if each[0] not in ("draft", "withdrawn")]
        self.fields["state"] = choice(_("State"), shown)
        self.fields["track"] = choice(_("Track"), tracks_of(call))
        self.fields["missing"] = choice(_("Papers"), [("yes", _("Some are missing")), ("no", _("All are here"))])
        self.fields["disagrees"] = choice(_("Reviewers"), [("yes", _("They disagree"))])


class ReviewsFilter(ListFilter):
    """Which of one's reviews are shown."""

    state = choice(gettext_lazy("State"), [each for each in ReviewState.choices if each[0] != "recused"])


class DecisionsForm:
    """What the committee wants, read from a page of the ranking or of the letters.

    ``item``: which applications; ``outcome-<uuid>``: what for each (nothing: as is proposed), with ``reason-`` and ``note-``;
    ``all``: the ``proposed`` as they are.
    """

    def __init__(self, data: MultiValueDict, *, ranking: Ranking, proposed: Sequence[str]) -> None:
        self.seen = data.get("seen", "")
        self._data, self._ranking = data, ranking
        keys = list(proposed) if "all" in data else dict.fromkeys(data.getlist("item"))
        self.choices = {key: wanted for key in keys if is_key(key) and (wanted := self._choice(key))}

    def _choice(self, key: str) -> Choice | None:
        ranked = self._ranking.of(key)
        wanted = self._data.get(_OUTCOME + key) or (ranked.proposal.value if ranked else "")
        if wanted not in Outcome.values:
            return None
        reason, note = (self._data.get(name + key, "").strip()[:_WORDS] for name in (_REASON, _NOTE))
        return Choice(Outcome(wanted), reason, note)

    def until(self, default: date) -> date | None:
        """The last day of the offers; None for a text that is no day."""
        try:
            return date.fromisoformat(self._data["until"]) if "until" in self._data else default
        except ValueError:
            return None


def is_key(text: str) -> bool:
    """Whether ``text`` is a uuid as addresses and forms write it."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


class FindingForm(forms.Form):
    """Whether applications are eligible; whoever is not reads why."""

    eligible = forms.ChoiceField(
        label=gettext_lazy("Finding"),
        choices=[("yes", gettext_lazy("Eligible: to be reviewed")), ("no", gettext_lazy("Not eligible"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The applicant reads it. Needed when the application is not eligible."),
    )

    def clean(self) -> dict[str, Any]:
        """A negative finding has a reason."""
        if self.cleaned_data.get("eligible") == "no" and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", _("Say which rule is not met, and why."))
        return self.cleaned_data

    @property
    def finding(self) -> Finding:
        """What was found."""
        return Finding(self.cleaned_data["eligible"] == "yes", self.cleaned_data["reason"].strip())


class ReviewForm(forms.Form):
    """Scores by the rubric, with what each means beside it. ``is_draft``: kept as far as it goes, nothing is required."""

    use_required_attribute = False  # a browser would not send a draft

    def __init__(self, *args: Any, rubric: Rubric, review: Review, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [criterion.key for criterion in rubric.criteria]
        for criterion in rubric.criteria:
            choices = [(str(score), _anchored(score, criterion.anchors)) for score in range(rubric.lowest, rubric.highest + 1)]
            self.fields[f"score-{criterion.key}"] = forms.ChoiceField(
                label=in_language(criterion.title),
                choices=choices,
                widget=forms.RadioSelect,
                required=not is_draft,
                initial=str(review.scores.get(criterion.key, "")),
                help_text=_("Counts %(n)d times.") % {"n": criterion.weight} if criterion.weight > 1 else "",
            )
            self.fields[f"comment-{criterion.key}"] = forms.CharField(
                label=_("On “%(criterion)s”") % {"criterion": in_language(criterion.title)},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=review.comments.get(criterion.key, ""),
            )
        self.fields["comment"] = forms.CharField(
            label=_("All in all"),
            required=not is_draft,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 5}),
            initial=review.comment,
            help_text=_("The committee reads it, and your fellow reviewers when theirs are in. The applicant does not."),
        )

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        found = self.cleaned_data
        return {
            "scores": {key: int(found[f"score-{key}"]) for key in self.keys if found.get(f"score-{key}")},
            "comments": {key: found[f"comment-{key}"] for key in self.keys if found.get(f"comment-{key}")},
            "comment": found.get("comment", ""),
        }


def _anchored(score: int, anchors: Mapping[int, Mapping[str, str]]) -> str:
    return f"{score} · {in_language(anchors[score])}" if score in anchors else str(score)


class ConflictForm(forms.Form):
    """Why somebody must not judge."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What ties you to the applicant?"), choices=ConflictKind.choices, widget=forms.RadioSelect
    )


class AppealAnswerForm(forms.Form):
    """The committee's answer to an appeal."""

    is_upheld = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[("yes", gettext_lazy("Uphold the appeal")), ("no", gettext_lazy("Dismiss the appeal"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("The applicant reads it."),
    )


class ReviewerForm(forms.Form):
    """People who hold a role at an institution that gives the programme."""

    who = forms.MultipleChoiceField(label=gettext_lazy("Who reads for this call"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, call: Call, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gives = call.offering.programme.institutions.values("institution")
        rows = RoleAssignment.objects.in_force(on).filter(institution__in=gives).exclude(person__reviewing__call=call)
        rows = rows.select_related("person", "institution").order_by("institution__position", "person__full_name", "pk")
        self._roles: dict[str, RoleAssignment] = {f"{row.person.uuid}@{row.institution.schac}": row for row in rows}
        said = [(key, f"{row.person.display_name} · {row.institution.code}") for key, row in self._roles.items()]
        self.fields["who"].choices = said

    @property
    def chosen(self) -> list[tuple[Person, Institution]]:
        """Who, and for which institution each."""
        rows = [self._roles[key] for key in self.cleaned_data["who"]]
        return [(row.person, row.institution) for row in rows]


class ApplicationsFileForm(forms.Form):
    """Applications that another portal has collected."""

    file = forms.FileField(
        label=gettext_lazy("Workbook or CSV file"),
        help_text=gettext_lazy("You see each row, and what is wrong with it, before anything is written."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
