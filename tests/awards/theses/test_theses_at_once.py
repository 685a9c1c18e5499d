"""Races on PostgreSQL with real threads: supervisors, jury and student act on one thesis at the same moment."""

from io import BytesIO

import pytest
from tests.support.moments import NOON
from tests.support.races import at_once
from tests.support.theses import AFTER, cast, deposited, judged, pdf, proposal, proposed

from salerno.awards.enums import ThesisRefusal, ThesisState
from salerno.awards.errors import ThesisRefused
from salerno.awards.models import GradeSheet, Thesis, ThesisDeposit
from salerno.awards.theses.services import juries as thesis_juries
from salerno.awards.theses.services import theses
from salerno.messaging.models import Message

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_folder")]


def refusals(results):
    assert not [row for row in results if isinstance(row, Exception) and not isinstance(row, ThesisRefused)]
    return sorted(str(row.refusal) for row in results if isinstance(row, ThesisRefused))


def test_two_supervisors_who_agree_at_once_make_one_agreement():
    who = cast()
    thesis = proposed(who)
    people = [who.first.person, who.second.person]

    results = at_once(lambda number: theses.agree(thesis=thesis, by=people[number], at=NOON), 2)

    assert (refusals(results), Thesis.objects.get().state) == ([], ThesisState.AGREED)
    assert Message.objects.filter(subject="Your thesis is agreed").count() == 1


def test_a_proposal_that_is_sent_six_times_stands_once():
    who = cast()
    values = {"enrolment": who.enrolment, "proposal": proposal(who), "by": who.student, "at": NOON}

    results = at_once(lambda _number: theses.propose(**values), 6)

    assert (Thesis.objects.count(), refusals(results)) == (1, [ThesisRefusal.STANDS] * 5)


def test_a_version_comes_before_the_jury_or_not_at_all():
    who = cast()
    thesis = deposited(who)
    acts = [
        lambda: theses.deposit(
            thesis=thesis, source=BytesIO(pdf("late")), title=thesis.title, embargo_until=None, by=who.student, at=NOON
        ),
        lambda: thesis_juries.name_jury(
            thesis=thesis, seats=[who.chair, who.member], chair=who.chair.person, by=who.officer, at=NOON
        ),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert Thesis.objects.get().state == ThesisState.WITH_JURY
    assert (ThesisDeposit.objects.count(), refusals(results)) in [(2, []), (1, [ThesisRefusal.WITH_JURY])]


def test_versions_that_arrive_at_once_have_numbers_of_their_own():
    who = cast()
    thesis = deposited(who)

    results = at_once(
        lambda number: theses.deposit(
            thesis=thesis, source=BytesIO(pdf(str(number))), title=thesis.title, embargo_until=None, by=who.student, at=NOON
        ),
        4,
    )

    assert refusals(results) == []
    assert sorted(ThesisDeposit.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_grade_is_confirmed_or_sent_back_and_never_both():
    who = cast()
    thesis = judged(who)
    acts = [
        lambda: thesis_juries.confirm_grade(thesis=thesis, by=who.chair.person, at=AFTER),
        lambda: thesis_juries.return_grade(thesis=thesis, reason="Added up wrongly.", by=who.chair.person, at=AFTER),
    ]

    results = at_once(lambda number: acts[number % 2](), 4)

    assert refusals(results) == [ThesisRefusal.NOT_JUDGED] * 3
    assert GradeSheet.objects.count() == (Thesis.objects.get().state == ThesisState.GRADED)
