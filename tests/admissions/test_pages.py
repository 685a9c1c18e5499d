"""Pages of an applicant and a referee, without JavaScript: from the call to the number, each refusal where it is met."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.admissions import CLOSES, OPENS, ApplicationFactory, CallFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AFTER, AMU, ASKING, UNIPI, close, decide, open_call, pdf, reviewed, staff
from tests.support.moments import NOON

from salerno.admissions.enums import ApplicationState
from salerno.admissions.models import Application, Referee
from salerno.admissions.services import calls
from salerno.institutions.models import Institution
from salerno.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
YOU = {"given_names": "Lea", "family_name": "Learner", "birth_date": "2002-02-28", "birth_place": "Marseille", "citizenship": "FR"}
STUDIES = {
    "track": "biology",
    "degree_title": "Biology",
    "degree_eqf_level": "6",
    "degree_country": "FR",
    "degree_awarded_on": "2026-07-01",
    "language_en": "C1",
}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person)
    return person


def post(client, name, /, *args, **values):
    return client.post(reverse(f"admissions:{name}", args=args), values)


def get(client, name, *args):
    return client.get(reverse(f"admissions:{name}", args=args))


def save(client, application, step, values):
    application.refresh_from_db()
    return post(client, "step", application.uuid, step, **values, revision=application.revision)


def rows(*titles, more=None):
    form = {"row-TOTAL_FORMS": str(len(titles)), "row-INITIAL_FORMS": "0", "stay": "yes"}
    for place, title in enumerate(titles):
        form |= {f"row-{place}-title": title, f"row-{place}-sector": "bio/10", f"row-{place}-ects_credits": "30"}
        form |= {f"row-{place}-passed_on": "2025-07-01"}
    return form | (more or {})


def test_from_the_call_to_handing_in(client, person):
    call = open_call(**ASKING, referees=1)
    assert post(client, "apply", call.slug).url == reverse("admissions:step", args=[Application.objects.get().uuid, "you"])
    application = Application.objects.get()

    assert save(client, application, "you", YOU).url.endswith("/studies/")
    assert save(client, application, "studies", STUDIES).url.endswith("/transcript/")
    assert save(client, application, "transcript", rows("Biochemistry", "")).url.endswith("/transcript/")
    assert save(client, application, "questions", {"why": "To count well.", "condition": ""}).url.endswith("/papers/")
    file = SimpleUploadedFile("Relevé.pdf", pdf())
    assert post(client, "upload", application.uuid, "transcript", file=file).url.endswith("/papers/")
    referee = {"name": "Rita", "email": "rita@example.org", "affiliation": "", "language": "en"}
    assert post(client, "step", application.uuid, "referees", **referee).url.endswith("/referees/")
    review = get(client, "step", application.uuid, "review").content.decode()
    assert "You have 30 ECTS in BIO/01-19; 30 are asked for." in review
    application.refresh_from_db()
    response = client.post(reverse("admissions:submit", args=[application.uuid]), {"revision": application.revision}, follow=True)

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert "The universities look whether the entry rules are met." in response.content.decode()
    assert application.degree == {
        "title": "Biology",
        "eqf_level": 6,
        "class_code": "",
        "institution": "",
        "country": "FR",
        "awarded_on": "2026-07-01",
    }
    assert list(application.transcript.values_list("title", "sector")) == [("Biochemistry", "BIO/10")]


def test_what_can_be_read_is_saved_and_what_cannot_is_said(client, person):
    application = begun(client)

    response = save(client, application, "you", {**YOU, "birth_date": "2050-01-01"})

    application.refresh_from_db()
    assert (response.status_code, application.given_names, application.birth_date) == (422, "Lea", None)
    assert "This is no day of birth." in response.content.decode()
    assert f'name="revision" value="{application.revision}"' in response.content.decode()


def begun(client, **values):
    call = open_call(**values)
    post(client, "apply", call.slug)
    return Application.objects.get()


def test_a_page_from_an_older_window_is_refused_and_keeps_what_was_typed(client, person):
    application = begun(client)
    save(client, application, "you", YOU)

    response = post(client, "step", application.uuid, "you", **{**YOU, "given_names": "Léa"}, revision=0)

    assert (response.status_code, "Léa" in response.content.decode()) == (422, True)
    assert "This was changed in another window." in response.content.decode()
    application.refresh_from_db()
    assert application.given_names == "Lea"


def test_an_empty_form_saves_nothing(client, person):
    application = begun(client, **ASKING)

    codes = [post(client, "step", application.uuid, step).status_code for step in ("you", "studies", "questions", "transcript")]

    application.refresh_from_db()
    assert (codes, application.revision) == ([422] * 4, 0)


@pytest.mark.parametrize("revision", ["", "²", "-1", "x"])
def test_a_wrong_revision_saves_nothing(client, person, revision):
    application = begun(client, **ASKING)

    codes = [
        post(client, "step", application.uuid, "you", **YOU, revision=revision).status_code,
        post(client, "step", application.uuid, "transcript", **rows("Biochemistry"), revision=revision).status_code,
        post(client, "submit", application.uuid, revision=revision).status_code,
    ]

    application.refresh_from_db()
    assert (codes, application.given_names, application.transcript.count()) == ([422, 422, 302], "", 0)


def test_a_sector_that_is_none_is_said_and_a_row_can_go(client, person):
    application = begun(client, **ASKING)

    wrong = save(client, application, "transcript", rows("Biochemistry", more={"row-0-sector": "biology"}))
    assert (wrong.status_code, "A sector reads such as BIO/10." in wrong.content.decode()) == (422, True)
    save(client, application, "transcript", rows("Biochemistry", "Genetics"))
    save(client, application, "transcript", rows("Biochemistry", "Genetics", more={"row-0-DELETE": "on"}))

    assert list(application.transcript.values_list("title", flat=True)) == ["Genetics"]


def test_a_page_that_the_call_does_not_ask_for_is_not_there(client, person):
    application = begun(client)

    codes = [get(client, "step", application.uuid, step).status_code for step in ("you", "questions", "papers", "x")]

    assert codes == [200, 404, 404, 404]


def test_a_file_that_is_refused_says_why(client, person):
    application = begun(client, **ASKING)
    file = SimpleUploadedFile("a.pdf", b"MZ")

    response = client.post(reverse("admissions:upload", args=[application.uuid, "transcript"]), {"file": file}, follow=True)
    empty = client.post(reverse("admissions:upload", args=[application.uuid, "transcript"]), follow=True)

    assert "Only PDF and JPEG files are taken" in response.content.decode()
    assert "Choose a file first." in empty.content.decode()
    assert application.documents.count() == 0


def test_a_paper_is_deleted_by_whose_it_is(client, person):
    application = begun(client, **ASKING)
    post(client, "upload", application.uuid, "transcript", file=SimpleUploadedFile("a.pdf", pdf()))
    paper = application.documents.get()

    client.force_login(PersonFactory())
    assert post(client, "delete_document", paper.uuid).status_code == 404
    client.force_login(person)
    assert post(client, "delete_document", paper.uuid).url.endswith("/papers/")
    assert application.documents.count() == 0


def test_missing_things_are_listed_and_the_button_explains_itself(client, person):
    application = begun(client, **ASKING)

    page = get(client, "step", application.uuid, "review").content.decode()
    response = client.post(reverse("admissions:submit", args=[application.uuid]), {"revision": 0}, follow=True)

    assert [word for word in ("Given names", "Why this Master?", "Transcript") if word not in page] == []
    assert 'aria-disabled="true"' in page
    assert "Some answers or papers are missing." in response.content.decode()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (OPENS - timedelta(days=1), "This call is not open yet."),
        (CLOSES, "This call is closed. Nothing more can be handed in."),
    ],
)
def test_outside_its_dates_a_call_says_so(client, person, noon, at, said):
    call = open_call()
    noon.move_to(at)

    page = get(client, "call", call.slug).content.decode()
    tried = client.post(reverse("admissions:apply", args=[call.slug]), follow=True).content.decode()

    assert (said in page, said in tried, Application.objects.count()) == (True, True, 0)


def test_a_deadline_is_said_in_paris_and_in_the_readers_zone(client):
    call = open_call()
    person = PersonFactory(time_zone="Asia/Tokyo")

    stranger = get(client, "call", call.slug).content.decode()
    client.force_login(person)
    reader = get(client, "call", call.slug).content.decode()

    assert "1 Dec 2026, 13:00 CET (Europe/Paris)<" in stranger
    assert "1 Dec 2026, 13:00 CET (Europe/Paris), 1 Dec 2026, 21:00 JST (Asia/Tokyo)" in reader


def test_calls_that_are_not_public_are_not_there(client):
    call = open_call()
    calls.create_call(offering=call.offering, slug="draft", values={**_values(call)}, by=None, at=NOON)

    page = get(client, "index").content.decode()

    assert [reverse("admissions:call", args=[slug]) in page for slug in ("call", "draft")] == [True, False]
    assert get(client, "call", "draft").status_code == 404


def _values(call):
    return {"opens_at": call.opens_at, "closes_at": call.closes_at, "places": 1, "tracks": call.tracks, "rubric": call.rubric}


def test_an_empty_list_teaches(client, person):
    assert "No call is open" in get(client, "index").content.decode()
    assert "You have not applied yet" in get(client, "applications").content.decode()


def offered(client, **values):
    call, officer = close(open_call(**values)), staff(AMU)
    row, waiting, refused = reviewed(call, 5, 4, 2)
    call.refresh_from_db()
    decide(call, officer)
    calls.settle_call(call=call, by=officer, at=AFTER)
    client.force_login(row.applicant)
    return row, waiting, refused


def test_an_offer_is_accepted_with_the_universities_of_choice(client, noon):
    row, *_others = offered(client)
    noon.move_to(AFTER + timedelta(days=1))
    offer = row.offers.get()
    places = {row.schac: row.pk for row in Institution.objects.all()}

    assert "Accept or decline it by" in get(client, "application", row.uuid).content.decode()
    few = post(client, "accept", offer.uuid, institutions=[places[AMU]])
    assert (few.status_code, "Choose as many universities as the call asks for." in few.content.decode()) == (422, True)
    done = client.post(reverse("admissions:accept", args=[offer.uuid]), {"institutions": [places[AMU], places[UNIPI]]}, follow=True)

    assert [
        word
        for word in ("Where you are registered", "The universities enter your student numbers.")
        if word not in done.content.decode()
    ] == []
    again = client.post(reverse("admissions:accept", args=[offer.uuid]), {"institutions": [places[AMU]]}, follow=True)
    assert "You have accepted this offer already." in again.content.decode()
    late = client.post(reverse("admissions:decline", args=[offer.uuid]), follow=True)
    assert "You have accepted this offer already." in late.content.decode()


def test_an_offer_is_declined_after_a_question(client, noon):
    row, waiting, refused = offered(client, places=1)
    noon.move_to(AFTER + timedelta(days=1))
    offer = row.offers.get()

    assert "This cannot be taken back." in get(client, "decline", offer.uuid).content.decode()
    post(client, "decline", offer.uuid)

    found = {each.pk: each.state for each in Application.objects.all()}
    assert [found[each.pk] for each in (row, waiting, refused)] == ["declined", "admitted", "waiting"]


def test_an_offer_past_its_deadline_is_refused(client, noon):
    row, *_others = offered(client)
    noon.move_to(AFTER + timedelta(days=20))
    client.force_login(row.applicant)
    offer = row.offers.get()

    tried = client.post(reverse("admissions:accept", args=[offer.uuid]), {}, follow=True)

    assert "The deadline of this offer has passed." in tried.content.decode()
    client.force_login(PersonFactory())
    assert (get(client, "accept", offer.uuid).status_code, get(client, "decline", offer.uuid).status_code) == (404, 404)


def test_who_is_refused_reads_why_and_asks_for_another_look(client, noon):
    _row, _waiting, refused = offered(client, places=1, waiting_places=1)
    client.force_login(refused.applicant)
    noon.move_to(AFTER + timedelta(days=1))

    page = get(client, "application", refused.uuid).content.decode()
    assert "Rank 3 with 2: every place is given, on the waiting list too." in page
    assert post(client, "appeal", refused.uuid, text="").status_code == 422
    done = client.post(reverse("admissions:appeal", args=[refused.uuid]), {"text": "You have miscounted."}, follow=True)

    assert "You asked for another look." in done.content.decode()
    twice = post(client, "appeal", refused.uuid, text="Again.")
    assert (twice.status_code, "You have appealed already." in twice.content.decode()) == (422, True)


def test_an_application_is_withdrawn_after_a_question(client, person):
    application = ApplicationFactory(call=open_call(), applicant=person)

    assert "Withdraw the application?" in get(client, "withdraw", application.uuid).content.decode()
    post(client, "withdraw", application.uuid)

    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert "Take your application up again" in get(client, "call", application.call.slug).content.decode()
    post(client, "apply", application.call.slug)
    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT


@pytest.mark.parametrize("state", [state for state in ApplicationState if state != ApplicationState.WAITING])
def test_every_state_has_its_page(client, person, state):
    application = ApplicationFactory(call=CallFactory(), applicant=person, state=state)

    assert get(client, "application", application.uuid).status_code == 200


def test_nobody_opens_the_application_of_another(client, person):
    application = ApplicationFactory(call=open_call(**ASKING), state=ApplicationState.DRAFT)
    steps = [("step", application.uuid, step) for step in ("you", "transcript", "papers", "review")]

    whole = [*steps, *(((name, application.uuid)) for name in ("application", "withdraw", "appeal"))]

    assert {get(client, *address).status_code for address in whole} == {404}
    assert post(client, "submit", application.uuid, revision=0).status_code == 404
    assert post(client, "upload", application.uuid, "transcript").status_code == 404


def test_a_referee_writes_without_an_account(client, person):
    application = begun(client, referees=1)
    save(client, application, "you", YOU)
    post(client, "step", application.uuid, "referees", name="Rita", email="rita@example.org", affiliation="", language="en")
    token = Message.objects.get(template="admissions/mail/referee_asked").body.partition("/letters/")[2].partition("/")[0]
    client.logout()

    page = get(client, "letter", token)
    empty = post(client, "letter", token, letter="")
    done = post(client, "letter", token, letter="She counts well.")
    again = post(client, "letter", token, letter="More.")

    assert ("Lea Learner applies to" in page.content.decode(), page["Cache-Control"]) == (
        True,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert [response.status_code for response in (empty, done)] == [422, 200]
    assert "A letter was handed in with this link already." in again.content.decode()
    assert Referee.objects.get().letter == "She counts well."
    assert get(client, "letter", "x" * 43).status_code == 404


def test_the_page_of_papers_takes_as_many_queries_with_three_kinds_as_with_one(client, person, django_assert_max_num_queries):
    application = begun(client, **ASKING)

    with django_assert_max_num_queries(14):
        get(client, "step", application.uuid, "papers")
