"""The committee decides, in bulk, on the picture that it has seen; and answers appeals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import translation

from salerno.admissions import rules
from salerno.admissions.enums import (
    STATE_AFTER,
    AppealState,
    ApplicationState,
    CallState,
    Outcome,
)
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Appeal, Application, Call, Decision
from salerno.admissions.ranking import Proposal, Ranked
from salerno.admissions.refusals import AppealRefusal, DecisionRefusal
from salerno.admissions.selectors.ranking import Ranking, ranking_of, waiting_in_order
from salerno.admissions.services.notices import letter_text, tell
from salerno.admissions.services.offers import make_offer, move_up_in, open_until
from salerno.admissions.services.rows import locked_application, locked_applications, locked_call, move, refuse_if
from salerno.admissions.wording import sentence_of
from salerno.audit.services import record
from salerno.people.models import Person

_DECIDABLE = (ApplicationState.REVIEWED, ApplicationState.WAITING)
_PROPOSED = {Proposal.ADMIT: Outcome.ADMIT, Proposal.WAIT: Outcome.WAIT, Proposal.REFUSE: Outcome.REFUSE}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the committee wants for one application. ``reason``: what the applicant reads (empty: the ranking's own sentence);
    ``note``: what the committee keeps, and gives where it departs from the ranking."""

    outcome: Outcome
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """One decision before it is taken: the application, what is wanted, what was proposed, the letter."""

    application: Application
    choice: Choice
    ranked: Ranked | None
    reason: str
    letter: str


@transaction.atomic
def decide(
    *,
    call: Call,
    choices: Mapping[str, Choice],
    seen: str,
    by: Person,
    at: datetime,
    expires_at: datetime | None = None,
) -> list[Decision]:
    """Decide on applications (by uuid), all or none. ``seen`` is the digest of the ranking on which the committee looked.

    The call is locked: of two officers who decide at once the second finds another digest and is refused. Places change hands only
    under that lock, so whoever holds one is counted, not locked. Letters go out with the commit; offers are open until
    ``expires_at`` (default: the call's number of days).
    """
    call = locked_call(call)
    rows = {str(row.uuid): row for row in locked_applications(call, _DECIDABLE)}
    ranking = ranking_of(call)
    expires_at = expires_at or open_until(at, call.offer_days)
    _refuse_to_decide(call, rows, choices, ranking, seen, by)
    refuse_if(DecisionRefusal.OFFER_DATE if expires_at <= at + timedelta(days=1) else None)
    made = []
    for key, choice in choices.items():
        made.append(_decide_one(rows[key], choice, ranking, expires_at, by, at))
    _number_the_waiting(call, rows, choices)
    for decision in made:
        _tell_of(decision, rows[str(decision.application.uuid)], at)
    detail = {outcome.value: sum(choice.outcome == outcome for choice in choices.values()) for outcome in Outcome}
    record(action="call.applications_decided", actor=by, subject=call, detail=detail, at=at)
    move_up_in(call, at=at)
    return made


def preview(*, call: Call, choices: Mapping[str, Choice], by: Person) -> list[Preview]:
    """The letters that ``decide`` would send, with what was proposed; raises what ``decide`` would raise, and writes nothing."""
    rows = {str(row.uuid): row for row in call.applications.select_related("applicant", "partner").filter(state__in=_DECIDABLE)}
    ranking = ranking_of(call)
    _refuse_to_decide(call, rows, choices, ranking, ranking.digest, by)
    shown = []
    for key, choice in choices.items():
        application, ranked = rows[key], ranking.of(key)
        application.call = call
        reason = _reason(application, choice, ranked)
        letter = letter_text(application, _LETTERS[choice.outcome], reason=reason, position="…")
        shown.append(Preview(application, choice, ranked, reason, letter))
    return shown


_LETTERS = {Outcome.ADMIT: "offer", Outcome.WAIT: "waiting", Outcome.REFUSE: "refused"}


