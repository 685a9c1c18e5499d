"""A learning agreement on its way to the signatures: begun, written, changed, taken back, sent back, given up, spoken about."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from salerno.mobility.enums import PaperKind, PaperState
from salerno.mobility.errors import refuse_if
from salerno.mobility.learning_agreements import rules
from salerno.mobility.learning_agreements.news import tell, tell_both_ends
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.learning_agreements.selectors.facts import in_force_before, mobilities_with_all, newest_of, with_all
from salerno.mobility.learning_agreements.services.steps import back_to_draft, lock_mobility, locked, move, note
from salerno.mobility.models import LearningAgreement, LearningAgreementComment, LearningAgreementVersion, Mobility
from salerno.mobility.papers.body import Body, as_json, marked, settled
from salerno.people.models import Person

TO_SIGN = timedelta(days=14)
"""What a change has, and a first version that is begun late: a deadline of this campus, from which reminders are counted."""


def first_due_on(starts_on: date, today: date) -> date:
    """A month before the stay; whoever begins later than that has two weeks."""
    return max(starts_on - rules.BEFORE_THE_STAY, today + TO_SIGN)


@transaction.atomic
def begin(*, mobility: Mobility, body: Body, by: Person, at: datetime) -> LearningAgreementVersion:
    """The first version of the learning agreement of ``mobility``, which says ``body``; one for each mobility."""
    lock_mobility(mobility.pk)
    mobility = mobilities_with_all(Mobility.objects).get(pk=mobility.pk)
    refuse_if(rules.why_not_begin(mobility, by))
    refuse_if(PaperRefusal.STANDS if LearningAgreement.objects.filter(mobility=mobility).exists() else None)
    agreement = LearningAgreement.objects.create(mobility=mobility, begun_at=at)
    version = LearningAgreementVersion.objects.create(
        agreement=agreement, number=1, body=as_json(body), due_on=first_due_on(mobility.starts_on, at.date()), begun_at=at
    )
    note("learning_agreement.begun", version, by, at)
    return version


@transaction.atomic
def write(*, version: LearningAgreementVersion, body: Body, revision: int, by: Person, at: datetime) -> LearningAgreementVersion:
    """Keep ``body`` as what the draft says. ``revision``: that from which it was written; another is refused, nothing is lost.

    In a change each row is marked as inserted or deleted against the version in force.
    """
    version = locked(version)
    refuse_if(rules.why_not_write(version, by))
    refuse_if(PaperRefusal.CHANGED_MEANWHILE if revision != version.revision else None)
    before = in_force_before(version)
    body = marked(settled(before.says), body) if before else body
    version.body, version.revision = as_json(body), version.revision + 1
    version.save(update_fields=["body", "revision"])
    note("learning_agreement.written", version, by, at, revision=version.revision)
    return version


@transaction.atomic
def begin_change(*, mobility: Mobility, by: Person, at: datetime) -> LearningAgreementVersion:
    """The next version, a draft that says what is in force; that one holds until all three have signed this one."""
    lock_mobility(mobility.pk)
    newest = newest_of(mobility)
    refuse_if(PaperRefusal.NOT_IN_FORCE if newest is None else rules.why_not_change(newest, by))
    last = LearningAgreementVersion.objects.filter(agreement=newest.agreement_id).aggregate(last=Max("number"))["last"]
    version = LearningAgreementVersion.objects.create(
        agreement=newest.agreement,
        number=last + 1,
        kind=PaperKind.CHANGE,
        body=as_json(settled(newest.says)),
        due_on=at.date() + TO_SIGN,
        begun_at=at,
    )
    note("learning_agreement.change_begun", version, by, at)
    return version


@transaction.atomic
def give_up(*, version: LearningAgreementVersion, by: Person, at: datetime) -> LearningAgreementVersion:
    """End a change that is not in force; its signatures no longer hold, and the version in force does."""
    version = locked(version)
    refuse_if(rules.why_not_give_up(version, by))
    had_signatures = bool(version.live_signatures)
    version.signatures.filter(voided_at__isnull=True).update(voided_at=at)
    move(version, PaperState.WITHDRAWN)
    note("learning_agreement.given_up", version, by, at)
    if had_signatures:
        tell_both_ends("given_up", version, by, at)
    return version


@transaction.atomic
def take_back(*, version: LearningAgreementVersion, by: Person, at: datetime) -> LearningAgreementVersion:
    """The student takes the signature back, to write again; as long as nobody else has signed."""
    version = locked(version)
    refuse_if(rules.why_not_take_back(version, by))
    back_to_draft(version, at)
    note("learning_agreement.taken_back", version, by, at)
    return version


@transaction.atomic
def send_back(*, version: LearningAgreementVersion, text: str, digest: str, by: Person, at: datetime) -> LearningAgreementVersion:
    """One end refuses what was signed so far, and says why: the student writes again, and everybody signs again."""
    version = locked(version)
    refuse_if(rules.why_not_send_back(version, by))
    refuse_if(PaperRefusal.CHANGED_MEANWHILE if digest != version.digest else None)
    refuse_if(None if text.strip() else PaperRefusal.NO_COMMENT)
    LearningAgreementComment.objects.create(version=version, by=by, at=at, text=text.strip()[:2000], is_refusal=True)
    back_to_draft(version, at)
    note("learning_agreement.sent_back", version, by, at, reason=text.strip()[:2000])
    tell("sent_back", version, [version.agreement.mobility.wish.student], at)
    return version


@transaction.atomic
def comment(*, version: LearningAgreementVersion, text: str, by: Person, at: datetime) -> LearningAgreementComment:
    """Say something about a version, to the student and both ends."""
    version = with_all(LearningAgreementVersion.objects).get(pk=version.pk)
    refuse_if(None if text.strip() else PaperRefusal.NO_COMMENT)
    row = LearningAgreementComment.objects.create(version=version, by=by, at=at, text=text.strip()[:2000])
    note("learning_agreement.commented", version, by, at)
    tell_both_ends("commented", version, by, at)
    return row
