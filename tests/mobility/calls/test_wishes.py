"""Wishes: kept with a revision, handed in, taken back, withdrawn; for the student alone and as long as the call is open."""

from datetime import date

import pytest
from tests.factories.people import PersonFactory
from tests.support import mobility as world
from tests.support.mobility import AFTER, AMU, OPENS, UNIPI, WHILE_OPEN
from tests.support.studies import student

from salerno.audit.models import Entry
from salerno.mobility.calls.refusals import WishRefusal
from salerno.mobility.calls.services.wishes import Wished, hand_in, save_wishes, take_back, withdraw
from salerno.mobility.enums import CallState, WishState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Condition, InterInstitutionalAgreement, Wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return world.call_with_places()


@pytest.fixture
def studies(opened):
    return world.cohort_student(opened[0])


def keys(*places):
    return [str(place.uuid) for place in places]


def save(call, person, *places, revision=0, at=WHILE_OPEN, **values):
    return save_wishes(call=call, wished=Wished(keys(*places), **values), revision=revision, by=person, at=at)


def refused(act, *args, **values):
    with pytest.raises(MobilityRefused) as error:
        act(*args, **values)
    return error.value.refusal


def ranked(wish):
    return [(choice.rank, choice.place) for choice in wish.choices.select_related("place")]


def test_wishes_are_kept_in_their_order_with_needs_and_a_revision(opened, studies):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened
    needs = {"periods": ["autumn"], "accessible": True}

    wish = save(call, studies.student, stockholm, pisa, needs=needs, note="My partner lives there.")

    assert ranked(wish) == [(1, stockholm), (2, pisa)]
    assert (wish.state, wish.revision, wish.needs, wish.home.schac) == (WishState.DRAFT, 1, needs, AMU)
    assert wish.studies == studies


def test_what_another_window_saved_is_not_overwritten(opened, studies):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened
    save(call, studies.student, stockholm)
    save(call, studies.student, stockholm, pisa, revision=1)

    for revision in (0, 1, 3):
        assert refused(save, call, studies.student, pisa, revision=revision) == WishRefusal.CHANGED_MEANWHILE

    assert ranked(Wish.objects.get()) == [(1, stockholm), (2, pisa)]


def test_nobody_chooses_home_more_than_allowed_twice_or_what_is_not_there(opened, studies):
    call, (marseille, pisa, stockholm, _elsewhere) = opened
    other_call, (_m, other, *_rest) = world.call_with_places(offering=call.offering)
    call.most_choices = 1
    call.save()

    assert refused(save, call, studies.student, marseille) == WishRefusal.NO_SUCH_PLACE
    assert refused(save, call, studies.student, other) == WishRefusal.NO_SUCH_PLACE
    assert refused(save, call, studies.student, pisa, stockholm) == WishRefusal.TOO_MANY
    call.most_choices = 8
    call.save()
    assert refused(save, call, studies.student, pisa, pisa) == WishRefusal.SAME_RANK
    assert not Wish.objects.exists()
    assert other_call != call


def test_a_place_of_an_agreement_is_for_students_of_its_sending_side(opened, studies):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened
    sides = {"first": world.institution(UNIPI), "second": stockholm.institution}
    agreement = InterInstitutionalAgreement.objects.create(
        code="pisa-stockholm", starts_on=date(2026, 1, 1), ends_on=date(2030, 1, 1), **sides
    )
    given = {"isced_f": "0988", "places": 1, "months": 5}
    stockholm.condition = Condition.objects.create(agreement=agreement, sending=sides["first"], receiving=sides["second"], **given)
    stockholm.save()
    of_pisa = student(PersonFactory(), at=(UNIPI,), cohort=call.offering)

    assert refused(save, call, studies.student, stockholm) == WishRefusal.NO_SUCH_PLACE
    assert ranked(save(call, of_pisa.student, stockholm)) == [(1, stockholm)]


def test_only_students_of_the_cohort_write(opened):
    call, (_marseille, pisa, *_others) = opened

    assert refused(save, call, PersonFactory(), pisa) == WishRefusal.NOT_IN_COHORT


@pytest.mark.parametrize(
    ("state", "at", "refusal"),
    [
        (CallState.DRAFT, WHILE_OPEN, WishRefusal.NOT_OPEN_YET),
        (CallState.OPEN, OPENS.replace(year=2025), WishRefusal.NOT_OPEN_YET),
        (CallState.OPEN, AFTER, WishRefusal.CLOSED),
        (CallState.CLOSED, WHILE_OPEN, WishRefusal.CLOSED),
        (CallState.PUBLISHED, WHILE_OPEN, WishRefusal.CLOSED),
    ],
)
def test_wishes_are_written_while_the_call_is_open(opened, studies, state, at, refusal):
    call, (_marseille, pisa, *_others) = opened
    call.state = state
    call.save()

    assert refused(save, call, studies.student, pisa, at=at) == refusal


def test_wishes_are_handed_in_taken_back_and_changed(opened, studies):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened
    me = {"by": studies.student, "at": WHILE_OPEN}
    wish = hand_in(wish=save(call, studies.student, stockholm), **me)

    assert (wish.state, wish.submitted_at) == (WishState.SUBMITTED, WHILE_OPEN)
    assert refused(save, call, studies.student, pisa, revision=1) == WishRefusal.NOT_DRAFT
    assert take_back(wish=wish, **me).submitted_at is None
    assert ranked(save(call, studies.student, pisa, revision=1)) == [(1, pisa)]
    acts = list(Entry.objects.filter(action__startswith="wish.").order_by("sequence").values_list("action", flat=True))
    assert acts == ["wish.handed_in", "wish.taken_back"]


def test_an_empty_list_is_not_handed_in(opened, studies):
    wish = save(opened[0], studies.student)

    assert refused(hand_in, wish=wish, by=studies.student, at=WHILE_OPEN) == WishRefusal.EMPTY


def test_nobody_acts_for_a_student(opened):
    call, (_marseille, pisa, *_others) = opened
    wish = world.wish(call, pisa)

    for act in (take_back, withdraw):
        assert refused(act, wish=wish, by=world.coordinator(), at=WHILE_OPEN) == WishRefusal.NOT_YOURS


def test_after_closing_one_can_withdraw_until_places_are_published_but_not_take_back(opened):
    call, (_marseille, pisa, *_others) = opened
    wish, late = world.wish(call, pisa), world.wish(call, pisa)
    call.state = CallState.CLOSED
    call.save()

    assert refused(take_back, wish=wish, by=wish.student, at=AFTER) == WishRefusal.CLOSED
    assert withdraw(wish=wish, by=wish.student, at=AFTER).state == WishState.WITHDRAWN
    call.state = CallState.PUBLISHED
    call.save()
    assert refused(withdraw, wish=late, by=late.student, at=AFTER) == WishRefusal.PUBLISHED


def test_whoever_has_withdrawn_writes_again_while_the_call_is_open(opened, studies):
    call, (_marseille, pisa, *_others) = opened
    me = {"by": studies.student, "at": WHILE_OPEN}
    withdraw(wish=save(call, studies.student, pisa), **me)

    assert save(call, studies.student, pisa, revision=1).state == WishState.DRAFT
