"""Drafts of an application: kept as they are typed, shown again anywhere, never over another window, never after handing in."""

import json
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.factories.admissions import CLOSES
from tests.factories.people import PersonFactory
from tests.support.admissions import ASKING, open_call
from tests.support.moments import LATER, NOON

from salerno.admissions.enums import ApplicationState
from salerno.admissions.models import Application, TypedPage
from salerno.admissions.services.drafts import MOST_CHARACTERS
from salerno.admissions.services.rights import pseudonymise
from salerno.admissions.services.writing import begin_application
from salerno.people.services import everything_held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
TYPED = {"given_names": "Lea", "family_name": "", "birth_date": "2002-0", "birth_place": "Mars", "citizenship": "FR", "gender": ""}
WHY = {"why": "Because", "condition": ""}
ELSEWHERE = "changed in another window"


@pytest.fixture(autouse=True)
def noon():
    cache.clear()
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def application(client):
    """A draft that its applicant, signed in, has just begun; everything is asked for."""
    person = PersonFactory()
    client.force_login(person)
    return begin_application(call=open_call(**ASKING, referees=1), by=person, at=NOON)


def draft(client, application, step, typed, *, revision=0, window="a", number=1):
    """What ``page_draft.js`` sends and is answered."""
    sent = {**typed, "revision": revision, "window": window, "number": number}
    return client.post(reverse("admissions:draft", args=[application.uuid, step]), sent)


def page(client, application, step):
    return client.get(reverse("admissions:step", args=[application.uuid, step]))


def save(client, application, step, typed, *, revision, **more):
    sent = {**typed, "revision": revision, "stay": "yes", **more}
    return client.post(reverse("admissions:step", args=[application.uuid, step]), sent)


def text(response):
    return response.content.decode()


def test_what_is_typed_is_kept_as_it_is_and_shown_on_another_device(client, application):
    answer = draft(client, application, "you", TYPED)

    shown = page(client, application, "you")
    application.refresh_from_db()
    assert (answer.status_code, answer.json()) == (200, {"said": "Saved at 13:00, as a draft", "revision": 1})
    assert {name: shown.context["form"][name].value() for name in TYPED} == TYPED
    assert "Here stands what you typed last" in text(shown)
    assert (application.given_names, application.birth_place, application.revision) == ("", "", 1)


def test_every_page_of_the_form_is_kept(client, application):
    rows = {
        "row-0-title": "Biochemistry",
        "row-0-ects_credits": "six",
        "row-1-title": "",
        "row-2-title": "Genetics",
        "row-2-DELETE": "on",
    }
    referee = {"name": "Rita", "email": "rita@", "affiliation": "", "language": "fr"}
    studies = {"track": "biology", "degree_title": "Bio", "language_en": "C1"}

    for step, typed in {"studies": studies, "transcript": rows, "questions": WHY, "referees": referee}.items():
        assert draft(client, application, step, typed).status_code == 200, step

    forms = {step: page(client, application, step).context for step in ("studies", "transcript", "questions", "referees")}
    assert {name: forms["studies"]["form"][name].value() for name in studies} == studies
    assert [(each["title"].value(), each["ects_credits"].value()) for each in forms["transcript"]["formset"]][:3] == [
        ("Biochemistry", "six"),
        ("Genetics", None),
        (None, None),
    ]
    assert 'id="id_row-1-DELETE" checked' in text(page(client, application, "transcript"))
    assert forms["questions"]["form"]["why"].value() == "Because"
    assert {name: forms["referees"]["form"][name].value() for name in referee} == referee


def test_only_what_the_page_asks_for_is_kept(client, application):
    draft(client, application, "you", {**TYPED, "state": "admitted", "csrfmiddlewaretoken": "x", "given_names": "L\0ea"})

    assert TypedPage.objects.get().content == TYPED