def _refuse_to_decide(
    call: Call, rows: Mapping[str, Application], choices: Mapping[str, Choice], ranking: Ranking, seen: str, by: Person
) -> None:
    refuse_if(rules.why_not_judge(call=call, by=by))
    refuse_if(DecisionRefusal.NOT_CLOSED if call.state not in (CallState.CLOSED, CallState.DECIDED) else None)
    refuse_if(DecisionRefusal.CHANGED_MEANWHILE if seen != ranking.digest else None)
    bad: dict[str, DecisionRefusal] = {}
    own = set(call.applications.filter(conflicts__person=by).values_list("uuid", flat=True))
    for key, choice in choices.items():
        if refusal := _why_not_this(rows.get(key), choice, ranking, by, own):
            bad[key] = refusal
    if bad:
        first = next(iter(bad.values()))
        raise AdmissionsRefused(first, {key: refusal.label for key, refusal in bad.items()})
    refuse_if(_why_not_together(call, rows, choices, ranking.holding))


def _why_not_this(
    row: Application | None, choice: Choice, ranking: Ranking, by: Person, own: set[object]
) -> DecisionRefusal | None:
    if row is None or row.state not in _DECIDABLE:
        return DecisionRefusal.NOT_REVIEWED
    if row.applicant_id == by.pk or row.uuid in own:
        return DecisionRefusal.CONFLICT
    ranked = ranking.of(str(row.uuid))
    if row.state == ApplicationState.REVIEWED and ranked is None:
        return DecisionRefusal.NOT_REVIEWED
    if row.state == ApplicationState.WAITING and choice.outcome == Outcome.WAIT:
        return DecisionRefusal.CHANGED_MEANWHILE
    departs = ranked is None or _PROPOSED[ranked.proposal] != choice.outcome
    if departs and not (choice.reason.strip() if choice.outcome == Outcome.REFUSE else choice.note.strip()):
        return DecisionRefusal.NO_REASON
    return None


def _why_not_together(
    call: Call, rows: Mapping[str, Application], choices: Mapping[str, Choice], holding: Sequence[frozenset[str]]
) -> DecisionRefusal | None:
    """Places and upper limits hold for all decisions together with what is given already."""
    admitted = [rows[key].groups for key, choice in choices.items() if choice.outcome == Outcome.ADMIT]
    if admitted and len(admitted) + len(holding) > call.places:
        return DecisionRefusal.NO_PLACE
    for quota in call.terms.quotas:
        counted = sum(quota.counts(groups) for groups in [*admitted, *holding])
        if quota.at_most is not None and counted > quota.at_most and any(quota.counts(groups) for groups in admitted):
            return DecisionRefusal.QUOTA
    return None


def _decide_one(
    application: Application, choice: Choice, ranking: Ranking, expires_at: datetime, by: Person, at: datetime
) -> Decision:
    ranked = ranking.of(str(application.uuid))
    reason = _reason(application, choice, ranked)
    if ranked is not None:
        application.score = Decimal(str(round(ranked.candidate.score, 4)))
    if choice.outcome == Outcome.ADMIT:
        application.save(update_fields=["score"])
        make_offer(application, at=at, expires_at=expires_at, letter="offer")
    else:
        move(application, STATE_AFTER[choice.outcome], DecisionRefusal.NOT_REVIEWED)
        application.decided_at, application.reason, application.position = at, reason, None
        if choice.outcome == Outcome.WAIT:
            application.position = 0
        application.save(update_fields=["state", "score", "decided_at", "reason", "position"])
    facts = _facts(application, ranked, ranking)
    decision = Decision.objects.create(
        application=application, outcome=choice.outcome, reason=reason, note=choice.note.strip()[:2000], facts=facts, by=by, at=at
    )
    record(
        action="application.decided",
        actor=by,
        subject=application,
        person=application.applicant,
        detail={"outcome": choice.outcome.value, **facts},
        at=at,
    )
    return decision


def _facts(application: Application, ranked: Ranked | None, ranking: Ranking) -> dict[str, object]:
    if ranked is None:
        return {}
    raw = ranking.raw.get(str(application.uuid))
    return {
        "rank": ranked.rank,
        "proposal": ranked.proposal.value,
        "score": ranked.params["score"],
        "raw": raw,
        "lot": ranked.decided_by,
    }


