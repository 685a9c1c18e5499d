"""The record of acts is append-only: every tampering is found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.support.moments import NOON

from salerno.audit.models import Entry, Head
from salerno.audit.services import record, verify_chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def five_entries():
    return [record(action=f"act.{number}", actor=None, detail={"n": number}, at=NOON) for number in range(1, 6)]


def test_a_whole_chain_verifies(five_entries):
    assert verify_chain() == (5, [])
    call_command("audit", "verify")


@pytest.mark.parametrize(
    ("field", "value"), [("action", "act.other"), ("detail", {"n": 99}), ("subject_type", "people.person")]
)
def test_a_changed_entry_is_found(five_entries, field, value):
    Entry.objects.filter(sequence=3).update(**{field: value})

    _count, faults = verify_chain()

    assert [(fault.sequence, fault.problem) for fault in faults] == [(3, "was changed after it was written")]


def test_a_missing_entry_is_found(five_entries):
    Entry.objects.filter(sequence=3).delete()

    _count, faults = verify_chain()

    assert [(fault.sequence, fault.problem) for fault in faults] == [(3, "missing: the next entry is 4")]


def test_entries_cut_off_at_the_end_are_found(five_entries):
    Entry.objects.filter(sequence__gte=4).delete()

    _count, faults = verify_chain()

    assert [fault.sequence for fault in faults] == [5]


def test_two_entries_that_changed_places_are_found(five_entries):
    Entry.objects.filter(sequence=2).update(sequence=900)
    Entry.objects.filter(sequence=3).update(sequence=2)
    Entry.objects.filter(sequence=900).update(sequence=3)

    _count, faults = verify_chain()

    assert {fault.sequence for fault in faults} >= {2, 3}


def test_a_rehashed_forgery_contradicts_its_neighbour(five_entries):
    from salerno.audit.services import _hash_of

    entry = Entry.objects.get(sequence=3)
    entry.action = "act.forged"
    entry.hash = _hash_of(entry)
    entry.save()

    _count, faults = verify_chain()

    assert [(fault.sequence, fault.problem) for fault in faults] == [(4, "does not follow the entry before it")]


def test_the_command_ends_with_an_error_when_the_chain_is_broken(five_entries):
    Entry.objects.filter(sequence=1).update(action="act.other")

    with pytest.raises(CommandError, match="1 faults in 5 entries"):
        call_command("audit", "verify")


def test_an_act_that_is_rolled_back_leaves_no_entry():
    from django.db import transaction

    def act_and_fail():
        with transaction.atomic():
            record(action="act.lost", actor=None, at=NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_and_fail()

    assert list(Entry.objects.all()) == []
    assert verify_chain() == (0, [])


def test_the_head_is_one_row(five_entries):
    assert Head.objects.count() == 1
    assert connection.vendor in {"sqlite", "postgresql"}