def test_a_box_that_was_unticked_stays_unticked(client):
    person = PersonFactory()
    client.force_login(person)
    field = {"key": "agree", "kind": "yes-no", "label": {"en": "Do you agree?"}}
    application = begin_application(call=open_call(fields=[field]), by=person, at=NOON)
    save(client, application, "questions", {"agree": "on"}, revision=0)

    draft(client, application, "questions", {"agree": "on"}, revision=1)
    ticked = page(client, application, "questions")
    draft(client, application, "questions", {}, revision=2, number=2)

    assert 'id="id_agree" checked' in text(ticked)
    assert Application.objects.get().answers == {"agree": True}
    assert "checked" not in text(page(client, application, "questions"))


def test_saving_takes_the_draft_and_leaves_what_cannot_be_read(client, application):
    draft(client, application, "you", TYPED)

    half = save(client, application, "you", TYPED, revision=1)
    left = page(client, application, "you")
    whole = save(client, application, "you", {**TYPED, "birth_date": "2002-02-28"}, revision=2)

    assert (half.status_code, whole.status_code) == (422, 302)
    assert left.context["form"]["birth_date"].value() == "2002-0"
    assert Application.objects.values_list("given_names", "birth_date", "revision").get()[0] == "Lea"
    assert TypedPage.objects.get().content == {}
    assert "Here stands what you typed last" not in text(page(client, application, "you"))


def test_an_unreadable_transcript_is_kept_without_a_script(client, application):
    rows = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", "row-0-title": "Biochemistry", "row-0-ects_credits": "six"}

    refused = save(client, application, "transcript", rows, revision=0)

    assert (refused.status_code, 'name="revision" value="1"' in text(refused)) == (422, True)
    assert page(client, application, "transcript").context["formset"][0]["ects_credits"].value() == "six"


def test_a_second_window_writes_over_nothing(client, application):
    draft(client, application, "you", TYPED, window="a")

    told = draft(client, application, "you", {**TYPED, "given_names": "Léa"}, window="b")

    assert (told.status_code, ELSEWHERE in told.json()["said"], "revision" in told.json()) == (409, True, False)
    assert TypedPage.objects.get().content == TYPED


def test_a_window_goes_on_although_an_answer_to_it_was_lost(client, application):
    draft(client, application, "you", TYPED, number=1)

    again = draft(client, application, "you", {**TYPED, "family_name": "L"}, number=2)
    overtaken = draft(client, application, "you", TYPED, number=1)

    assert [(each.status_code, each.json()["revision"]) for each in (again, overtaken)] == [(200, 2), (200, 2)]
    assert TypedPage.objects.get().content["family_name"] == "L"


def test_the_same_text_from_a_page_that_was_opened_again_is_no_conflict(client, application):
    draft(client, application, "you", TYPED, window="a")

    again = draft(client, application, "you", TYPED, window="b")

    assert (again.status_code, again.json()["revision"]) == (200, 1)


def test_another_page_that_was_changed_is_no_conflict(client, application):
    draft(client, application, "questions", WHY, window="a")
    draft(client, application, "you", TYPED, window="b")

    saved = save(client, application, "you", {**TYPED, "birth_date": ""}, revision=0, window="b")

    assert saved.status_code == 302
    assert draft(client, application, "questions", {**WHY, "why": "So"}, revision=1, window="c").status_code == 200


def test_saving_shows_what_the_other_window_has_and_the_next_time_it_counts(client, application):
    draft(client, application, "you", TYPED, window="a")
    mine = {**TYPED, "given_names": "Léa", "birth_date": "2002-02-28", "citizenship": "IT"}

    first = save(client, application, "you", mine, revision=0, window="b")
    second = save(client, application, "you", mine, revision=1, window="b")

    said = {name: errors[0] for name, errors in first.context["form"].errors.items() if name != "__all__"}
    assert said == {
        "given_names": "The other window says: Lea",
        "birth_date": "The other window says: 2002-0",
        "citizenship": "The other window says: France",
    }
    assert (first.status_code, second.status_code, Application.objects.get().given_names) == (422, 302, "Léa")


