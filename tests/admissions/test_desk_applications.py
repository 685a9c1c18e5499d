"""The applications of a call on the desk: the list, one of them, eligibility in bulk, taking in a file."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.admissions import OPENS, ApplicationFactory, ReviewFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AMU, ASKING, UNIPI, found_eligible, open_call, reviewed, reviewers_of, staff
from tests.support.moments import NOON

from salerno.admissions.enums import ApplicationState, ConflictKind
from salerno.admissions.models import Application, Conflict, Review
from salerno.admissions.services.reviewing import assign_reviewers, submit_review
from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
HEADER = "Email,Given names,Family name,Date of birth,Place of birth,Citizenship,Track,Degree"
LEA = "lea@example.org,Lea,Learner,2002-02-28,Marseille,FR,biology,Biology"
BAD = "no address,Léo,Learner,2002-02-30,Lyon,FRA,chemistry,Biology"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def call():
    return open_call(**ASKING)


@pytest.fixture
def officer(client, call):
    person = staff(AMU)
    client.force_login(person)
    return person


def address(name, row):
    return reverse(f"admissions:{name}", args=[row.uuid])


def rows_of(page):
    return [row["cells"] for row in page.context["table"]["rows"]]


def paper(application, kind="transcript"):
    named = {"name": "Relevé.pdf", "media_type": "application/pdf", "size": 1, "digest": "0" * 64}
    return application.documents.create(kind=kind, uploaded_at=NOON, **named)


def test_the_list_shows_rules_papers_letters_and_scores(client, officer, call):
    bare, whole = ApplicationFactory(call=call, family_name="Bare"), ApplicationFactory(call=call, family_name="Whole")
    paper(whole)
    paper(whole, "identity")
    whole.referees.create(name="R", email="r@example.org", token_digest="1", asked_at=NOON, expires_at=NOON, answered_at=NOON)
    ReviewFactory(application=whole, state="submitted", total=4, submitted_at=NOON)
    ReviewFactory(application=whole)

    page = client.get(address("desk_applications", call))

    cells = {row[0]: [str(cell) for cell in row[5:10]] for row in rows_of(page)}
    assert cells == {"Bare, Lea": ["1 of 3", "1", "0", "", ""], "Whole, Lea": ["1 of 3", "0", "1", "1 of 2", "4.00"]}
    assert bare.full_name in page.content.decode()


def test_drafts_and_conflicts_are_not_in_the_list(client, officer, call):
    ApplicationFactory(call=call, state=ApplicationState.DRAFT)
    ApplicationFactory(call=call, state=ApplicationState.WITHDRAWN)
    ApplicationFactory(call=call, applicant=officer)
    tied = ApplicationFactory(call=call)
    Conflict.objects.create(application=tied, person=officer, kind=ConflictKind.FAMILY, declared_at=NOON)
    seen = ApplicationFactory(call=call)

    page = client.get(address("desk_applications", call))

    assert [row["url"] for row in page.context["table"]["rows"]] == [address("desk_application", seen)]
    assert client.get(address("desk_application", tied)).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "bet"}, ["Beta"]),
        ({"state": "reviewed"}, ["Alpha"]),
        ({"missing": "no"}, ["Beta"]),
        ({"missing": "yes"}, ["Alpha"]),
        ({"disagrees": "yes"}, ["Beta"]),
        ({"track": "biology", "sort": "-name"}, ["Beta", "Alpha"]),
        ({"state": "nonsense"}, ["Alpha", "Beta"]),
    ],
)
def test_the_list_is_filtered_and_sorted_by_its_address(client, officer, call, query, names):
    ApplicationFactory(call=call, family_name="Alpha", state=ApplicationState.REVIEWED)
    paper(ApplicationFactory(call=call, family_name="Beta", disagrees=True))

    page = client.get(address("desk_applications", call), query)

    assert [str(row[0]).partition(",")[0] for row in rows_of(page)] == names


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(client, officer, call, django_assert_max_num_queries):
    ApplicationFactory(call=call)
    url = address("desk_applications", call)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    ApplicationFactory.create_batch(29, call=call)

    with django_assert_max_num_queries(40) as many:
        assert len(rows_of(client.get(url))) == 30

    assert len(few) == len(many)


def test_the_list_as_a_file_is_safe_to_open_and_recorded(client, officer, call):
    ApplicationFactory(call=call, family_name="=cmd()", given_names="Lea")

    file = client.get(address("desk_applications", call), {"as": "csv"})

    assert "'=cmd(), Lea" in file.content.decode()
    assert Entry.objects.get(action="people.listed").detail == {"what": "applications", "count": 1}


def test_an_application_shows_all_of_it_and_the_opening_is_recorded(client, officer, call):
    row = ApplicationFactory(call=call, answers={"why": "To count well.", "condition": "Asthma"})
    row.transcript.create(title="Biochemistry", sector="BIO/10", ects_credits=30, passed_on=OPENS.date())
    paper(row)

    text = client.get(address("desk_application", row)).content.decode()

    for said in ("To count well.", "Asthma", "Biochemistry", "You have 30 ECTS in BIO/01-19; 30 are asked for.", "Relevé.pdf"):
        assert said in text
    entry = Entry.objects.get(action="person.opened")
    assert (entry.actor, entry.subject_person, entry.detail) == (officer.uuid, row.applicant.uuid, {"what": "application"})


def test_whoever_still_has_to_review_sees_no_other_review_on_the_page_of_the_committee(client, call):
    ApplicationFactory(call=call)
    readers = [staff(AMU, Role.COORDINATOR), staff(UNIPI, Role.COORDINATOR)]
    from salerno.admissions.services.calls import add_reviewer

    for reader in readers:
        add_reviewer(call=call, person=reader, institution=reader.roles.get().institution, by=None, at=NOON)
    found_eligible(call, readers[0])
    assign_reviewers(call=call, by=readers[0], at=NOON)
    mine, other = (Review.objects.get(reviewer=reader) for reader in readers)
    scores = {"science": 2, "motivation": 2}
    submit_review(review=other, scores=scores, comments={}, comment="Weak.", by=readers[1], at=NOON)
    client.force_login(readers[0])
    page = address("desk_application", mine.application)

    before = client.get(page).content.decode()
    submit_review(review=mine, scores=scores, comments={}, comment="Weak too.", by=readers[0], at=NOON)

    assert "Weak." not in before
    assert "Weak." in client.get(page).content.decode()


def test_eligibility_is_found_in_bulk_after_a_look_at_the_rules(client, officer, call):
    rows = ApplicationFactory.create_batch(2, call=call)
    other = ApplicationFactory(call=call)
    chosen = {"item": [str(row.uuid) for row in rows]}

    shown = client.get(address("eligibility", call), chosen)
    done = client.post(address("eligibility", call), {**chosen, "eligible": "yes"})

    assert [row.pk for row, _rules in shown.context["rows"]] == [row.pk for row in rows]
    assert "Your degree is of EQF level 6; level 6 is asked for." in shown.content.decode()
    assert done.url == address("desk_applications", call)
    assert list(call.applications.filter(state=ApplicationState.ELIGIBLE).order_by("pk")) == rows
    other.refresh_from_db()
    assert other.state == ApplicationState.SUBMITTED


def test_whoever_is_not_eligible_is_told_the_reason(client, officer, call):
    row = ApplicationFactory(call=call)
    wish = {"item": str(row.uuid), "eligible": "no"}

    mute = client.post(address("eligibility", call), wish)
    client.post(address("eligibility", call), {**wish, "reason": "Ten credits of biology are missing."})

    row.refresh_from_db()
    assert (mute.status_code, mute.context["form"].errors.keys()) == (422, {"reason"})
    assert (row.state, row.reason) == (ApplicationState.INELIGIBLE, "Ten credits of biology are missing.")
    assert Message.objects.filter(template="admissions/mail/ineligible").count() == 1


def test_two_officers_at_once_the_second_finds_nothing_left_to_judge(client, officer, call):
    row = ApplicationFactory(call=call)
    found_eligible(call, staff(UNIPI))

    late = client.post(address("eligibility", call), {"item": str(row.uuid), "eligible": "no", "reason": "No."})

    row.refresh_from_db()
    assert (late.status_code, row.state) == (422, ApplicationState.ELIGIBLE)
    assert "None of them waits for its eligibility" in late.content.decode()


def test_a_member_of_the_committee_stays_out(client, officer, call):
    row = ApplicationFactory(call=call)
    assert row.full_name in client.get(address("stay_out", row)).content.decode()

    done = client.post(address("stay_out", row), {"kind": "family"})

    assert done.url == address("desk_applications", call)
    assert client.get(address("desk_application", row)).status_code == 404


def upload(client, call, *lines):
    file = SimpleUploadedFile("applications.csv", "\n".join((HEADER, *lines)).encode())
    return client.post(address("take_in", call), {"file": file})


def test_a_file_is_looked_at_row_by_row_then_taken_in_as_it_was_seen(client, officer, call):
    shown = upload(client, call, LEA)
    nothing = Application.objects.count()

    done = client.post(address("take_in", call), {"table": shown.context["table"]})

    assert ([line.email for line in shown.context["lines"]], nothing) == (["lea@example.org"], 0)
    assert done.url == address("desk_applications", call)
    row = Application.objects.get()
    assert (row.full_name, row.state, row.applicant.email) == ("Lea Learner", ApplicationState.SUBMITTED, "lea@example.org")


def test_bad_cells_are_named_and_nothing_is_taken_in(client, officer, call):
    shown = upload(client, call, LEA, BAD)

    forced = client.post(address("take_in", call), {"table": shown.context["table"]})
    no_table = client.post(address("take_in", call), {"file": SimpleUploadedFile("a.csv", b"Name\nLea")})

    assert shown.context["lines"][1].problems.keys() == {"Email", "Date of birth", "Citizenship", "Track"}
    assert "4 cells must be corrected first." in shown.content.decode()
    assert (forced.status_code, no_table.status_code, Application.objects.count()) == (422, 422, 0)


def test_only_those_who_prepare_the_call_take_in_a_file(client, call):
    client.force_login(staff(AMU, Role.BOARD_MEMBER))

    assert client.get(address("take_in", call)).status_code == 404
    assert "Take in a file" not in client.get(address("desk_applications", call)).content.decode()


def test_nobody_but_the_committee_opens_an_application(client, call):
    (row,) = reviewed(call, 3)
    readers = [review.reviewer for review in row.reviews.all()]
    statuses = []
    for who in (*readers, staff(UNIPI, Role.TEACHER), staff("uab.cat"), row.applicant, PersonFactory()):
        client.force_login(who)
        statuses += [
            client.get(address("desk_application", row)).status_code,
            client.post(address("ask_third", row)).status_code,
            client.get(address("stay_out", row)).status_code,
        ]

    assert set(statuses) == {404}


def test_reviewers_of_the_call_have_no_list_of_applications(client, call):
    (reader,) = reviewers_of(call, AMU)
    client.force_login(reader)

    assert client.get(address("desk_applications", call)).status_code == 404
