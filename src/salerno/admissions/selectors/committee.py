"""What the committee's screen shows: one page of the ranking, with raw scores, rules for ties, quotas and their fill."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from salerno.admissions.models import Application, Call, Conflict, Review
from salerno.admissions.ranking import Candidate, Proposal, Ranked, TieRule
from salerno.admissions.selectors.kept_ranking import KeptRanking, QuotaFill, kept_ranking
from salerno.admissions.wording import sentence_of, tie_words
from salerno.common.compiled import Compiled, Parameter
from salerno.common.translated import in_language
from salerno.people.models import Person

PAGE_SIZE = 25


@dataclass(frozen=True)
class Line:
    """One application in the ranking. ``application`` is None for whoever has a conflict of interest with the applicant.

    ``score`` is made comparable between reviewers, ``given`` are the reviewers' own totals.
    """

    key: str
    application: Application | None
    score: float
    given: list[float]
    ranked: Ranked | None = None
    track: str = ""
    sentence: str = ""
    tie: str = ""

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.application.full_name if self.application else _("An applicant with whom you have a conflict of interest")

    @property
    def proposal(self) -> str:
        """What the ranking proposes; nothing for those on the waiting list."""
        return self.ranked.proposal.value if self.ranked else ""


@dataclass(frozen=True)
class ShownQuota:
    """A quota in words, with its fill."""

    title: str
    fill: QuotaFill


@dataclass(frozen=True)
class CommitteePage:
    """One page of a call's ranking. ``digest`` is handed back with a decision: it tells on which picture the committee looked.

    ``hidden``: the keys of those whom the viewer must not judge.
    """

    call: Call
    kept: KeptRanking
    page: Page
    pages: Iterable[int | str]
    hidden: frozenset[str]

    @property
    def candidates(self) -> list[Candidate]:
        """Who stands on the page."""
        return [row.candidate for row in self.page.object_list]

    @property
    def quotas(self) -> list[ShownQuota]:
        """The call's quotas."""
        return [ShownQuota(quota_title(self.call, fill.quota.key), fill) for fill in self.kept.quotas]

    @property
    def ties(self) -> list[str]:
        """What decides between equal scores."""
        return ties_in_words(self.call)

    @property
    def digest(self) -> str:
        """Of the ranking."""
        return self.kept.ranking.digest

    @property
    def places_left(self) -> int:
        """Places that nobody holds."""
        return max(self.call.places - len(self.kept.ranking.holding), 0)


def committee_page(*, call: Call, viewer: Person, number: str, proposal: str = "", track: str = "") -> CommitteePage:
    """The page ``number`` of the ranking, filtered. The call was found among those that ``viewer`` governs.

    Four queries, however many applications there are: where the record ends, what came since, whom the viewer must not judge (two).
    Names and scores are read by ``lines_of``.
    """
    kept = kept_ranking(call)
    page = Paginator(_wanted(kept.ranking.ranked, proposal, track), PAGE_SIZE).get_page(number)
    return CommitteePage(
        call=call,
        kept=kept,
        page=page,
        pages=page.paginator.get_elided_page_range(page.number),
        hidden=_hidden_from(viewer),
    )


_VIEWER = Parameter("viewer", Person._meta.pk)
_OWN = Compiled(lambda: Application.objects.order_by().filter(applicant=_VIEWER).values_list("uuid"))
_CONFLICTS = Compiled(lambda: Conflict.objects.order_by().filter(person=_VIEWER).values_list("application__uuid"))


def _hidden_from(viewer: Person) -> frozenset[str]:
    """PRIVACY: the viewer's own applications, and those of people with whom the viewer declared a conflict of interest."""
    return frozenset(str(key) for rows in (_OWN, _CONFLICTS) for (key,) in rows.rows(viewer=viewer.pk))


def _wanted(ranked: list[Ranked], proposal: str, track: str) -> list[Ranked]:
    if proposal:
        ranked = [row for row in ranked if row.proposal.value == proposal]
    return [row for row in ranked if f"track:{track}" in row.candidate.groups] if track else ranked


def lines_of(call: Call, viewer: Person, kept: KeptRanking, candidates: Sequence[Candidate]) -> list[Line]:
    """Candidates with their names and scores, in the order given: two queries.

    PRIVACY: those whom ``viewer`` must not judge (``Application.objects.governed_by``) stay without a name.
    """
    keys = [each.key for each in candidates]
    rows = Application.objects.filter(call=call, uuid__in=keys).exclude(applicant=viewer).exclude(conflicts__person=viewer)
    found = {str(row.uuid): row for row in rows}
    given: dict[int, list[float]] = {row.pk: [] for row in found.values()}
    totals = Review.objects.submitted().filter(application__in=given).order_by("submitted_at", "pk")
    for application, total in totals.values_list("application_id", "total"):
        given[application].append(float(total))
    return [_line(call, kept, each, found.get(each.key), given) for each in candidates]


def nameless_line(call: Call, kept: KeptRanking, candidate: Candidate) -> Line:
    """What anybody of the committee may know of an application: its rank and score."""
    return Line(candidate.key, None, round(candidate.score, call.terms.decimals), [], kept.ranking.of(candidate.key))


def _line(call: Call, kept: KeptRanking, candidate: Candidate, row: Application | None, given: dict[int, list[float]]) -> Line:
    nameless = nameless_line(call, kept, candidate)
    if row is None:
        return nameless
    row.call, ranked = call, nameless.ranked
    return replace(
        nameless,
        application=row,
        given=given[row.pk],
        track=in_language(call.read_tracks.get(row.track)),
        sentence=sentence_of(ranked, call) if ranked else "",
        tie=tie_words(ranked, call) if ranked else "",
    )


def as_proposed(kept: KeptRanking, most: int) -> list[str]:
    """The first ``most`` of the ranking, those to be admitted first."""
    order = {Proposal.ADMIT: 0, Proposal.WAIT: 1, Proposal.REFUSE: 2}
    return [row.candidate.key for row in sorted(kept.ranking.ranked, key=lambda row: order[row.proposal])[:most]]


def quota_title(call: Call, key: str) -> str:
    """What the call names a quota."""
    return next((in_language(each.get("title")) for each in call.quotas if each["key"] == key), "") or key


def ties_in_words(call: Call) -> list[str]:
    """What decides between equal scores, in order; the lot comes last."""
    return [*(_tie_in_words(call, rule) for rule in call.terms.ties), _("a lot, drawn from the call's own seed")]


def _tie_in_words(call: Call, rule: TieRule) -> str:
    kind, _colon, key = rule.by.partition(":")
    if kind == "submitted":
        return _("handed in later") if rule.greater_first else _("handed in earlier")
    titles = {each.key: in_language(each.title) for each in call.read_rubric.criteria}
    what = {"raw": _("mean of the scores as given"), "ects": _("credits passed")}.get(kind) or titles.get(key, key)
    return (_("higher: %(what)s") if rule.greater_first else _("lower: %(what)s")) % {"what": what}
