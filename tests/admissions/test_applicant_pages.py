"""What an applicant reads: entry rules, what is missing, a summary, a decision with its reason, an offer that ends."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from tests.factories.admissions import CLOSES, ApplicationFactory, CallFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AFTER, ASKING, open_call, pdf
from tests.support.moments import NOON

from salerno.admissions.completeness import needed_by, what_is_missing
from salerno.admissions.enums import ApplicationState, CallState
from salerno.admissions.forms import RefereeForm, RowForm
from salerno.admissions.models import Appeal, Application
from salerno.admissions.selectors.pages import steps_of
from salerno.admissions.services.letters import ask_referee
from salerno.admissions.services.papers import add_document
from salerno.admissions.services.writing import begin_application, save_application, save_transcript
from salerno.admissions.typed import FIELD_PAGES
from salerno.messaging.models import Message
from salerno.portal.operations.demo_cohort.calls import DOCUMENTS, FIELDS, RULES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
LATER = AFTER + timedelta(days=2)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER, tick=False) as clock:
        yield clock


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person)
    return person


def shown(client, name, *args):
    return client.get(reverse(f"admissions:{name}", args=args)).content.decode()


def decided(person, state, **values):
    call = CallFactory(state=CallState.DECIDED, appeal_days=30)
    return ApplicationFactory(call=call, applicant=person, state=state, decided_at=AFTER, **values)


def test_a_call_says_who_can_apply_and_how_much_it_asks(client, clock):
    rules = [
        {"kind": "degree", "key": "degree", "eqf": 6, "title": {"en": "A first degree"}},
        {"kind": "degree-class", "key": "class", "classes": ["L-2", "L-13"]},
        {
            "kind": "any",
            "key": "basics",
            "of": [
                {"kind": "sector-ects", "key": "biology", "sectors": ["BIO/01-19"], "ects": 30},
                {"kind": "ects", "key": "all", "ects": 120},
            ],
        },
        {"kind": "language", "key": "english", "language": "en", "level": "B2"},
        {"kind": "documents", "key": "papers", "documents": ["identity"], "countries": ["IT"]},
    ]
    call = open_call(**{**ASKING, "rules": rules}, referees=2)
    clock.move_to(NOON)

    page = shown(client, "call", call.slug)

    sentences = [
        "<strong>A first degree</strong><br>A degree of EQF level 6 or above, already awarded.",
        "A degree of one of these classes: L-2, L-13.",
        "One of these is enough:",
        "30 ECTS in BIO/01-19.",
        "120 ECTS, passed.",
        "English at level B2 or above.",
        "For degrees from Italy. These papers: Identity card.",
        "7 pages; of what they ask for, 12 must be there.",
    ]
    assert [sentence for sentence in sentences if sentence not in page] == []


def test_how_much_a_call_asks_is_what_an_empty_application_lacks(clock):
    clock.move_to(NOON)
    call = open_call(**ASKING, referees=1)

    application = begin_application(call=call, by=PersonFactory(), at=NOON)

    assert needed_by(call) == len(what_is_missing(application)) == 11


def test_a_draft_says_how_much_is_missing_and_leads_to_the_first_of_it(client, person, clock):
    clock.move_to(NOON)
    application = begin_application(call=open_call(), by=person, at=NOON)
    values = {"given_names": "Lea", "family_name": "L", "birth_date": "2002-02-28", "birth_place": "M", "citizenship": "FR"}
    application = save_application(application=application, values=values, revision=0, by=person, at=NOON)

    before = shown(client, "application", application.uuid)
    values = {"track": "biology", "degree": {"title": "Biology"}}
    save_application(application=application, values=values, revision=1, by=person, at=NOON)
    after = shown(client, "application", application.uuid)

    assert "2 things are missing before you can hand it in" in before
    assert reverse("admissions:step", args=[application.uuid, "studies"]) in before
    assert "All is there, and it is not handed in yet" in after
    assert reverse("admissions:step", args=[application.uuid, "review"]) in after


def test_the_last_page_shows_all_that_is_handed_in(client, person, clock):
    clock.move_to(NOON)
    fields = [*ASKING["fields"], {"key": "abroad", "kind": "yes-no", "label": {"en": "Have you studied abroad?"}}]
    application = begin_application(call=open_call(**{**ASKING, "fields": fields}, referees=1), by=person, at=NOON)
    values = {"given_names": "Lea", "birth_date": "2002-02-28", "citizenship": "FR", "gender": "female", "track": "biology"}
    values |= {"degree": {"title": "Biology", "eqf_level": 6, "awarded_on": "2026-07-01"}, "languages": {"en": "C1"}}
    values |= {"answers": {"why": "To count\nwell.", "abroad": True}}
    save_application(application=application, values=values, revision=0, by=person, at=NOON)
    rows = [{"title": "Biochemistry", "ects_credits": 6}, {"title": "Genetics", "ects_credits": 3}]
    save_transcript(application=application, rows=rows, revision=1, by=person, at=NOON)
    add_document(application=application, kind="transcript", name="Relevé.pdf", data=pdf(), by=person, at=NOON)
    given = {"name": "Rita", "email": "rita@example.org", "affiliation": "", "language": "en"}
    ask_referee(application=application, by=person, at=NOON, **given)

    response = client.get(reverse("admissions:step", args=[application.uuid, "review"]))

    facts = {summary.step: dict(summary.facts) for summary in response.context["summaries"]}
    assert facts["you"]["Date of birth"] == "28 Feb 2002"
    assert (facts["you"]["Citizenship"], facts["you"]["Family name"]) == ("France", "—")
    assert facts["studies"]["Track"] == "From biology"
    assert (facts["studies"]["Its level"], facts["studies"]["Awarded on"]) == ("EQF 6: bachelor", "1 Jul 2026")
    assert facts["transcript"] == {"Courses": "2 courses, 9 ECTS"}
    assert facts["questions"] == {
        "Why this Master?": "To count\nwell.",
        "What should we know of your health?": "—",
        "Have you studied abroad?": "Yes",
    }
    assert facts["papers"] == {"Transcript": "Relevé.pdf", "Identity card": "—"}
    assert facts["referees"] == {"Rita": "rita@example.org"}
    assert "To count<br>well." in response.content.decode()


def test_filled_rows_are_folded_up_and_the_first_empty_one_is_open(client, person, clock):
    clock.move_to(NOON)
    application = begin_application(call=open_call(**ASKING), by=person, at=NOON)
    rows = [{"title": "Biochemistry", "sector": "BIO/10", "ects_credits": 6}]
    save_transcript(application=application, rows=rows, revision=0, by=person, at=NOON)
    posted = {"row-TOTAL_FORMS": "2", "row-INITIAL_FORMS": "0", "revision": "1", "row-0-title": "A", "row-0-sector": "biology"}
    step = reverse("admissions:step", args=[application.uuid, "transcript"])

    saved = client.get(step).context["rows"]
    refused = client.post(step, posted).context["rows"]

    assert [(row.title, row.is_open) for row in saved] == [
        ("Biochemistry · BIO/10 · 6 ECTS", False),
        ("", True),
        ("", False),
        ("", False),
    ]
    assert [row.is_open for row in refused] == [True, True]


def test_a_question_that_holds_html_is_shown_as_text(client, person, clock):
    clock.move_to(NOON)
    field = {"key": "why", "kind": "text", "label": {"en": "Why?"}, "help": {"en": "<b>Say</b> it."}}
    application = begin_application(call=open_call(fields=[field]), by=person, at=NOON)

    page = shown(client, "step", application.uuid, "questions")

    assert ("&lt;b&gt;Say&lt;/b&gt; it." in page, "<b>Say</b>" in page) == (True, False)


def test_papers_lead_on_to_referees(client, person, clock):
    clock.move_to(NOON)
    application = begin_application(call=open_call(**ASKING, referees=1), by=person, at=NOON)

    page = shown(client, "step", application.uuid, "papers")

    assert [f"“{title}”" in page for title in ("Questions", "Referees", "Check and hand in")] == [True, True, False]


@pytest.mark.parametrize("state", [ApplicationState.REFUSED, ApplicationState.INELIGIBLE])
def test_a_refusal_stands_first_with_its_reason_and_what_can_be_done(client, person, state):
    application = decided(person, state, reason="Every place is given.\nWrite again.")

    page = shown(client, "application", application.uuid)

    assert page.index("Every place is given.<br>Write again.") < page.index("Where it stands")
    assert "you can ask for another look until 1 Jan 2027" in page
    assert "Nothing more comes" not in page


def test_an_appeal_that_waits_and_one_that_is_over_say_so(client, person, clock):
    application = decided(person, ApplicationState.REFUSED, reason="Full.")
    appeal = Appeal.objects.create(application=application, text="Look again.", asked_at=LATER)

    waits = shown(client, "application", application.uuid)
    appeal.state, appeal.answer, appeal.answered_at = "dismissed", "We have looked.", LATER
    appeal.save()
    over = shown(client, "application", application.uuid)

    assert "The committee looks at its decision again, and we write to you." in waits
    assert "We have looked." in over
    assert "Nothing more comes. You may apply to the next call." in over


def test_the_time_to_appeal_that_has_passed_is_said(client, person, clock):
    application = decided(person, ApplicationState.REFUSED, reason="Full.")
    clock.move_to(AFTER + timedelta(days=31))
    client.force_login(person)

    page = shown(client, "application", application.uuid)

    assert "The time for an appeal has passed." in page
    assert "Nothing more comes. You may apply to the next call." in page


@pytest.mark.parametrize(
    ("left", "is_warned"), [(timedelta(hours=20), True), (timedelta(days=3), True), (timedelta(days=4), False)]
)
def test_an_offer_that_ends_soon_says_how_much_time_is_left(client, person, left, is_warned):
    application = decided(person, ApplicationState.ADMITTED)
    application.offers.create(made_at=AFTER, expires_at=LATER + left)

    page = shown(client, "application", application.uuid)

    assert ("Time left to answer:" in page, "Accept or decline it by" in page) == (is_warned, not is_warned)


def test_an_offer_past_its_deadline_that_has_not_lapsed_yet(client, person):
    application = decided(person, ApplicationState.ADMITTED)
    application.offers.create(made_at=AFTER, expires_at=LATER)

    page = shown(client, "application", application.uuid)

    assert ("The deadline of the offer has passed." in page, "Accept the offer" in page) == (True, False)


def test_an_offer_that_ends_is_told_by_mail_once(capsys, clock):
    for days_left, days_old in ((2, 10), (4, 10), (2, 0), (0, 10)):
        application = decided(PersonFactory(), ApplicationState.ADMITTED)
        dates = {"made_at": LATER - timedelta(days=days_old), "expires_at": LATER + timedelta(days=days_left)}
        application.offers.create(**dates)
    soon = Application.objects.order_by("pk").first()

    call_command("daily", "--only", "admission-reminders")
    clock.move_to(LATER + timedelta(minutes=1))
    call_command("daily", "--only", "admission-reminders")

    reminders = Message.objects.filter(template="admissions/mail/offer_ends")
    assert [row.recipient_uuid for row in reminders] == [soon.applicant.uuid]
    said = "admission-reminders: {} applicants were reminded of an offer that ends soon.\n"
    assert capsys.readouterr().out == said.format(1) + said.format(0)
    assert "is kept for you until 6 Dec 2026" in reminders.get().body.replace("\n", " ")


def test_what_was_taken_back_is_taken_up_from_its_page(client, person, clock):
    clock.move_to(NOON)
    application = ApplicationFactory(call=open_call(), applicant=person, state=ApplicationState.WITHDRAWN)

    before = shown(client, "application", application.uuid)
    clock.move_to(CLOSES)
    after = shown(client, "application", application.uuid)

    assert ["Take your application up again" in page for page in (before, after)] == [True, False]


def test_the_list_of_applications_says_of_each_what_comes(client, person, django_assert_max_num_queries):
    for state in (ApplicationState.REFUSED, ApplicationState.ADMITTED, ApplicationState.ELIGIBLE, ApplicationState.LAPSED):
        decided(person, state)
    Application.objects.get(state=ApplicationState.ADMITTED).offers.create(made_at=AFTER, expires_at=LATER + timedelta(days=5))

    with django_assert_max_num_queries(8):
        page = shown(client, "applications")

    comes = ("you can ask for another look until", "Accept or decline the offer by", "Two reviewers", "Nothing more comes.")
    assert [words for words in comes if words not in page] == []


def test_the_docs_count_the_fields_of_the_made_up_call():
    call = CallFactory(fields=FIELDS, documents=DOCUMENTS, rules=RULES, referees=1)
    application = ApplicationFactory(call=call)
    fields = {step: len(form(application=application).visible_fields()) for step, form in FIELD_PAGES.items()}
    docs = (Path(settings.PROJECT) / "docs" / "how-to" / "run-a-call.md").read_text(encoding="utf-8")

    counted = [
        f"| You | {fields['you']} | 5 |",
        f"| Your studies | {fields['studies']} | 2 |",
        f"| Transcript | {len(RowForm.base_fields)} for each course | one course |",
        f"| Questions | {fields['questions']} | 1 |",
        f"| Papers | {len(call.documents)} files | 1 |",
        f"| Referees | {len(RefereeForm.base_fields)} | 1 referee |",
        f"{len(steps_of(call))} pages, {needed_by(call)} things",
    ]
    assert [line for line in counted if line not in docs] == []
