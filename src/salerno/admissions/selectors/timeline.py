"""What has happened to an application and what comes, in the applicant's words."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.admissions import rules
from salerno.admissions.enums import AppealState, ApplicationState, OfferState, Outcome
from salerno.admissions.models import Application, Offer
from salerno.admissions.services.notices import both_zones
from salerno.common.translated import language_in_use
from salerno.people.models import Person

_DECIDED = {
    Outcome.ADMIT: gettext_lazy("You were offered a place."),
    Outcome.WAIT: gettext_lazy("You were set on the waiting list."),
    Outcome.REFUSE: gettext_lazy("Your application was refused."),
}
_ANSWERED = {
    OfferState.ACCEPTED: gettext_lazy("You accepted the offer."),
    OfferState.DECLINED: gettext_lazy("You declined the offer."),
    OfferState.LAPSED: gettext_lazy("The offer lapsed."),
}
_NEXT = {
    ApplicationState.SUBMITTED: gettext_lazy("The universities look whether the entry rules are met."),
    ApplicationState.WITHDRAWN: gettext_lazy("You took it back. While the call is open, you can take it up again."),
    ApplicationState.ELIGIBLE: gettext_lazy("Two reviewers of two universities read it. Neither sees what the other finds."),
    ApplicationState.REVIEWED: gettext_lazy("The joint committee decides."),
    ApplicationState.ACCEPTED: gettext_lazy("The universities enter your student numbers."),
    ApplicationState.ENROLLED: gettext_lazy("You are a student of this programme."),
}


def said(at: datetime, viewer: Person | None) -> str:
    """A deadline of a call in Paris time, and in the reader's zone where that differs."""
    return both_zones(at, viewer.time_zone if viewer else None, language_in_use())


def moments_of(application: Application, offer: Offer | None, viewer: Person, at: datetime) -> list[dict[str, str]]:
    """What has happened, in the reader's own time, and what comes, for ``components/timeline.html``.

    The reason of a refusal stands above, not here.
    """
    found = [(application.begun_at, _("You began your application."), "")]
    if application.submitted_at and application.state != ApplicationState.DRAFT:
        found.append((application.submitted_at, _("You handed it in."), ""))
    for each in application.decisions.all():
        reason = "" if each.outcome == Outcome.REFUSE and application.state == ApplicationState.REFUSED else each.reason
        found.append((each.at, str(_DECIDED[Outcome(each.outcome)]), reason))
    if application.state == ApplicationState.INELIGIBLE and application.decided_at:
        found.append((application.decided_at, _("It was found not to fulfil the entry rules."), ""))
    if offer and offer.answered_at:
        found.append((offer.answered_at, str(_ANSWERED[OfferState(offer.state)]), ""))
    if hasattr(application, "appeal"):
        found.append((application.appeal.asked_at, _("You asked for another look."), ""))
        if application.appeal.answered_at:
            found.append((application.appeal.answered_at, _("The committee answered."), application.appeal.answer))
    now = {
        "when": str(application.get_state_display()),
        "what": what_comes(application, offer, viewer, at),
        "detail": "",
        "state": "now",
    }
    return [*(_past(*each) for each in sorted(found, key=lambda each: each[0])), now]


def _past(at: datetime, what: str, detail: str) -> dict[str, str]:
    return {"when": date_format(timezone.localtime(at), "DATETIME_FORMAT"), "what": what, "detail": detail, "state": "done"}


def what_comes(application: Application, offer: Offer | None, viewer: Person, at: datetime) -> str:
    """What comes next, in a sentence."""
    state = ApplicationState(application.state)
    if state == ApplicationState.DRAFT:
        return _("Write and hand it in by %(closes)s.") % {"closes": said(application.call.closes_at, viewer)}
    if state == ApplicationState.ADMITTED:
        return _of_an_offer(offer, viewer, at)
    if state == ApplicationState.WAITING:
        return _("You are number %(position)s on the waiting list, which moves up by itself.") % {"position": application.position}
    if state in (ApplicationState.REFUSED, ApplicationState.INELIGIBLE):
        return _of_a_refusal(application, viewer, at)
    return str(_NEXT.get(state, _("Nothing more comes. You may apply to the next call.")))


def _of_an_offer(offer: Offer | None, viewer: Person, at: datetime) -> str:
    if offer is None or not offer.takes_answer(at):
        return _("The deadline of the offer has passed.")
    return _("Accept or decline the offer by %(until)s.") % {"until": said(offer.expires_at, viewer)}


def _of_a_refusal(application: Application, viewer: Person, at: datetime) -> str:
    if hasattr(application, "appeal") and application.appeal.state == AppealState.ASKED:
        return _("The committee looks at its decision again, and we write to you.")
    until = rules.appeal_until(application)
    if until and rules.why_not_appeal(application=application, by=viewer, at=at) is None:
        return _("If something was overlooked, you can ask for another look until %(until)s.") % {"until": said(until, viewer)}
    return _("Nothing more comes. You may apply to the next call.")
