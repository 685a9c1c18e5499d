"""The map on the page of a call: numbers as in the list, shapes by tier, and nothing from elsewhere."""

import re

import pytest
import time_machine
from django.urls import reverse
from tests.support import mobility as world
from tests.support.mobility import SU, UNIPI, WHILE_OPEN

from salerno.institutions.models import Institution
from salerno.mobility.enums import Tier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _while_open():
    with time_machine.travel(WHILE_OPEN, tick=False):
        yield


def page_of(client, call):
    client.force_login(world.cohort_student(call).student)
    return client.get(reverse("mobility:call", args=[call.uuid]))


def test_marks_have_the_numbers_of_the_list_and_lead_to_its_places(client):
    call = world.call()
    stockholm, pisa, later = world.place(call, SU), world.place(call, UNIPI), world.place(call, UNIPI, period="spring")
    far = world.outside(latitude="45.5", longitude="-73.6")
    away, nowhere = world.place(call, far, tier=Tier.OUTSIDE), world.place(call, world.outside(), tier=Tier.ASSOCIATED)

    response = page_of(client, call)
    page = response.content.decode()
    found = response.context["page"].map

    europe, elsewhere = found.pictures
    numbers = {row.place.pk: row.number for _country, rows in response.context["page"].countries for row in rows}
    assert numbers[pisa.pk] == numbers[later.pk]
    assert [mark.number for mark in found.marks] == [1, 2, 3, 4]
    assert {(mark.number, mark.anchor) for mark in europe.marks} == {
        (numbers[place.pk], f"place-{place.uuid}") for place in (stockholm, pisa)
    }
    assert [(mark.number, mark.kind, elsewhere.frame.name) for mark in elsewhere.marks] == [(numbers[away.pk], "outside", "world")]
    assert numbers[nowhere.pk] in {mark.number for mark in found.marks}
    anchors = re.findall(r'href="#(place-[^"]+)"', page)
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    assert len(anchors) == 3 + 4


def test_the_map_asks_for_nothing_from_elsewhere(client):
    call = world.call()
    world.place(call, SU)

    page = page_of(client, call).content.decode()

    drawing = page[page.index('class="place-map"') : page.index("place-map__key")]
    assert re.findall(r'(?:href|src)="(?!#|/)', drawing) == []
    assert "land" in drawing


def test_a_call_whose_institutions_say_no_town_has_a_list_alone(client):
    call = world.call()
    world.place(call, SU)
    Institution.objects.update(latitude=None, longitude=None)

    response = page_of(client, call)

    assert response.context["page"].map is None
    assert "place-map" not in response.content.decode()
