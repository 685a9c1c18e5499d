"""Calls on the desk: prepared with every mistake said beside its part, looked at, opened, closed, settled, archived."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.support.admissions import AFTER, AMU, UNIPI, VALUES, close, decide, open_call, reviewed, staff
from tests.support.moments import NOON
from tests.support.studies import made_up_cohort

from salerno.admissions.enums import AppealState, CallState, Outcome
from salerno.admissions.forms_calls import CallForm, values_of
from salerno.admissions.models import Appeal, Call
from salerno.admissions.refusals import CallRefusal
from salerno.admissions.services.calls import create_call
from salerno.desk.waiting import waiting_for
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
TRACKS = '[{"slug": "biology", "title": {"en": "From biology"}}]'


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def officer(client, cohort):
    person = staff(AMU, Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def draft(cohort):
    return create_call(offering=cohort, slug="prepared", values=VALUES, by=None, at=NOON)


def sent(client, url, **changes):
    """What the form at ``url`` holds, with ``changes``."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    plain = {name: "" if value is None else value for name, value in values.items()}
    dates = {"opens_at": "2026-11-01T12:00", "closes_at": "2026-12-01T12:00"}
    return client.post(url, {**plain, **dates, **changes})


def new(cohort):
    return reverse("admissions:new_call", args=[cohort.uuid])


def address(name, call, *more):
    return reverse(f"admissions:{name}", args=[call.uuid, *more])


def test_a_call_is_prepared_from_the_cohorts_tracks_with_dates_in_paris(client, officer, cohort):
    done = sent(client, new(cohort), slug="made-up-2027", title_en="A call", title_fr="Un appel", places="20")

    call = Call.objects.get()
    assert done.url == address("desk_call", call)
    assert (call.slug, call.title, call.places) == ("made-up-2027", {"en": "A call", "fr": "Un appel"}, 20)
    assert call.opens_at == datetime(2026, 11, 1, 11, tzinfo=UTC)
    assert {track["slug"] for track in call.tracks} <= {"biology", "engineering"}
    assert call.state == CallState.DRAFT


def test_dates_are_of_paris_wherever_the_person_is(client, officer, cohort):
    officer.time_zone = "Asia/Tokyo"
    officer.save()

    sent(client, new(cohort), slug="made-up", title_en="A call", places="20")

    assert Call.objects.get().closes_at == datetime(2026, 12, 1, 11, tzinfo=UTC)
    form = CallForm(call=Call.objects.get(), initial=values_of(Call.objects.get()))
    assert 'value="2026-12-01T12:00"' in str(form["closes_at"])


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("tracks", "[", "This is neither JSON"),
        ("tracks", "[]", "tracks: at least one is needed"),
        ("tracks", '[{"slug": "alchemy", "title": {"en": "A"}}]', "alchemy"),
        ("tracks", "a = 1", "In TOML this part stands under its name, tracks."),
        ("rubric", '{"lowest": 5, "highest": 1, "criteria": []}', "rubric: the highest score lies above the lowest"),
        ("fields", '[{"key": "a", "kind": "smell", "label": {}}]', "fields a: this kind is not known"),
        ("rules", '[{"kind": "degree"}]', "a value is missing"),
        ("quotas", "[" * 30_000, "This stands within itself too deeply."),
        ("closes_at", "2026-10-01T12:00", "A call closes after it opens."),
        ("slug", "prepared", "Another call has this address."),
    ],
)
def test_each_mistake_is_said_beside_its_part_and_nothing_is_written(client, officer, cohort, part, text, said):
    draft(cohort)

    refused = sent(client, new(cohort), **{"slug": "another", "title_en": "A", "places": "20", part: text})

    assert (refused.status_code, Call.objects.count()) == (422, 1)
    assert said in " ".join(refused.context["form"].errors[part])


def test_parts_are_read_as_toml_too(client, officer, cohort):
    toml = '[[tracks]]\nslug = "biology"\ntitle = { en = "From biology" }\n'

    sent(client, new(cohort), slug="made-up", title_en="A call", places="20", tracks=toml)

    assert Call.objects.get().tracks == json.loads(TRACKS)


def test_a_new_call_begins_with_what_the_last_one_said(client, officer, cohort):
    draft(cohort)

    form = client.get(new(cohort)).context["form"]

    assert (form["places"].value(), json.loads(form["tracks"].value())) == (2, json.loads(TRACKS))
    assert form["opens_at"].value() is None


