"""A learning agreement through its services: written, signed in order, sent back, changed, given up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from tests.support.courses import person
from tests.support.mobility_papers import (
    autumn,
    cast,
    changed,
    course,
    current,
    internship,
    made_coordinator,
    officer,
    sign_next,
    signed,
    written,
)
from tests.support.moments import LATER, NOON
from tests.support.studies import AMU, UNIPI

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.mobility.enums import MobilityKind, MobilityState, PaperState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.learning_agreements.selectors.facts import facts_of
from salerno.mobility.learning_agreements.services import papers
from salerno.mobility.learning_agreements.services.reminders import remind
from salerno.mobility.learning_agreements.services.signing import sign
from salerno.mobility.models import LearningAgreementComment, LearningAgreementSignature, LearningAgreementVersion, Mobility

pytestmark = pytest.mark.django_db


def refused(act, **values):
    with pytest.raises(MobilityRefused) as error:
        act(**values)
    return error.value.refusal


def test_three_sign_in_order_the_same_digest_and_each_keeps_its_document():
    who = cast()
    signed(who)

    version = current(who)
    rows = list(version.signatures.order_by("pk"))
    assert version.state == PaperState.IN_FORCE
    assert [(row.role, row.by, row.digest) for row in rows] == [
        ("learner", who.student, version.digest),
        ("sending", who.sending, version.digest),
        ("receiving", who.receiving, version.digest),
    ]
    assert len({bytes(row.pdf) for row in rows}) == 3
    assert all(bytes(row.pdf).startswith(b"%PDF-") for row in rows)
    acts = Entry.objects.filter(action="learning_agreement.signed").order_by("sequence")
    assert [entry.detail["sha256"] for entry in acts] == [version.digest] * 3
    assert version.digest == facts_of(version).digest


@pytest.mark.parametrize("number", [1, 2])
def test_nobody_signs_before_it_is_their_turn(number):
    who = cast()
    version = written(who, autumn())

    refusal = refused(sign, version=version, digest=facts_of(version).digest, by=(who.sending, who.receiving)[number - 1], at=NOON)

    assert refusal == PaperRefusal.NOT_YOUR_TURN
    assert not LearningAgreementSignature.objects.exists()


def test_the_receiving_side_does_not_sign_for_the_sending_one():
    who = cast()
    version = signed(who, 1)

    assert refused(sign, version=version, digest=version.digest, by=who.receiving, at=NOON) == PaperRefusal.NOT_YOUR_TURN


def test_whoever_sees_everything_signs_for_nobody_else():
    who = cast(there="su.se")
    version = signed(who, 1)
    everything = officer(AMU, "Coordinating Person")

    assert refused(sign, version=version, digest=version.digest, by=everything, at=NOON) == PaperRefusal.NOT_THEIR_COORDINATOR


def test_one_person_signs_for_one_end():
    who = cast()
    version = signed(who, 2)
    again = made_coordinator(who.sending, AMU)

    assert refused(sign, version=version, digest=version.digest, by=again, at=NOON) == PaperRefusal.BOTH_ENDS


def test_nobody_signs_their_own_agreement_for_an_institution():
    who = cast()
    version = signed(who, 1)
    student = made_coordinator(who.student, UNIPI)

    assert refused(sign, version=version, digest=version.digest, by=student, at=NOON) == PaperRefusal.OWN_PAPER


def test_what_was_changed_since_it_was_shown_is_not_signed():
    who = cast()
    version = written(who, autumn())
    shown = facts_of(version).digest
    papers.write(version=version, body=replace(autumn(), level="C1"), revision=0, by=who.student, at=NOON)

    assert refused(sign, version=version, digest=shown, by=who.student, at=NOON) == PaperRefusal.CHANGED_MEANWHILE
    assert not LearningAgreementSignature.objects.exists()


def test_what_was_frozen_stays_when_a_name_changes():
    who = cast()
    version = signed(who, 1)
    who.studies.family_name = "Another"
    who.studies.save()

    assert facts_of(current(who)).student.full_name == "Lea Learner"
    assert sign_next(who, who.sending).digest == version.digest


def test_an_agreement_in_which_something_is_missing_is_not_signed():
    who = cast()
    version = written(who, replace(autumn(), studied=()))

    assert refused(sign, version=version, digest=facts_of(version).digest, by=who.student, at=NOON) == PaperRefusal.NOT_WHOLE


def test_what_is_signed_is_not_written_until_the_signature_is_taken_back():
    who = cast()
    version = signed(who, 1)

    assert refused(papers.write, version=version, body=autumn(), revision=0, by=who.student, at=NOON) == PaperRefusal.SIGNED

    papers.take_back(version=version, by=who.student, at=LATER)
    again = current(who)
    assert (again.state, again.digest, again.facts, again.live_signatures) == (PaperState.DRAFT, "", {}, [])
    assert version.signatures.get().voided_at == LATER


def test_once_the_sending_side_signed_the_student_takes_nothing_back():
    who = cast()

    assert refused(papers.take_back, version=signed(who, 2), by=who.student, at=NOON) == PaperRefusal.SIGNED


@pytest.mark.parametrize("parties", [1, 2])
def test_either_end_sends_back_with_a_comment_and_all_sign_again(parties):
    who = cast()
    version = signed(who, parties)

    papers.send_back(version=version, text=" AMU-302 is full. ", digest=version.digest, by=who.receiving, at=LATER)

    comment = LearningAgreementComment.objects.get()
    assert (comment.text, comment.is_refusal, comment.by) == ("AMU-302 is full.", True, who.receiving)
    assert (current(who).state, version.signatures.filter(voided_at=LATER).count()) == (PaperState.DRAFT, parties)
    assert Message.objects.filter(recipient=who.student.email, subject="Your learning agreement was sent back").count() == 1
    for someone in (who.student, who.sending, who.receiving):
        sign_next(who, someone)
    assert current(who).state == PaperState.IN_FORCE


def test_sending_back_needs_a_reason_and_what_stands_there():
    who = cast()
    version = signed(who, 1)
    values = {"version": version, "by": who.sending, "at": NOON}

    assert refused(papers.send_back, text=" ", digest=version.digest, **values) == PaperRefusal.NO_COMMENT
    assert refused(papers.send_back, text="No.", digest="0" * 64, **values) == PaperRefusal.CHANGED_MEANWHILE
    assert current(who).state == PaperState.LEARNER


def test_a_change_replaces_the_version_in_force_with_the_last_signature():
    who = cast()
    first = signed(who)
    body = replace(autumn(), studied=(*autumn().studied[:3], course("AMU-999", reason="substituting-deleted")))
    change = changed(who, body)

    assert (change.number, change.kind, first.state) == (2, "change", PaperState.IN_FORCE)
    assert [(row.code, row.status, row.reason) for row in change.says.studied if row.status] == [
        ("AMU-303", "deleted", ""),
        ("AMU-999", "inserted", "substituting-deleted"),
    ]
    version = current(who)
    assert refused(sign, version=version, digest=facts_of(version).digest, by=who.student, at=NOON) == PaperRefusal.NOT_WHOLE

    gone = replace(autumn().studied[3], status="deleted", reason="not-available")
    recognised = tuple(replace(row, instead_of="AMU-999" if row.code == "AMU-303" else row.code) for row in body.recognised)
    marked = tuple(replace(row, reason="substituting-deleted", reason_text="Swapped.") for row in recognised)
    whole = replace(body, studied=(*body.studied, gone), recognised=marked)
    papers.write(version=version, body=whole, revision=1, by=who.student, at=NOON)
    for someone in (who.student, who.sending, who.receiving):
        sign_next(who, someone)

    states = list(LearningAgreementVersion.objects.order_by("number").values_list("number", "state"))
    assert states == [(1, PaperState.SUPERSEDED), (2, PaperState.IN_FORCE)]


def test_a_change_that_is_given_up_leaves_the_version_in_force_and_another_can_begin():
    who = cast()
    signed(who)
    change = changed(who, replace(autumn(), level="C1"))

    papers.give_up(version=change, by=who.student, at=LATER)

    assert current(who).number == 1
    assert papers.begin_change(mobility=who.mobility, by=who.student, at=LATER).number == 3


def test_the_first_version_is_not_given_up():
    who = cast()

    assert refused(papers.give_up, version=written(who), by=who.student, at=NOON) == PaperRefusal.NO_WITHDRAWAL


def test_a_mobility_has_one_agreement_and_one_version_under_way():
    who = cast()
    written(who)

    assert refused(papers.begin, mobility=who.mobility, body=autumn(), by=who.student, at=NOON) == PaperRefusal.STANDS
    assert refused(papers.begin_change, mobility=who.mobility, by=who.student, at=NOON) == PaperRefusal.STANDS


@pytest.mark.parametrize("state", [MobilityState.OFFERED, MobilityState.DEPARTED, MobilityState.CANCELLED])
def test_no_agreement_is_begun_for_a_stay_that_is_not_to_come(state):
    who = cast(state=state)

    assert refused(papers.begin, mobility=who.mobility, body=autumn(), by=who.student, at=NOON) == PaperRefusal.NO_PLACE


def test_nothing_is_signed_once_the_stay_is_called_off():
    who = cast()
    version = signed(who, 1)
    Mobility.objects.update(state=MobilityState.CANCELLED)

    assert refused(sign, version=version, digest=version.digest, by=who.sending, at=NOON) == PaperRefusal.NO_PLACE


def test_only_the_student_writes():
    who = cast()
    stranger = person("stranger@example.org")

    assert refused(papers.begin, mobility=who.mobility, body=autumn(), by=stranger, at=NOON) == PaperRefusal.NOT_YOURS
    version = written(who)
    assert refused(papers.write, version=version, body=autumn(), revision=0, by=who.sending, at=NOON) == PaperRefusal.NOT_YOURS


def test_two_windows_do_not_overwrite_each_other():
    who = cast()
    version = written(who, autumn())
    papers.write(version=version, body=replace(autumn(), level="C1"), revision=0, by=who.student, at=NOON)

    refusal = refused(papers.write, version=version, body=replace(autumn(), level="A1"), revision=0, by=who.student, at=NOON)

    assert (refusal, current(who).says.level) == (PaperRefusal.CHANGED_MEANWHILE, "C1")


def test_a_traineeship_is_signed_by_three():
    who = cast(kind=MobilityKind.TRAINEESHIP)

    assert signed(who, 3, internship()).state == PaperState.IN_FORCE


def test_a_comment_tells_the_others():
    who = cast()
    version = written(who)

    papers.comment(version=version, text="See AMU-302.", by=who.sending, at=NOON)

    subject = "Somebody commented on a learning agreement"
    assert set(Message.objects.filter(subject=subject).values_list("recipient", flat=True)) == {
        who.student.email,
        who.receiving.email,
    }


def reminded(who, at):
    before = set(Message.objects.values_list("pk", flat=True))
    count = remind(at=at)
    new = Message.objects.exclude(pk__in=before).order_by("pk")
    assert len(new) == count
    return [(row.recipient, row.subject) for row in new]


def test_whoever_is_next_is_reminded_before_the_deadline_and_each_week_after_it():
    who = cast()
    version = signed(who, 1)
    due = NOON + (version.due_on - NOON.date())
    soon, late = "A learning agreement is due soon", "A learning agreement is late"

    days = (-20, -14, -13, -3, -2, 0, 1, 2, 7, 8)
    told = [reminded(who, due + timedelta(days=day)) for day in days]

    to = who.sending.email
    assert told == [[], [(to, soon)], [], [(to, soon)], [], [], [(to, late)], [], [(to, late)], []]


def test_nobody_is_reminded_of_what_is_in_force_or_called_off():
    who = cast()
    signed(who)
    far = NOON + timedelta(days=400)
    assert remind(at=far) == 0

    changed(who, replace(autumn(), level="C1"))
    Mobility.objects.update(state=MobilityState.CANCELLED)

    assert remind(at=far) == 0


@pytest.mark.time_machine(NOON + timedelta(days=400))
def test_the_daily_run_reminds_once(capsys):
    written(cast(), autumn())

    call_command("daily", "--only", "learning-agreements")
    call_command("daily", "--only", "learning-agreements")

    said = "learning-agreements: {} reminders of learning agreements were queued.\n"
    assert capsys.readouterr().out == said.format(1) + said.format(0)
