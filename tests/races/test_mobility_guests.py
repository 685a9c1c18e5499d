"""Races of guests on PostgreSQL with real threads: the last seat, two clicks of one student, two transcripts at once."""

import pytest
from tests.factories.people import PersonFactory
from tests.mobility.transcripts.test_transcripts import back, enter
from tests.support.mobility_guests import AT, from_elsewhere, nominated
from tests.support.mobility_stays import AFTERWARDS, HOST, coordinator
from tests.support.races import at_once
from tests.support.studies import made_up_cohort

from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import HostTranscript, Mobility, Nomination
from salerno.mobility.nominations.refusals import NominationRefusal
from salerno.mobility.nominations.selectors import taken_in
from salerno.mobility.nominations.services import take_nomination
from salerno.mobility.transcripts.refusals import TranscriptRefusal
from salerno.mobility.transcripts.selectors import candidates_of
from salerno.mobility.transcripts.services import issue

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def refusals(results):
    return sorted(str(result.refusal) for result in results if isinstance(result, MobilityRefused))


def nobody_failed(results):
    return [result for result in results if isinstance(result, Exception) and not hasattr(result, "refusal")] == []


def test_the_last_seat_is_given_to_one_guest():
    made_up_cohort()
    condition = from_elsewhere()
    people = [coordinator(HOST), coordinator(HOST)]

    results = at_once(lambda n: nominated(condition, people[n % 2], email=f"guest{n}@example.org"), 6)

    assert nobody_failed(results)
    assert refusals(results) == [NominationRefusal.FULL] * 5
    assert Nomination.objects.count() == 1


def test_a_seat_is_never_free_while_its_guest_takes_it():
    made_up_cohort()
    condition = from_elsewhere()
    row, nora, host = nominated(condition), PersonFactory(email="nora@example.org"), coordinator(HOST)
    acts = [
        lambda: take_nomination(nomination=row, by=nora, at=AT),
        lambda: nominated(condition, host, email="olle@example.org"),
    ]

    results = at_once(lambda n: acts[n % 2](), 6)

    assert nobody_failed(results)
    assert refusals(results) == [NominationRefusal.FULL] * 3
    assert (Mobility.objects.count(), taken_in(condition, row.starts_on)) == (1, 1)


def test_two_transcripts_at_once_are_one():
    row, pisa = back()
    enter(row, pisa)
    found = candidates_of(row)
    keys = [each.key for each in found.rows]

    results = at_once(lambda _n: issue(mobility=row, chosen=keys, shown=found.digest, by=pisa, at=AFTERWARDS), 4)

    assert nobody_failed(results)
    assert set(refusals(results)) <= {TranscriptRefusal.CHANGED_MEANWHILE}
    numbers = sorted(HostTranscript.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) + len(refusals(results)) == 4
