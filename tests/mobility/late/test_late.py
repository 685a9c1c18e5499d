"""Who is late: each matter on its day, whom a reminder reaches, once a day and a matter, and for one's own institution alone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.mobility_stays import HOST, OTHER_HOST, coordinator, one_stay, published, sender

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.mobility.enums import Matter, MobilityState, ResultSource, Signer
from salerno.mobility.late.selectors import late_lines, reminders_of
from salerno.mobility.late.services import remind_of
from salerno.mobility.models import Mobility
from salerno.mobility.recognition.services import Line, enter_results

pytestmark = pytest.mark.django_db
BEGUN = {"arrived_on": date(2026, 9, 2)}
BACK = BEGUN | {"departed_on": date(2027, 1, 30)}


def noon(*day):
    return datetime(*day, 12, tzinfo=UTC)


def found(person, at, matter=""):
    return [(line.matter, line.days, line.whose) for line in late_lines(person, at, matter)]


@pytest.mark.parametrize(
    ("state", "values", "last_good_day", "expected"),
    [
        (MobilityState.OFFERED, {}, date(2026, 3, 9), (Matter.ACCEPT, -2, Signer.LEARNER)),
        (MobilityState.ACCEPTED, {}, date(2026, 8, 2), (Matter.SIGN, 1, Signer.LEARNER)),
        (MobilityState.ARRIVED, BEGUN, date(2027, 1, 31), (Matter.DEPART, 1, Signer.RECEIVING)),
        (MobilityState.DEPARTED, BACK, date(2027, 3, 6), (Matter.RESULTS, 1, Signer.RECEIVING)),
    ],
)
def test_a_matter_is_late_from_the_day_after_its_last(state, values, last_good_day, expected):
    one_stay(state, **values)
    person = sender()
    of_this = [Matter.SIGN] if expected[0] == Matter.SIGN else [each for each in Matter if each != Matter.SIGN]

    days = [last_good_day, last_good_day + timedelta(days=1)]
    lines = [[line for line in found(person, noon(day.year, day.month, day.day)) if line[0] in of_this] for day in days]

    assert lines == [[], [expected]]


def test_an_arrival_is_late_the_day_after_the_stay_begins():
    one_stay(MobilityState.CONFIRMED)
    person = sender()

    assert [line[0] for line in found(person, noon(2026, 9, 1))] == [Matter.SIGN]
    assert (Matter.ARRIVE, 1, Signer.RECEIVING) in found(person, noon(2026, 9, 2))


def test_results_that_came_are_to_be_decided_on_within_five_weeks():
    _stays, row = one_stay(MobilityState.DEPARTED, **BACK)
    person, came = sender(), noon(2027, 2, 10)
    line = Line("Etica", Decimal(6), date(2027, 1, 20))
    enter_results(mobility=row, lines=[line], source=ResultSource.HAND, by=person, at=came)

    assert found(person, came + timedelta(weeks=5)) == []
    assert found(person, came + timedelta(weeks=5, days=1)) == [(Matter.DECIDE, 1, Signer.SENDING)]


def test_only_the_two_institutions_see_it_and_nobody_their_own():
    _stays, row = one_stay(MobilityState.ARRIVED, **BEGUN)
    host, third, at = coordinator(HOST), coordinator(OTHER_HOST), noon(2027, 2, 3)

    assert [found(person, at, Matter.DEPART) for person in (host, third)] == [[(Matter.DEPART, 3, Signer.RECEIVING)], []]
    row.wish.student.roles.model.objects.filter(person=host).update(person=row.wish.student)
    assert found(row.wish.student, at) == []


def test_the_list_costs_the_same_for_many():
    stays = published({"ada": [HOST], "bob": [HOST], "eve": [OTHER_HOST], "kim": [OTHER_HOST]}, capacities={HOST: 2, OTHER_HOST: 2})
    person, at = sender(), noon(2026, 9, 20)

    def queries(keys):
        Mobility.objects.filter(wish__student__in=[stays.students[key] for key in keys]).update(state=MobilityState.CONFIRMED)
        with CaptureQueriesContext(connection) as captured:
            lines = late_lines(person, at)
        return len(lines), len(captured)

    queries([])
    (few, cheap), (many, dear) = queries(["ada"]), queries(stays.students)

    assert (few < many, cheap) == (True, dear)


def test_a_host_without_anybody_here_is_written_to_by_the_sending_coordinators():
    one_stay(MobilityState.CONFIRMED)
    office = sender()
    at = noon(2026, 9, 20)
    (line,) = late_lines(office, at, Matter.ARRIVE)

    assert [each.people for each in reminders_of([line], at.date())] == [[office]]
    host = coordinator(HOST)
    assert [each.people for each in reminders_of([line], at.date())] == [[host]]


def test_a_reminder_goes_once_a_day_and_is_audited():
    stays, row = one_stay()
    office, at = sender(), noon(2026, 3, 11)
    keys = {line.key for line in late_lines(office, at)}

    counts = [remind_of(keys=keys, by=office, at=moment) for moment in (at, at + timedelta(minutes=5))]

    mail = Message.objects.get(key__startswith="late/")
    assert (counts, mail.recipient) == ([1, 0], stays.students["ada"].email)
    assert "Your place waits for your answer" in mail.subject
    assert reverse("mobility:stay", args=[row.uuid]) in mail.body
    assert [entry.detail for entry in Entry.objects.filter(action="mobility.reminded")] == [{"matter": "accept", "notices": 1}]


def test_what_is_done_meanwhile_and_what_is_not_ones_own_reminds_nobody():
    _stays, row = one_stay()
    at = noon(2026, 3, 11)
    keys = {line.key for line in late_lines(sender(), at)}

    assert remind_of(keys=keys, by=coordinator(OTHER_HOST), at=at) == 0
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.DECLINED)
    assert (remind_of(keys=keys | {"nonsense"}, by=sender(), at=at), Message.objects.filter(key__startswith="late/").exists()) == (
        0,
        False,
    )


@pytest.fixture
def late_day():
    with time_machine.travel(noon(2026, 9, 20), tick=False):
        yield


def test_many_are_reminded_after_a_preview(client, late_day):
    stays = published({"ada": [HOST], "bob": [OTHER_HOST]})
    Mobility.objects.update(state=MobilityState.CONFIRMED)
    host = coordinator(HOST)
    client.force_login(sender())
    page = client.get(reverse("mobility:late"), {"matter": "arrive"})
    assert ("Student Ada" in page.content.decode(), "19 days late" in page.content.decode()) == (True, True)
    preview = client.get(reverse("mobility:remind_late"), {"matter": "arrive", "all": "on"}).content.decode()
    assert "Send 2 reminders" in preview

    keys = [f"arrive:{stays.mobilities[key].uuid}" for key in ("ada", "bob")]
    said = client.post(reverse("mobility:remind_late"), {"item": keys}, follow=True).content.decode()

    assert "2 reminders were queued." in said
    assert host.email in set(Message.objects.values_list("recipient", flat=True))
    assert "Reminded today already." in client.get(reverse("mobility:remind_late"), {"item": keys}).content.decode()
    assert "Nobody was reminded" in client.post(reverse("mobility:remind_late"), {"item": keys}, follow=True).content.decode()


def test_the_list_is_a_file_and_teaches_when_it_is_empty(client, late_day):
    _stays, row = one_stay(MobilityState.CONFIRMED)
    client.force_login(sender())

    lines = client.get(reverse("mobility:late"), {"as": "csv"}).content.decode().splitlines()
    assert (len(lines), str(row.uuid) in lines[1]) == (3, True)
    client.force_login(coordinator(OTHER_HOST))
    assert "Nobody is late" in client.get(reverse("mobility:late")).content.decode()
    assert "Nothing is chosen" in client.get(reverse("mobility:remind_late")).content.decode()
