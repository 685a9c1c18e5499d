"""Why somebody may not: the same function greys the button and stops the service."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from salerno.admissions.enums import (
    NEXT_APPLICATION,
    NEXT_CALL,
    WAITS_FOR_LETTERS,
    AppealState,
    ApplicationState,
    CallState,
    OfferState,
    ReviewState,
)
from salerno.admissions.models import Application, Call, Offer, Referee, Review
from salerno.admissions.refusals import (
    AppealRefusal,
    ApplyRefusal,
    CallRefusal,
    DecisionRefusal,
    OfferRefusal,
    RefereeRefusal,
    RequestRefusal,
    ReviewRefusal,
)
from salerno.admissions.terms import Rubric
from salerno.people.models import Person

BETWEEN_SENDINGS = timedelta(days=1)
SENDINGS_AT_MOST = 4
WITHDRAWN_AT_MOST = 3


def why_not_apply(*, call: Call, at: datetime) -> ApplyRefusal | None:
    """The reason for which nobody writes or hands in at the moment ``at``, or None."""
    if call.takes_applications(at):
        return None
    is_early = call.state == CallState.DRAFT or (call.state == CallState.OPEN and at < call.opens_at)
    return ApplyRefusal.NOT_OPEN_YET if is_early else ApplyRefusal.CLOSED


def why_not_write(*, application: Application, by: Person | None, at: datetime) -> ApplyRefusal | None:
    """The reason for which ``by`` may not change the application now, or None."""
    if by is None or application.applicant_id != by.pk:
        return ApplyRefusal.NOT_YOURS
    if application.state != ApplicationState.DRAFT:
        return ApplyRefusal.NOT_DRAFT
    return why_not_apply(call=application.call, at=at)


def why_not_withdraw(*, application: Application, by: Person | None) -> ApplyRefusal | None:
    """The reason for which ``by`` may not take the application back, or None."""
    if by is None or application.applicant_id != by.pk:
        return ApplyRefusal.NOT_YOURS
    may = ApplicationState.WITHDRAWN in NEXT_APPLICATION[ApplicationState(application.state)]
    return None if may else ApplyRefusal.CANNOT_WITHDRAW


def why_not_ask(*, application: Application, email: str, by: Person | None, at: datetime) -> ApplyRefusal | None:
    """The reason for which a referee cannot be asked, or None."""
    if refusal := why_not_write(application=application, by=by, at=at):
        return refusal
    if by is not None and email.casefold() == by.email.casefold():
        return ApplyRefusal.REFEREE_SELF
    asked = list(application.referees.values_list("email", flat=True))
    if email.casefold() in {address.casefold() for address in asked}:
        return ApplyRefusal.REFEREE_ASKED
    if application.referees_asked >= application.call.referees + WITHDRAWN_AT_MOST:
        return ApplyRefusal.TOO_MANY_REQUESTS
    return ApplyRefusal.TOO_MANY_REFEREES if len(asked) >= application.call.referees else None


def why_not_answer_as_referee(*, referee: Referee, at: datetime) -> RefereeRefusal | None:
    """The reason for which the link takes no letter, or None."""
    if referee.answered_at is not None:
        return RefereeRefusal.USED
    is_waited_for = referee.application.state in WAITS_FOR_LETTERS
    return None if is_waited_for and referee.is_open(at) else RefereeRefusal.EXPIRED


def _why_not_touch(referee: Referee, by: Person | None) -> RequestRefusal | None:
    application = referee.application
    is_applicant = by is not None and application.applicant_id == by.pk
    if not is_applicant and not Application.objects.governed_by(by).filter(pk=application.pk).exists():
        return RequestRefusal.NOT_YOURS
    if referee.answered_at is not None:
        return RequestRefusal.ANSWERED
    return None if application.state in WAITS_FOR_LETTERS else RequestRefusal.OVER


def why_not_write_again(*, referee: Referee, by: Person | None, at: datetime) -> RequestRefusal | None:
    """The reason for which no further link goes to the referee, to whatever address, or None."""
    if refusal := _why_not_touch(referee, by):
        return refusal
    if not referee.is_open(at):
        return RequestRefusal.OVER
    return None if referee.sendings < SENDINGS_AT_MOST else RequestRefusal.TOO_OFTEN


def why_not_send_again(*, referee: Referee, by: Person | None, at: datetime) -> RequestRefusal | None:
    """The reason for which the link is not sent again to the same address now, or None."""
    if refusal := why_not_write_again(referee=referee, by=by, at=at):
        return refusal
    return None if at >= referee.asked_at + BETWEEN_SENDINGS else RequestRefusal.TOO_SOON


def why_not_correct(*, referee: Referee, email: str, by: Person | None, at: datetime) -> RequestRefusal | ApplyRefusal | None:
    """The reason for which ``email`` does not become the referee's address, or None."""
    if refusal := why_not_write_again(referee=referee, by=by, at=at):
        return refusal
    application, wanted = referee.application, email.casefold()
    if wanted == referee.email.casefold():
        return RequestRefusal.SAME_ADDRESS
    if application.applicant is not None and wanted == application.applicant.email.casefold():
        return ApplyRefusal.REFEREE_SELF
    others = application.referees.exclude(pk=referee.pk).values_list("email", flat=True)
    return ApplyRefusal.REFEREE_ASKED if wanted in {address.casefold() for address in others} else None


