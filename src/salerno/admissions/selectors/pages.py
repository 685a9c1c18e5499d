"""What the applicant's pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timesince import timeuntil

from salerno.admissions import rules
from salerno.admissions.completeness import STEPS, Missing, needed_by, statements_of, what_is_missing
from salerno.admissions.eligibility.facts import Rule, Statement, Verdict
from salerno.admissions.enums import WAITS_FOR_LETTERS, ApplicationState, CallState
from salerno.admissions.models import Application, Call, Offer, Referee
from salerno.admissions.refusals import AppealRefusal, ApplyRefusal
from salerno.admissions.selectors.timeline import moments_of, said, what_comes
from salerno.admissions.wording import VERDICTS, requirement_words, title_of, words_of
from salerno.common.translated import in_language
from salerno.people.models import Person

_MARKS = {
    ApplicationState.DRAFT: "open",
    ApplicationState.ADMITTED: "open",
    ApplicationState.WITHDRAWN: "closed",
    ApplicationState.DECLINED: "closed",
    ApplicationState.LAPSED: "closed",
    ApplicationState.REFUSED: "refused",
    ApplicationState.INELIGIBLE: "refused",
    ApplicationState.ACCEPTED: "done",
    ApplicationState.ENROLLED: "done",
}
_SHOWN = {Verdict.MET: "done", Verdict.NOT_MET: "refused", Verdict.CANNOT_SAY: "waiting"}


def steps_of(call: Call) -> list[str]:
    """The pages of the form: what the call does not ask for is left out."""
    asks = {
        "questions": bool(call.fields),
        "papers": bool(call.documents),
        "referees": bool(call.referees),
        "transcript": bool(call.rules),
    }
    return [step for step in STEPS if asks.get(step, True)]


@dataclass(frozen=True)
class ShownRule:
    """An entry rule with what it comes to, and its parts."""

    title: str
    words: str
    verdict: str
    mark: str
    parts: list["ShownRule"]


def shown_rules(statements: Sequence[Statement], call: Call) -> list[ShownRule]:
    """Statements in the reader's words."""
    titles = {kind.key: in_language(kind.label) for kind in call.read_documents}
    return [
        ShownRule(
            title=title_of(each),
            words=words_of(each, titles),
            verdict=str(VERDICTS[each.verdict]),
            mark=_SHOWN[each.verdict],
            parts=shown_rules(each.parts, call),
        )
        for each in statements
    ]


@dataclass(frozen=True)
class Requirement:
    """An entry rule as the call states it, before anybody has applied."""

    title: str
    words: str
    parts: list["Requirement"]


def requirements_of(entry_rules: Sequence[Rule], documents: Mapping[str, str]) -> list[Requirement]:
    """Entry rules in the reader's words. ``documents``: titles of papers by kind."""
    return [
        Requirement(in_language(each.title), requirement_words(each, documents), requirements_of(each.parts, documents))
        for each in entry_rules
    ]


@dataclass(frozen=True)
class CallPage:
    """A call as the public sees it, and as the signed-in person stands to it."""

    call: Call
    opens: str
    closes: str
    tracks: list[str]
    refusal: ApplyRefusal | None
    mine: Application | None

    @property
    def requirements(self) -> list[Requirement]:
        """Who can apply."""
        return requirements_of(self.call.read_rules, {kind.key: in_language(kind.label) for kind in self.call.read_documents})

    @property
    def steps(self) -> int:
        """How many pages the form has."""
        return len(steps_of(self.call))

    @property
    def needed(self) -> int:
        """How many answers, papers and referees must be there."""
        return needed_by(self.call)


def call_page(*, slug: str, viewer: Person | None, at: datetime) -> CallPage | None:
    """One call; None when it is not public."""
    call = Call.objects.public().filter(slug=slug).select_related("offering__programme").first()
    return None if call is None else _call_page(call, viewer, at, Application.objects.of(viewer).filter(call=call).first())


def call_pages(*, viewer: Person | None, at: datetime) -> list[CallPage]:
    """Calls that are open or will be, those that close first at the top."""
    calls = Call.objects.public().filter(state=CallState.OPEN, closes_at__gt=at).select_related("offering__programme")
    mine = {row.call_id: row for row in Application.objects.of(viewer)}
    return [_call_page(call, viewer, at, mine.get(call.pk)) for call in calls.order_by("closes_at")]


def _call_page(call: Call, viewer: Person | None, at: datetime, mine: Application | None) -> CallPage:
    return CallPage(
        call=call,
        opens=said(call.opens_at, viewer),
        closes=said(call.closes_at, viewer),
        tracks=[in_language(title) for title in call.read_tracks.values()],
        refusal=rules.why_not_apply(call=call, at=at),
        mine=mine,
    )


@dataclass(frozen=True)
class ApplicationCard:
    """One of one's applications in the list of all."""

    application: Application
    mark: str
    comes: str


def application_cards(*, person: Person, at: datetime) -> list[ApplicationCard]:
    """The person's applications, the newest first. Two queries."""
    rows = Application.objects.of(person).select_related("call", "appeal").prefetch_related("offers").order_by("-begun_at")
    return [
        ApplicationCard(row, _MARKS.get(ApplicationState(row.state), "waiting"), what_comes(row, _offer_of(row), person, at))
        for row in rows
    ]


def _offer_of(application: Application) -> Offer | None:
    return next(iter(application.offers.all()), None)


@dataclass(frozen=True)
class ApplicationPage:
    """One's own application: where it stands, what can be done. ``offer_left``: the time left, when it is short."""

    application: Application
    mark: str
    moments: list[dict[str, str]]
    missing: list[Missing]
    rules: list[ShownRule]
    are_rules_open: bool
    offer: Offer | None
    offer_until: str
    offer_left: str
    reason: str
    may_withdraw: bool
    may_take_up: bool
    appeal_refusal: AppealRefusal | None
    registrations: list[Any]
    referees: list[Referee]


def application_page(*, application: Application, viewer: Person, at: datetime) -> ApplicationPage:
    """What the applicant sees of it. Reviews and letters of referees are not among it."""
    offer, state = application.offers.first(), ApplicationState(application.state)
    registrations = application.studies.registrations.select_related("institution") if application.studies else []
    return ApplicationPage(
        application=application,
        mark=_MARKS.get(state, "waiting"),
        moments=moments_of(application, offer, viewer, at),
        missing=what_is_missing(application) if application.is_draft else [],
        rules=shown_rules(statements_of(application), application.call),
        are_rules_open=state in (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.INELIGIBLE),
        offer=offer if offer and offer.takes_answer(at) else None,
        offer_until=said(offer.expires_at, viewer) if offer else "",
        offer_left=timeuntil(offer.expires_at, at, depth=1) if offer and offer.ends_soon(at) else "",
        reason=application.reason if state in (ApplicationState.REFUSED, ApplicationState.INELIGIBLE) else "",
        may_withdraw=rules.why_not_withdraw(application=application, by=viewer) is None,
        may_take_up=state == ApplicationState.WITHDRAWN and application.call.takes_applications(at),
        appeal_refusal=rules.why_not_appeal(application=application, by=viewer, at=at),
        registrations=list(registrations),
        referees=list(application.referees.all()) if state in WAITS_FOR_LETTERS else [],
    )
