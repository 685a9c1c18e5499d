"""Students of a scenario on the desk: page by page, found by name, home and place; names and sentences of one's own alone."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support import mobility as world
from tests.support.mobility import AFTER, AMU, UNIPI

from salerno.audit.models import Entry
from salerno.mobility.calls.services.scenarios import make_scenario
from salerno.mobility.enums import CallState, Method
from salerno.mobility.models import Mobility, Wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
STOCKHOLM, ELSEWHERE = "Stockholm University (autumn)", "University Elsewhere (autumn)"
PAGES = ("scenario", "publish_scenario")


@pytest.fixture
def call(cohort):
    """One seat in Stockholm and two elsewhere, which one student of Marseille and two of Pisa want."""
    return world.call_with_places(state=CallState.CLOSED, offering=cohort)[0]


@pytest.fixture
def three(call):
    _marseille, _pisa, stockholm, elsewhere = call.places.order_by("pk")
    return [
        named(world.wish(call, stockholm, elsewhere, home=UNIPI, score=90), "Ada", "Alpha"),
        named(world.wish(call, stockholm, home=UNIPI, score=80), "Bo", "Beta"),
        named(world.wish(call, stockholm, elsewhere, home=AMU, score=70), "Cleo", "Gamma"),
    ]


def named(wish, given_names, family_name):
    wish.studies.given_names, wish.studies.family_name = given_names, family_name
    wish.studies.save()
    return wish


def make(call):
    return make_scenario(call=call, method=Method.DEFERRED, name="", by=None, at=AFTER)


def shown(client, name, scenario, **wanted):
    """The cells of the table, without their mark-up."""
    rows = client.get(reverse(f"mobility:{name}", args=[scenario.uuid]), wanted).context["table"]["rows"]
    return [[re.sub("<[^>]*>", "", str(cell)) for cell in row["cells"]] for row in rows]


def test_every_student_is_shown_but_no_name_or_reason_of_another_institution(client, officer, call, three):
    other, first, second = shown(client, "scenario", make(call))

    assert other == ["a student of AMU", "AMU", "70", ELSEWHERE, "shown to the home institution alone"]
    assert first == ["Alpha, Ada", "UNIPI", "90", STOCKHOLM, f"You have {STOCKHOLM}, your first choice."]
    assert second[:4] == ["Beta, Bo", "UNIPI", "80", "no place"]


def test_what_each_student_will_read_stands_there_in_their_language_before_anything_is_published(client, officer, call, three):
    student = three[0].student
    student.language = "fr"
    student.save()

    _other, first, second = shown(client, "publish_scenario", make(call))

    assert first[4] == "Vous avez Université de Stockholm (automne), votre premier choix."
    assert second[4] == f"You have no place: {STOCKHOLM} was full, and the one who is placed there had 90 where you had 80."
    assert not Mobility.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_students_are_found_by_home_by_place_and_without_any(client, officer, call, three, page):
    scenario = make(call)
    home, stockholm = world.institution(AMU).uuid, call.places.get(institution__schac=world.SU).uuid

    assert [row[0] for row in shown(client, page, scenario, home=home)] == ["a student of AMU"]
    assert [row[0] for row in shown(client, page, scenario, place=stockholm)] == ["Alpha, Ada"]
    assert [row[0] for row in shown(client, page, scenario, place="none")] == ["Beta, Bo"]


def test_a_name_that_may_not_be_read_is_not_found_either(client, officer, call, three):
    scenario = make(call)

    assert [row[0] for row in shown(client, "scenario", scenario, words="bo bet")] == ["Beta, Bo"]
    assert shown(client, "scenario", scenario, words="Gamma") == []


def test_a_file_holds_all_who_match_and_is_recorded(client, officer, call, three):
    url = reverse("mobility:scenario", args=[make(call).uuid])

    rows = list(csv.DictReader(io.StringIO(client.get(url, {"as": "csv"}).content.decode("utf-8-sig"))))

    assert [row["Student"] for row in rows] == ["a student of AMU", "Alpha, Ada", "Beta, Bo"]
    assert Entry.objects.get(action="people.listed").detail == {"what": "mobility-scenario", "count": 3}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_fifty_costs_as_many_queries_as_one_student(client, officer, call, three, page):
    few = queries(client, page, make(call))
    stockholm = call.places.get(institution__schac=world.SU)
    for score in range(60):
        world.wish(call, stockholm, home=UNIPI, score=score)
    many = make(call)

    assert queries(client, page, many) == few
    assert (len(shown(client, page, many)), len(shown(client, page, many, page=2))) == (50, 13)


def queries(client, page, scenario):
    with CaptureQueriesContext(connection) as captured:
        shown(client, page, scenario)
    return len(captured)


def test_wishes_are_found_by_name_and_by_a_place_that_they_name(client, officer, call, three):
    url = reverse("mobility:desk_wishes", args=[call.uuid])
    elsewhere = call.places.get(tier="outside").uuid

    def found(**wanted):
        return [row["cells"][0] for row in client.get(url, wanted).context["table"]["rows"]]

    assert found() == ["Alpha, Ada", "Beta, Bo"]
    assert found(place=elsewhere) == ["Alpha, Ada"]
    assert found(words="beta") == ["Beta, Bo"]
    assert found(words="Gamma") == []
    Wish.objects.filter(pk=three[0].pk).update(state="withdrawn")
    assert found(state="withdrawn") == ["Alpha, Ada"]