def why_not_withdraw_request(*, referee: Referee, by: Person | None) -> RequestRefusal | None:
    """The reason for which the request is not taken back, or None. An applicant hands in with as many referees as are asked for."""
    if refusal := _why_not_touch(referee, by):
        return refusal
    is_applicants = by is not None and referee.application.applicant_id == by.pk
    return RequestRefusal.HANDED_IN if is_applicants and not referee.application.is_draft else None


def why_not_move_call(*, call: Call, state: CallState, by: Person | None) -> CallRefusal | None:
    """The reason for which ``by`` may not bring the call into ``state``, or None. ``by`` of None: the campus itself."""
    if by is not None and not Call.objects.editable_by(by).filter(pk=call.pk).exists():
        return CallRefusal.NOT_YOURS
    if state not in NEXT_CALL[CallState(call.state)]:
        return CallRefusal.NOT_NEXT
    undecided = (ApplicationState.SUBMITTED, ApplicationState.ELIGIBLE, ApplicationState.REVIEWED)
    if state == CallState.DECIDED and call.applications.filter(state__in=undecided).exists():
        return CallRefusal.UNDECIDED
    return None


def why_not_review(*, review: Review, by: Person | None) -> ReviewRefusal | None:
    """The reason for which ``by`` may not write this review, or None."""
    if by is None or review.reviewer_id != by.pk:
        return ReviewRefusal.NOT_YOURS
    if review.state == ReviewState.RECUSED or review.application.conflicts.filter(person=by).exists():
        return ReviewRefusal.CONFLICT
    if review.state == ReviewState.SUBMITTED:
        return ReviewRefusal.DONE
    return None if review.application.state == ApplicationState.ELIGIBLE else ReviewRefusal.CALL_DECIDED


def why_not_these_scores(*, rubric: Rubric, scores: Mapping[str, object], comment: str) -> ReviewRefusal | None:
    """The reason for which a review cannot be submitted as it is, or None."""
    if set(scores) != {criterion.key for criterion in rubric.criteria} or not comment.strip():
        return ReviewRefusal.INCOMPLETE
    if not all(isinstance(score, int) and rubric.lowest <= score <= rubric.highest for score in scores.values()):
        return ReviewRefusal.OUT_OF_RANGE
    return None


def why_not_judge(*, call: Call, by: Person | None) -> DecisionRefusal | None:
    """The reason for which ``by`` decides nothing in this call, or None."""
    return None if Call.objects.governed_by(by).filter(pk=call.pk).exists() else DecisionRefusal.NOT_YOURS


def why_not_answer(*, offer: Offer, by: Person | None, at: datetime) -> OfferRefusal | None:
    """The reason for which ``by`` may not accept or decline the offer now, or None."""
    if by is None or offer.application.applicant_id != by.pk:
        return OfferRefusal.NOT_YOURS
    answered = {
        OfferState.ACCEPTED: OfferRefusal.ACCEPTED,
        OfferState.DECLINED: OfferRefusal.DECLINED,
        OfferState.LAPSED: OfferRefusal.LAPSED,
    }
    if offer.state in answered:
        return answered[OfferState(offer.state)]
    return None if offer.takes_answer(at) else OfferRefusal.LAPSED


def why_not_accept(*, offer: Offer, institutions: int, by: Person | None, at: datetime) -> OfferRefusal | None:
    """The reason for which the offer cannot be accepted with so many ``institutions``, or None."""
    application = offer.application
    if refusal := why_not_answer(offer=offer, by=by, at=at):
        return refusal
    if institutions < application.call.institutions_least:
        return OfferRefusal.FEW_INSTITUTIONS
    return None if has_civil_facts(application) else OfferRefusal.CIVIL_MISSING


def has_civil_facts(application: Application) -> bool:
    """Whether all that a degree is made out to is there."""
    texts = (application.given_names, application.family_name, application.birth_place, application.citizenship)
    return all(texts) and application.birth_date is not None


def appeal_until(application: Application) -> datetime | None:
    """Until when a refusal can be contested; None when there is none."""
    if application.state not in (ApplicationState.REFUSED, ApplicationState.INELIGIBLE) or application.decided_at is None:
        return None
    return application.decided_at + timedelta(days=application.call.appeal_days)


def why_not_appeal(*, application: Application, by: Person | None, at: datetime) -> AppealRefusal | None:
    """The reason for which ``by`` may not appeal, or None."""
    if by is None or application.applicant_id != by.pk:
        return AppealRefusal.NOT_YOURS
    if hasattr(application, "appeal"):
        return AppealRefusal.ALREADY
    until = appeal_until(application)
    if until is None:
        return AppealRefusal.NOT_REFUSED
    return None if at < until else AppealRefusal.TOO_LATE


def why_not_answer_appeal(*, state: str, answer: str) -> AppealRefusal | None:
    """The reason for which an appeal cannot be answered so, or None."""
    if state != AppealState.ASKED:
        return AppealRefusal.ANSWERED
    return None if answer.strip() else AppealRefusal.NO_REASON
