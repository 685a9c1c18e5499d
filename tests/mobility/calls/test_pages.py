"""What students see of calls, and what they do there: places, chances, ranking by numbers, handing in, the result."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support import mobility as world
from tests.support.mobility import AFTER, CLOSES, SU, UNIPI, WHILE_OPEN

from salerno.mobility.calls.refusals import WishRefusal
from salerno.mobility.calls.selectors.chances import Chance, chances_for, plots_of
from salerno.mobility.calls.services.publishing import publish_scenario
from salerno.mobility.calls.services.scenarios import make_scenario
from salerno.mobility.calls.services.wishes import Wished, save_wishes
from salerno.mobility.enums import CallState, Method, WishState
from salerno.mobility.models import Factsheet, Wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def opened():
    return world.call_with_places()


@pytest.fixture
def me(client, opened):
    studies = world.cohort_student(opened[0])
    client.force_login(studies.student)
    return studies.student


def address(name, *arguments):
    return reverse(f"mobility:{name}", args=arguments)


def numbers(**values):
    """What a form without JavaScript sends."""
    return {"revision": "0", "note": "", **values}


def rank(place):
    return f"rank-{place.uuid}"


def test_the_list_shows_the_calls_of_ones_cohort_and_no_draft(client, opened, me):
    world.call(state=CallState.DRAFT, offering=opened[0].offering, title={"en": "Not yet"})

    page = client.get(address("calls")).content.decode()

    assert "Autumn abroad" in page
    assert "Not yet" not in page


def test_whoever_has_no_call_reads_what_will_stand_there(client):
    client.force_login(PersonFactory())

    assert "No call yet" in client.get(address("calls")).content.decode()


def test_a_call_says_how_many_of_one_home_a_place_takes(client, opened, me):
    call, _places = opened
    without = client.get(address("call", call.uuid)).content.decode()
    call.most_of_one_home = 2
    call.save()

    said = client.get(address("call", call.uuid)).content.decode()

    assert "students of one home university" not in without
    assert "Each place takes at most 2 students of one home university" in said


def test_a_call_shows_where_when_who_for_how_many_and_the_seed(client, opened, me):
    call, (_marseille, pisa, _stockholm, elsewhere) = opened
    pisa.requirements = {"language": {"en": "B2"}, "accessible": True}
    pisa.save()
    Factsheet.objects.create(institution=pisa.institution, changed_at=WHILE_OPEN)

    response = client.get(address("call", call.uuid))

    page = response.context["page"]
    assert [country for country, _rows in page.countries] == ["Italy", "Norway", "Sweden"]
    assert [row.country for row in page.others] == ["France"]
    row = next(row for _country, rows in page.countries for row in rows if row.place == pisa)
    assert (row.name, row.period, row.tier, row.languages, row.is_mine) == (
        "University of Pisa",
        "autumn",
        "Consortium member",
        ["English B2"],
        True,
    )
    text = response.content.decode()
    assert call.seed in text
    assert "University Elsewhere" in text
    assert "Offers step-free access" in text
    assert "1 place for students of other universities" in text
    assert "Not for students of your university." in text
    assert elsewhere.capacity == 2


def test_wishes_are_ranked_by_numbers_alone(client, opened, me):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened

    done = client.post(address("wishes", call.uuid), numbers(**{rank(pisa): "20", rank(stockholm): "10", "note": "Hello"}))

    wish = Wish.objects.get()
    assert done.url == address("call", call.uuid)
    assert [choice.place for choice in wish.choices.all()] == [stockholm, pisa]
    assert (wish.note, wish.revision, wish.state) == ("Hello", 1, WishState.DRAFT)
    shown = client.get(address("wishes", call.uuid)).context["rows"]
    assert [(row.place, number) for row, number in shown[:2]] == [(stockholm, "1"), (pisa, "2")]


def test_needs_are_asked_as_far_as_places_differ_in_them(client, opened, me):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened
    stockholm.period = "spring"
    stockholm.requirements = {"language": {"sv": "B1"}}
    stockholm.save()
    given = {"periods": ["spring"], "language_sv": "C1", "accessible": "on", rank(pisa): "1"}

    client.post(address("wishes", call.uuid), numbers(**given))

    assert Wish.objects.get().needs == {"periods": ["spring"], "languages": {"sv": "C1"}, "accessible": True}
    form = client.get(address("wishes", call.uuid)).context["form"]
    assert [form[name].value() for name in ("periods", "language_sv", "accessible")] == [["spring"], "C1", True]


def test_a_place_that_ones_languages_keep_away_is_said_before_handing_in(client, opened, me):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened
    pisa.requirements = {"language": {"en": "B2"}}
    pisa.save()
    client.post(address("wishes", call.uuid), numbers(**{rank(pisa): "1", rank(stockholm): "2"}))

    page = client.get(address("call", call.uuid))

    assert page.context["page"].warnings == ["University of Pisa (autumn) asks for English B2, and you have none of these"]
    assert "You cannot be given this place as it stands" in page.content.decode()
    again = numbers(revision="1", language_en="C1", **{rank(pisa): "1"})
    client.post(address("wishes", call.uuid), again)
    assert client.get(address("call", call.uuid)).context["page"].warnings == []


@pytest.mark.parametrize(("first", "second"), [("1", "1"), ("1", "x"), ("-1", "2"), ("1", "99999")])
def test_numbers_that_cannot_be_an_order_are_refused_and_stand_there_still(client, opened, me, first, second):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened

    refused = client.post(address("wishes", call.uuid), numbers(**{rank(pisa): first, rank(stockholm): second, "note": "Mine"}))

    assert refused.status_code == 422
    assert refused.context["refusal"] == WishRefusal.SAME_RANK.label
    typed = {row.place: number for row, number in refused.context["rows"]}
    assert (typed[pisa], typed[stockholm]) == (first, second)
    assert "Mine" in refused.content.decode()
    assert not Wish.objects.exists()


def test_what_another_window_saved_is_shown_beside_what_was_typed_and_nothing_is_lost(client, opened, me):
    call, (_marseille, pisa, stockholm, _elsewhere) = opened
    save_wishes(call=call, wished=Wished([str(stockholm.uuid)]), revision=0, by=me, at=WHILE_OPEN)

    refused = client.post(address("wishes", call.uuid), numbers(**{rank(pisa): "1"}))

    assert (refused.status_code, refused.context["refusal"]) == (422, WishRefusal.CHANGED_MEANWHILE.label)
    assert [row.place for row in refused.context["page"].chosen] == [stockholm]
    assert refused.context["rows"][0][0].place == pisa
    assert refused.context["is_behind"] is True
    again = client.post(address("wishes", call.uuid), numbers(revision=refused.context["revision"], **{rank(pisa): "1"}))
    assert again.status_code == 302


def test_wishes_are_handed_in_taken_back_and_withdrawn_after_a_question(client, opened, me):
    call, (_marseille, pisa, *_others) = opened
    client.post(address("wishes", call.uuid), numbers(**{rank(pisa): "1"}))
    wish = Wish.objects.get()
    states = []

    for act in ("hand-in", "take-back", "withdraw"):
        assert client.get(address("move_wishes", wish.uuid, act)).status_code == 200
        client.post(address("move_wishes", wish.uuid, act))
        wish.refresh_from_db()
        states.append(wish.state)

    assert states == [WishState.SUBMITTED, WishState.DRAFT, WishState.WITHDRAWN]
    assert client.get(address("move_wishes", wish.uuid, "shout")).status_code == 404


def test_a_refused_step_says_why(client, opened, me, clock):
    call, (_marseille, pisa, *_others) = opened
    client.post(address("wishes", call.uuid), numbers(**{rank(pisa): "1"}))
    wish = Wish.objects.get()
    clock.move_to(AFTER)
    client.force_login(me)

    page = client.post(address("move_wishes", wish.uuid, "hand-in"), follow=True).content.decode()

    assert str(WishRefusal.CLOSED.label) in page


def test_others_find_nothing(client, opened):
    call, (_marseille, pisa, *_others) = opened
    wish = world.wish(call, pisa)
    client.force_login(PersonFactory())

    for name, arguments in (("call", [call.uuid]), ("wishes", [call.uuid]), ("move_wishes", [wish.uuid, "withdraw"])):
        assert client.get(address(name, *arguments)).status_code == 404


def test_after_publication_each_reads_a_sentence_and_why_not_what_was_put_higher(client):
    call, (_marseille, pisa, stockholm, _elsewhere) = world.call_with_places(state=CallState.CLOSED)
    world.wish(call, pisa, score=90)
    second = world.wish(call, pisa, stockholm, score=80)
    publish_scenario(scenario=make_scenario(call=call, method=Method.DEFERRED, name="", by=None, at=AFTER), by=None, at=AFTER)
    client.force_login(second.student)

    response = client.get(address("call", call.uuid))

    result = response.context["page"].result
    assert result.sentence.startswith("You have Stockholm University (autumn), your choice 2 of 2: ")
    assert [place for place, _said in result.because] == ["University of Pisa (autumn)"]
    assert result.mobility.place == stockholm
    assert "Accept or decline it by" in response.content.decode()


def test_the_result_is_read_in_french(client):
    call, (_marseille, pisa, *_others) = world.call_with_places(state=CallState.CLOSED)
    wish = world.wish(call, pisa)
    wish.student.language = "fr"
    wish.student.save()
    publish_scenario(scenario=make_scenario(call=call, method=Method.DEFERRED, name="", by=None, at=AFTER), by=None, at=AFTER)
    client.force_login(wish.student)

    page = client.get(address("call", call.uuid), headers={"accept-language": "fr"})

    assert page.context["page"].result.mobility.reason.keys() == {"en", "fr"}


def last_year(scores):
    """A published call of the same programme whose six seats in Pisa were wished by students with ``scores``."""
    past = {"opens_at": WHILE_OPEN - timedelta(days=400), "closes_at": CLOSES - timedelta(days=365)}
    call = world.call(state=CallState.CLOSED, **past)
    pisa, stockholm = world.place(call, UNIPI, 6), world.place(call, SU, 6)
    for score in scores:
        world.wish(call, pisa, stockholm, score=score)
    publish_scenario(scenario=make_scenario(call=call, method=Method.DEFERRED, name="", by=None, at=AFTER), by=None, at=AFTER)
    return call


def test_chances_are_counts_of_the_last_published_call_and_hide_fewer_than_five():
    last_year(scores=[60, 61, 62, 63, 64, 65, 66])
    now, (_marseille, pisa, stockholm, elsewhere) = world.call_with_places()

    chances = chances_for(now)

    assert chances[pisa.institution_id, "autumn"] == Chance(first=7, placed=6, lowest=61.0, seats=6)
    assert chances[stockholm.institution_id, "autumn"] == Chance(first=None, placed=None, lowest=None, seats=6)
    assert (elsewhere.institution_id, "autumn") not in chances


def test_bars_of_chances_have_one_scale_and_draw_nobody_that_is_hidden():
    chances = {
        (1, "autumn"): Chance(8, 5, 60.0, 4),
        (2, "autumn"): Chance(None, 5, 70.0, 10),
        (3, "autumn"): Chance(None, None, None, 2),
    }

    plots = plots_of(chances)

    drawn = {key[0]: [(row.label, row.bars[0].text, row.bars[0].width) for row in plot.rows] for key, plot in plots.items()}
    assert drawn == {
        1: [("Wished first", "8", "80.00"), ("Got in", "5", "50.00"), ("Seats", "4", "40.00")],
        2: [("Got in", "5", "50.00"), ("Seats", "10", "100.00")],
    }


def test_chances_are_said_on_the_page(client):
    call = last_year(scores=[60, 61, 62, 63, 64])
    now, _places = world.call_with_places(offering=call.offering)
    client.force_login(world.cohort_student(now).student)

    page = client.get(address("call", now.uuid)).content.decode()

    assert "5 students wished it first; 5 got in, with a score of 60 or more." in page
    assert "Last time: fewer than 5 students, too few to say more." in page
    assert page.count("Last time:") == 2
    assert '<td class="table__number">60</td>' in page
    assert page.count("fewer than 5</td>") == 3


def test_one_place_and_thirty_cost_as_many_queries(client, opened, me):
    call, (_marseille, pisa, *_others) = opened
    client.post(address("wishes", call.uuid), numbers(**{rank(pisa): "1"}))
    urls = [address("calls"), address("call", call.uuid), address("wishes", call.uuid)]
    client.get(urls[0])  # takes the message of having saved
    few = [queries(client, url) for url in urls]
    for _number in range(30):
        world.place(call, world.outside())

    assert [queries(client, url) for url in urls] == few


def queries(client, url):

    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