def test_a_transcript_from_an_older_window_is_shown_beside_the_newer_one(client, application):
    rows = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", "row-0-title": "Biochemistry", "row-0-ects_credits": "6"}
    draft(client, application, "transcript", {"row-0-title": "Genetics", "row-0-ects_credits": "3"}, window="a")

    first = save(client, application, "transcript", rows, revision=0, window="b")
    second = save(client, application, "transcript", rows, revision=1, window="b")

    assert ("Genetics · 3 ECTS" in text(first), first.status_code, second.status_code) == (True, 422, 302)
    assert list(application.transcript.values_list("title", flat=True)) == ["Biochemistry"]


def test_what_arrives_after_saving_is_not_kept(client, application):
    """The last sending of a window that has saved since, on its way when the button was pressed."""
    draft(client, application, "you", TYPED, number=1)
    save(client, application, "you", {**TYPED, "birth_date": ""}, revision=1, window="a")

    late = draft(client, application, "you", {**TYPED, "family_name": "L"}, revision=1, number=2)

    assert (late.status_code, TypedPage.objects.get().content) == (409, {})


def test_asking_a_referee_ends_the_draft_of_that_page(client, application):
    referee = {"name": "Rita", "email": "rita@example.org", "affiliation": "", "language": "en"}
    draft(client, application, "referees", referee, number=1)

    client.post(reverse("admissions:step", args=[application.uuid, "referees"]), referee)

    assert TypedPage.objects.get().content == {}
    assert draft(client, application, "referees", {**referee, "name": "R"}, revision=1, number=2).status_code == 409


def test_what_is_typed_and_not_saved_is_missing(client, application):
    draft(client, application, "questions", WHY)

    shown = text(page(client, application, "review"))
    refused = client.post(reverse("admissions:submit", args=[application.uuid]), {"revision": 1})

    assert "“Questions”: what you typed is kept as a draft." in shown
    assert (refused.status_code, Application.objects.get().state) == (302, ApplicationState.DRAFT)


def test_nothing_is_kept_after_handing_in_nor_after_the_call(client, application, noon):
    Application.objects.update(state=ApplicationState.SUBMITTED)
    handed_in = draft(client, application, "you", TYPED)
    Application.objects.update(state=ApplicationState.DRAFT)
    noon.move_to(CLOSES)
    closed = draft(client, application, "you", TYPED)

    assert [each.status_code for each in (handed_in, closed)] == [422, 422]
    assert closed.json()["said"] == "Not saved. This call is closed. Nothing more can be handed in."
    assert not TypedPage.objects.exists()


def test_a_draft_is_its_applicants_alone(client, application):
    stranger, nobody = Client(), Client()
    stranger.force_login(PersonFactory())

    codes = [draft(each, application, "you", TYPED).status_code for each in (stranger, nobody)]
    pages = [draft(client, application, step, TYPED).status_code for step in ("review", "x")]

    assert (codes, pages, TypedPage.objects.exists()) == ([404, 302], [404] * 2, False)


def test_a_draft_needs_the_token_of_its_form(application):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(application.applicant)

    assert draft(strict, application, "you", TYPED).status_code == 403


@pytest.mark.parametrize("revision", ["", "²", "-1", "x", "1", "9999999999"])
def test_a_revision_that_never_was_keeps_nothing(client, application, revision):
    assert draft(client, application, "you", TYPED, revision=revision).status_code == 409
    assert not TypedPage.objects.exists()


def test_a_draft_ends_somewhere(client, application):
    told = draft(client, application, "you", {**TYPED, "given_names": "L" * MOST_CHARACTERS})

    assert (told.status_code, "This is more text than can be kept here." in told.json()["said"]) == (422, True)


def test_a_window_that_sends_without_end_is_slowed_down(client, application):
    codes = [draft(client, application, "you", TYPED, number=number).status_code for number in range(92)]

    assert codes == [200] * 90 + [429] * 2


def test_drafts_are_in_the_download_and_go_with_the_application(client, application):
    draft(client, application, "you", TYPED)

    held = json.dumps(everything_held(application.applicant), default=str)
    pseudonymise(application=application, at=LATER)

    assert '"birth_place": "Mars"' in held
    assert not TypedPage.objects.exists()


def test_the_script_weighs_no_more_than_two_kilobytes():
    assert Path(finders.find("admissions/js/page_draft.js")).stat().st_size <= 2048
