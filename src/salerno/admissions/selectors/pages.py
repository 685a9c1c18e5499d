"""What the applicant's pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.admissions import rules
from salerno.admissions.completeness import STEPS, Missing, statements_of, what_is_missing
from salerno.admissions.eligibility.facts import Statement, Verdict
from salerno.admissions.enums import ApplicationState, CallState
from salerno.admissions.models import Application, Call, Offer, Referee
from salerno.admissions.refusals import AppealRefusal, ApplyRefusal
from salerno.admissions.services.notices import both_zones
from salerno.admissions.wording import VERDICTS, title_of, words_of
from salerno.common.translated import in_language, language_in_use
from salerno.people.models import Person

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


def said(at: datetime, viewer: Person | None) -> str:
    """A moment of a call in Paris time, and in the reader's zone where that differs."""
    return both_zones(at, viewer.time_zone if viewer else None, language_in_use())


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
class CallPage:
    """A call as the public sees it, and as the signed-in person stands to it."""

    call: Call
    opens: str
    closes: str
    tracks: list[str]
    refusal: ApplyRefusal | None
    mine: Application | None


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
class ApplicationPage:
    """One's own application: where it stands, what can be done."""

    application: Application
    moments: list[dict[str, str]]
    missing: list[Missing]
    rules: list[ShownRule]
    offer: Offer | None
    offer_until: str
    may_withdraw: bool
    appeal_refusal: AppealRefusal | None
    appeal_until: str
    registrations: list[Any]
    referees: list[Referee]
    closes: str


def application_page(*, application: Application, viewer: Person, at: datetime) -> ApplicationPage:
    """What the applicant sees of it. Reviews and letters of referees are not among it."""
    offer = application.offers.first()
    until = rules.appeal_until(application)
    registrations = application.studies.registrations.select_related("institution") if application.studies else []
    return ApplicationPage(
        application=application,
        moments=_moments(application, offer, viewer),
        missing=what_is_missing(application) if application.is_draft else [],
        rules=shown_rules(statements_of(application), application.call),
        offer=offer if offer and offer.takes_answer(at) else None,
        offer_until=said(offer.expires_at, viewer) if offer else "",
        may_withdraw=rules.why_not_withdraw(application=application, by=viewer) is None,
        appeal_refusal=rules.why_not_appeal(application=application, by=viewer, at=at),
        appeal_until=said(until, viewer) if until else "",
        registrations=list(registrations),
        referees=list(application.referees.all()),
        closes=said(application.call.closes_at, viewer),
    )


def _moments(application: Application, offer: Offer | None, viewer: Person) -> list[dict[str, str]]:
    """What has happened and what comes, for ``components/timeline.html``."""
    call, state = application.call, application.state
    found = [_moment(_("You began your application."), application.begun_at, viewer)]
    if application.submitted_at and state != ApplicationState.DRAFT:
        found.append(_moment(_("You handed it in."), application.submitted_at, viewer))
    for decision in application.decisions.all():
        found.append(_moment(str(_DECIDED[decision.outcome]), decision.at, viewer, decision.reason))
    if state == ApplicationState.INELIGIBLE and application.decided_at:
        found.append(_moment(_("It was found not to fulfil the entry rules."), application.decided_at, viewer, application.reason))
    if offer and offer.answered_at:
        found.append(_moment(str(_ANSWERED[offer.state]), offer.answered_at, viewer))
    if hasattr(application, "appeal"):
        found.append(_moment(_("You asked for another look."), application.appeal.asked_at, viewer))
        if application.appeal.answered_at:
            found.append(_moment(_("The committee answered."), application.appeal.answered_at, viewer, application.appeal.answer))
    found.sort(key=lambda moment: moment["sort"])
    now = {
        "when": str(application.get_state_display()),
        "what": _next_words(application, call, viewer),
        "detail": "",
        "state": "now",
    }
    return [*found, now]


def _moment(what: str, at: datetime, viewer: Person, detail: str = "") -> dict[str, str]:
    return {"when": said(at, viewer), "what": what, "detail": detail, "state": "done", "sort": at.isoformat()}


_DECIDED = {
    "admit": gettext_lazy("You were offered a place."),
    "wait": gettext_lazy("You were set on the waiting list."),
    "refuse": gettext_lazy("Your application was refused."),
}
_ANSWERED = {
    "accepted": gettext_lazy("You accepted the offer."),
    "declined": gettext_lazy("You declined the offer."),
    "lapsed": gettext_lazy("The offer lapsed."),
}


def _next_words(application: Application, call: Call, viewer: Person) -> str:
    """What comes next, in a sentence."""
    closes = said(call.closes_at, viewer)
    words = {
        ApplicationState.DRAFT: _("Write and hand it in by %(closes)s.") % {"closes": closes},
        ApplicationState.SUBMITTED: _("The universities look whether the entry rules are met."),
        ApplicationState.WITHDRAWN: _("You took it back. While the call is open, you can take it up again."),
        ApplicationState.ELIGIBLE: _("Two reviewers of two universities read it. Neither sees what the other finds."),
        ApplicationState.REVIEWED: _("The joint committee decides."),
        ApplicationState.ADMITTED: _("Accept or decline the offer."),
        ApplicationState.WAITING: _("You are number %(position)s on the waiting list, which moves up by itself.")
        % {"position": application.position},
        ApplicationState.ACCEPTED: _("The universities enter your student numbers."),
        ApplicationState.ENROLLED: _("You are a student of this programme."),
    }
    return words.get(ApplicationState(application.state), _("Nothing more comes."))