def test_a_call_is_changed_until_it_is_opened(client, officer, cohort):
    call = draft(cohort)
    url = address("edit_call", call)

    sent(client, url, places="7")
    Call.objects.update(state=CallState.OPEN)
    late = sent(client, url, places="8")

    call.refresh_from_db()
    assert (call.places, late.status_code) == (7, 422)
    assert str(CallRefusal.NOT_DRAFT.label) in late.content.decode()
    assert "Change the call" not in client.get(address("desk_call", call)).content.decode()


def test_the_preview_shows_the_public_page_and_the_questions(client, officer, cohort):
    call = draft(cohort)
    call.fields = [{"key": "why", "kind": "text", "label": {"en": "Why this Master?"}}]
    call.save()

    text = client.get(address("preview_call", call)).content.decode()

    assert "This call is not open yet." in text
    assert "Why this Master?" in text
    assert client.get(call.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        (CallState.DRAFT, "open", CallState.OPEN),
        (CallState.OPEN, "close", CallState.CLOSED),
        (CallState.CLOSED, "open", CallState.OPEN),
        (CallState.CLOSED, "settle", CallState.DECIDED),
        (CallState.DECIDED, "archive", CallState.ARCHIVED),
    ],
)
def test_a_call_is_moved_after_a_question(client, officer, cohort, before, act, after):
    call = draft(cohort)
    Call.objects.update(state=before)
    url = address("move_call", call, act)
    assert url in client.get(address("desk_call", call)).content.decode()

    asked = client.get(url)
    stands = Call.objects.get().state
    done = client.post(url)

    assert (asked.status_code, stands, done.status_code) == (200, before, 302)
    assert Call.objects.get().state == after


def test_what_cannot_be_is_greyed_with_its_reason(client, officer, cohort):
    call = close(open_call())
    reviewed(call, 3)

    page = client.get(address("desk_call", call)).content.decode()
    refused = client.post(address("move_call", call, "settle"))

    assert str(CallRefusal.UNDECIDED.label) in page
    assert (refused.status_code, Call.objects.get().state) == (422, CallState.CLOSED)
    assert client.post(address("move_call", call, "archive")).status_code == 422
    assert client.get(address("move_call", call, "burn")).status_code == 404


def test_two_officers_close_at_once_the_second_is_told(client, officer, cohort):
    call = close(open_call())

    late = client.post(address("move_call", call, "close"))

    assert (late.status_code, str(CallRefusal.NOT_NEXT.label) in late.content.decode()) == (422, True)


def test_calls_are_listed_with_what_waits_in_as_many_queries_for_thirty(client, officer, cohort, django_assert_max_num_queries):
    call = close(open_call())
    reviewed(call, 3, 4)
    url = reverse("admissions:desk_calls")
    with django_assert_max_num_queries(40) as few:
        page = client.get(url)
    assert [str(cell) for cell in page.context["table"]["rows"][0]["cells"][4:7]] == ["2", "2", "2"]
    for number in range(29):
        create_call(offering=cohort, slug=f"call-{number}", values=VALUES, by=None, at=NOON)

    with django_assert_max_num_queries(40) as many:
        assert len(client.get(url).context["table"]["rows"]) == 30

    assert len(few) == len(many)


def test_what_waits_stands_on_the_desk(client, officer, cohort):
    call = close(open_call())
    rows = reviewed(call, 3, 4, 5)
    decide(call, officer, a0=Outcome.REFUSE)
    Appeal.objects.create(application=rows[0], text="Again.", asked_at=AFTER, state=AppealState.ASKED)

    said = [item.sentence for item in waiting_for(officer, (AFTER + timedelta(days=1)).date())]

    assert [sentence for sentence in said if "appl" in sentence or "appeal" in sentence] == [
        "2 applications wait for a decision.",
        "1 appeal waits for an answer.",
    ]


@pytest.mark.parametrize("name", ["edit_call", "desk_call"])
def test_calls_of_programmes_that_one_does_not_give_are_not_there(client, cohort, name):
    call = draft(cohort)
    client.force_login(staff("uab.cat"))

    assert client.get(address(name, call)).status_code == 404
    assert client.get(new(cohort)).status_code == 404
    assert client.get(reverse("admissions:desk_calls")).context["table"]["rows"] == []


def test_a_board_member_looks_and_prepares_nothing(client, cohort):
    call = draft(cohort)
    client.force_login(staff(UNIPI, Role.BOARD_MEMBER))

    page = client.get(address("desk_call", call))

    assert page.status_code == 200
    assert address("move_call", call, "open") not in page.content.decode()
    assert [client.get(address("edit_call", call)).status_code, client.post(address("move_call", call, "open")).status_code] == [
        404,
        404,
    ]
    assert client.get(new(cohort)).status_code == 404
