"""What waits for a student in mobility stands on the page of one's studies, with its day, as long as it can be done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.support import mobility as world
from tests.support.mobility import AFTER, CLOSES, UNIPI, WHILE_OPEN
from tests.support.mobility_papers import Cast, autumn, cast, sign_next, written

from salerno.mobility.enums import MobilityState, WishState
from salerno.mobility.models import Mobility
from salerno.mobility.selectors import waits_for_student

pytestmark = pytest.mark.django_db


def urls(person, at):
    return [waits.url for waits in waits_for_student(person, at)]


def test_an_open_call_waits_until_one_has_handed_in_withdrawn_or_it_is_closed():
    call = world.call()
    studies = world.cohort_student(call)
    there = world.place(call, UNIPI)

    (waits,) = waits_for_student(studies.student, WHILE_OPEN)
    assert (waits.label, waits.url) == ("See the places", reverse("mobility:call", args=[call.uuid]))
    assert "“Autumn abroad” is open." in waits.sentence
    assert "1 Dec 2026" in waits.sentence

    wish = world.wish(call, there, studies=studies, state=WishState.DRAFT)
    (waits,) = waits_for_student(studies.student, WHILE_OPEN)
    assert "count only if you hand them in by 1 Dec 2026" in waits.sentence
    assert urls(studies.student, CLOSES + timedelta(seconds=1)) == []
    for state in (WishState.SUBMITTED, WishState.WITHDRAWN):
        wish.state = state
        wish.save()
        assert urls(studies.student, WHILE_OPEN) == []


def test_an_offer_waits_for_an_answer_until_its_day():
    _call, stay = world.published_call()
    student = stay.wish.student

    (waits,) = waits_for_student(student, AFTER)

    assert waits.sentence.startswith("You are offered a place: University of Pisa. Accept or decline it by 12 Dec 2026")
    assert waits.url == reverse("mobility:stay", args=[stay.uuid])
    assert urls(student, stay.accept_until + timedelta(seconds=1)) == []


def test_a_learning_agreement_waits_to_be_begun_and_to_be_signed():
    who: Cast = cast()
    paper = reverse("mobility:paper", args=[who.mobility.uuid])
    at = who.mobility.offered_at

    (begun,) = waits_for_student(who.student, at)
    assert (begun.url, "before you leave" in begun.sentence) == (paper, True)
    written(who, autumn())
    (draft,) = waits_for_student(who.student, at)
    assert "waits for your signature" in draft.sentence
    Mobility.objects.filter(pk=who.mobility.pk).update(state=MobilityState.CANCELLED)
    assert urls(who.student, at) == []
    Mobility.objects.filter(pk=who.mobility.pk).update(state=MobilityState.ACCEPTED)
    sign_next(who, who.student)

    assert urls(who.student, at) == []


def test_the_page_of_ones_studies_shows_it_instead_of_saying_that_nothing_is_left(client, time_machine):
    time_machine.move_to(AFTER, tick=False)
    _call, stay = world.published_call()
    client.force_login(stay.wish.student)

    page = client.get(reverse("portal:my_studies")).content.decode()

    assert ("Waits for you" in page, reverse("mobility:stay", args=[stay.uuid]) in page) == (True, True)
    assert "Nothing is left to do" not in page


def test_much_that_waits_costs_as_many_queries_as_little(django_assert_max_num_queries):
    call = world.call()
    studies = world.cohort_student(call)
    for _number in range(5):
        world.call(offering=call.offering)

    with django_assert_max_num_queries(5):
        assert len(waits_for_student(studies.student, WHILE_OPEN)) == 6