def _reason(application: Application, choice: Choice, ranked: Ranked | None) -> str:
    """The committee's words, else, where it follows the ranking, the ranking's sentence in the applicant's language."""
    follows = ranked is not None and _PROPOSED[ranked.proposal] == choice.outcome != Outcome.ADMIT
    if choice.reason.strip() or not follows:
        return choice.reason.strip()[:2000]
    language = application.applicant.language if application.applicant else "en"
    with translation.override(language):
        return sentence_of(ranked, application.call) if ranked else ""


def _number_the_waiting(call: Call, rows: Mapping[str, Application], choices: Mapping[str, Choice]) -> None:
    """Positions on the waiting list, from 1, of old and new together."""
    if not any(choice.outcome == Outcome.WAIT for choice in choices.values()):
        return
    waiting = [row for row in rows.values() if row.state == ApplicationState.WAITING]
    number_in_order(call, waiting)


def number_in_order(call: Call, waiting: Sequence[Application]) -> None:
    """Number ``waiting`` (locked) as the call says."""
    ordered = waiting_in_order(call, waiting, {str(row.uuid): float(row.score or 0) for row in waiting})
    for position, row in enumerate(ordered, start=1):
        row.position = position
    Application.objects.bulk_update(ordered, ["position"])


def _tell_of(decision: Decision, application: Application, at: datetime) -> None:
    """Whoever is admitted has the letter of the offer."""
    if decision.outcome != Outcome.ADMIT:
        said = {"reason": decision.reason, "position": application.position}
        tell(application, _LETTERS[Outcome(decision.outcome)], at=at, occasion=str(decision.uuid), **said)


@transaction.atomic
def appeal(*, application: Application, text: str, by: Person, at: datetime) -> Appeal:
    """Ask to look at a refusal again, once and in time."""
    application = locked_application(application)
    refuse_if(rules.why_not_appeal(application=application, by=by, at=at))
    refuse_if(None if text.strip() else AppealRefusal.EMPTY)
    row = Appeal.objects.create(application=application, text=text.strip()[:4000], asked_at=at)
    record(action="appeal.asked", actor=by, subject=row, at=at)
    return row


@transaction.atomic
def answer_appeal(*, appeal: Appeal, is_upheld: bool, answer: str, by: Person, at: datetime) -> Appeal:
    """Uphold or dismiss an appeal, with the reason.

    Upheld: found eligible and reviewed after all; or set on the waiting list by its score, from which it is admitted when a place
    is free.
    """
    call = locked_call(appeal.application.call_id)
    refuse_if(rules.why_not_judge(call=call, by=by))
    application = locked_application(appeal.application_id)
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    is_own = application.applicant_id == by.pk or application.conflicts.filter(person=by).exists()
    refuse_if(DecisionRefusal.CONFLICT if is_own else None)
    refuse_if(rules.why_not_answer_appeal(state=appeal.state, answer=answer))
    appeal.state = AppealState.UPHELD if is_upheld else AppealState.DISMISSED
    appeal.answer, appeal.answered_by, appeal.answered_at = answer.strip()[:4000], by, at
    appeal.save()
    record(action=f"appeal.{appeal.state}", actor=by, subject=appeal, person=application.applicant, at=at)
    if is_upheld:
        _reopen(call, application)
    tell(application, "appeal_answered", at=at, appeal=appeal)
    move_up_in(call, at=at)
    return appeal


def _reopen(call: Call, application: Application) -> None:
    if application.state == ApplicationState.INELIGIBLE:
        move(application, ApplicationState.ELIGIBLE, AppealRefusal.NOT_REFUSED)
        application.reason = ""
        application.save(update_fields=["state", "reason"])
        return
    move(application, ApplicationState.WAITING, AppealRefusal.NOT_REFUSED)
    application.position, application.reason = 0, ""
    application.save(update_fields=["state", "position", "reason"])
    number_in_order(call, locked_applications(call, (ApplicationState.WAITING,)))
