"""The weekly log: written, handed in, changed until the tutor has read it, refused otherwise."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from tests.support.mobility_papers import cast
from tests.support.mobility_traineeships import (
    ARRIVED,
    NOW,
    WEEKS,
    WRITTEN,
    asked,
    certified,
    handed_in,
    mobility_of,
    trainee,
)

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.mobility.enums import LogWeekState, MobilityState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import LogWeek, Mobility
from salerno.mobility.traineeships.refusals import LogRefusal
from salerno.mobility.traineeships.selectors import log_of
from salerno.mobility.traineeships.services.log import Written, save_week
from salerno.mobility.traineeships.services.reminders import remind
from salerno.mobility.traineeships.services.tutors import open_log

pytestmark = pytest.mark.django_db


def save(who, monday=ARRIVED, *, written=WRITTEN, revision=0, hands_in=False, by=None, at=NOW):
    given = {"written": written, "revision": revision, "hands_in": hands_in, "by": by or who.student, "at": at}
    return save_week(mobility=who.mobility, starts_on=monday, **given)


def refused(*args, **values):
    with pytest.raises(MobilityRefused) as error:
        save(*args, **values)
    return error.value.refusal


def test_a_draft_is_kept_incomplete_and_is_no_act():
    who = trainee()
    before = Entry.objects.count()

    week = save(who, written=Written(done="I be"))

    assert (week.state, week.done, week.hours, week.handed_in_at) == (LogWeekState.DRAFT, "I be", None, None)
    assert Entry.objects.count() == before


def test_a_week_is_handed_in_changed_and_made_a_draft_again():
    who = trainee()
    save(who, hands_in=True)
    save(who, written=replace(WRITTEN, done="More."), revision=1, hands_in=True)

    week = save(who, written=replace(WRITTEN, done="Less."), revision=2)

    assert (week.state, week.done, week.handed_in_at, week.revision) == (LogWeekState.DRAFT, "Less.", None, 3)
    acts = Entry.objects.filter(action__startswith="traineeship.").order_by("sequence").values_list("action", flat=True)
    assert list(acts) == ["traineeship.week_handed_in"] * 2 + ["traineeship.week_taken_back"]


def test_an_empty_week_is_not_handed_in_and_a_week_off_is():
    who = trainee()

    assert refused(who, written=replace(WRITTEN, done=" "), hands_in=True) == LogRefusal.EMPTY
    assert refused(who, written=replace(WRITTEN, hours=None), hands_in=True) == LogRefusal.EMPTY
    assert save(who, written=replace(WRITTEN, done="Ill.", hours=0), hands_in=True).state == LogWeekState.HANDED_IN


def test_of_two_windows_the_second_is_told_and_nothing_is_lost():
    who = trainee()
    save(who)

    assert refused(who, written=replace(WRITTEN, done="Another.")) == LogRefusal.CHANGED_MEANWHILE
    assert LogWeek.objects.get().done == WRITTEN.done


@pytest.mark.parametrize(
    ("monday", "refusal"),
    [
        (date(2027, 2, 2), LogRefusal.NO_MONDAY),
        (date(2027, 3, 8), LogRefusal.IN_THE_FUTURE),
        (date(2027, 1, 25), LogRefusal.OUTSIDE),
    ],
)
def test_a_week_that_is_none_or_has_not_come_or_lies_outside_is_refused(monday, refusal):
    assert refused(trainee(), monday) == refusal


def test_a_week_after_the_departure_lies_outside():
    who = trainee()
    Mobility.objects.filter(pk=who.mobility.pk).update(state=MobilityState.DEPARTED, departed_on=date(2027, 2, 12))

    assert save(who, WEEKS[1]).starts_on == WEEKS[1]
    assert refused(who, WEEKS[2]) == LogRefusal.OUTSIDE


def test_who_is_no_trainee_somebody_else_or_not_there_yet_writes_nothing():
    who = trainee()

    assert refused(who, by=who.sending) == LogRefusal.NOT_YOURS
    Mobility.objects.filter(pk=who.mobility.pk).update(state=MobilityState.CONFIRMED, arrived_on=None)
    assert refused(who) == LogRefusal.NOT_THERE


def test_a_stay_for_studies_has_no_log():
    who = cast(state=MobilityState.ARRIVED)

    assert refused(who) == LogRefusal.NOT_A_TRAINEESHIP


def test_what_the_tutor_has_read_no_longer_changes_and_the_next_week_does():
    who = trainee()
    handed_in(who, WEEKS[0])
    save(who, WEEKS[1])
    open_log(token=asked(who), at=NOW)

    assert refused(who, WEEKS[0], revision=1) == LogRefusal.SEEN
    assert save(who, WEEKS[1], revision=1, hands_in=True).state == LogWeekState.HANDED_IN


def test_the_log_closes_with_the_certificate():
    who, _certificate = certified()

    assert refused(who, WEEKS[2]) == LogRefusal.SIGNED


@time_machine.travel(NOW, tick=False)
def test_the_page_shows_each_week_that_has_begun_and_which_are_late():
    who = trainee()
    handed_in(who, WEEKS[0])
    save(who, WEEKS[1])

    log = log_of(mobility_of(who))

    found = [(line.number, line.starts_on.day, line.week.state if line.week else "", line.is_late) for line in log.lines]
    assert found == [(5, 1, "", False), (4, 22, "", False), (3, 15, "", True), (2, 8, "draft", True), (1, 1, "handed-in", False)]
    assert [(each.text, each.weeks) for each in log.served] == [("Judge a data set.", 2), ("Explain a model to a ward.", 0)]
    assert (log.hours, log.workload) == (70, (150, 180))


def letters(what):
    return list(Message.objects.filter(template=f"mobility/mail/{what}").order_by("pk").values_list("recipient", "subject"))


def test_a_trainee_is_written_to_once_for_each_week_that_becomes_late():
    who = trainee()
    handed_in(who, WEEKS[0])

    found = [remind(at=NOW + timedelta(days=days)) for days in (0, 0, 1, 7)]  # on the third day of March two are late

    assert found == [1, 0, 0, 1]
    assert letters("log_open") == [(who.student.email, "A few lines for your weekly log")] * 2
    body = Message.objects.filter(template="mobility/mail/log_open").first().body
    assert "2 weeks of your log" in body


def test_who_wrote_all_weeks_is_left_alone_and_so_is_whose_tutor_signed(capsys):
    who = trainee()
    handed_in(who, *WEEKS)
    assert remind(at=NOW) == 0

    with time_machine.travel(NOW):
        call_command("daily", "--only", "trainees")

    assert capsys.readouterr().out == "trainees: 0 letters to trainees were queued.\n"


def test_a_trainee_is_told_once_to_ask_the_tutor_when_two_weeks_are_left():
    who = trainee()
    near = datetime(2027, 6, 16, 12, tzinfo=UTC)
    assert remind(at=near - timedelta(days=1)) == 1  # of weeks that are late

    assert [remind(at=near), remind(at=near + timedelta(days=1))] == [1, 0]
    assert letters("tutor_due") == [(who.student.email, "Ask your tutor before you leave")]


def test_nobody_is_told_to_ask_a_tutor_who_was_asked():
    who, _certificate = certified()
    before = Message.objects.count()

    assert remind(at=NOW + timedelta(days=200)) == 0
    assert (Message.objects.count(), mobility_of(who).state) == (before, MobilityState.DEPARTED)


def test_the_university_reads_no_draft():
    who = trainee()
    handed_in(who, WEEKS[0])
    save(who, WEEKS[1])

    log = log_of(mobility_of(who), states=(LogWeekState.HANDED_IN, LogWeekState.SEEN))

    assert [week.starts_on for week in log.read] == [WEEKS[0]]


@time_machine.travel(NOW + timedelta(days=400), tick=False)
def test_a_departure_that_nobody_confirmed_ends_the_list_with_the_planned_last_day():
    assert log_of(trainee().mobility).lines[0].starts_on == date(2027, 6, 28)
