"""Applying: begun once, saved as it goes, handed in whole, taken back, filled in from the last time; referees by a link."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from tests.factories.admissions import CLOSES, OPENS, ApplicationFactory, CallFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AFTER, ASKING, jpeg, open_call, pdf
from tests.support.moments import LATER, NOON

from salerno.admissions import files
from salerno.admissions.completeness import statements_of, what_is_missing
from salerno.admissions.enums import ApplicationState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Referee
from salerno.admissions.refusals import ApplyRefusal, DocumentRefusal, RefereeRefusal
from salerno.admissions.services import letters
from salerno.admissions.services.leaving import withdraw_application
from salerno.admissions.services.papers import add_document
from salerno.admissions.services.writing import begin_application, save_application, save_transcript, submit_application
from salerno.admissions.wording import words_of
from salerno.audit.models import Entry
from salerno.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
CIVIL = {
    "given_names": "Lea",
    "family_name": "Learner",
    "birth_date": date(2002, 2, 28),
    "birth_place": "Marseille",
    "citizenship": "FR",
    "track": "biology",
    "degree": {"title": "Biology", "eqf_level": 6, "country": "FR", "awarded_on": "2026-07-01"},
    "languages": {"en": "C1"},
    "answers": {"why": "To count well.", "condition": "None."},
}
ROWS = [
    {
        "title": "Biochemistry",
        "sector": "BIO/10",
        "ects_credits": Decimal(20),
        "grade": "15",
        "scale": "0–20",
        "passed_on": date(2025, 7, 1),
    },
    {"title": "Genetics", "sector": "", "ects_credits": Decimal("10.5"), "grade": "", "scale": "", "passed_on": None},
]


def refusal(act):
    with pytest.raises(AdmissionsRefused) as error:
        act()
    return error.value.refusal


def whole(call, person, *, transcript=True):
    """An application with everything the call asks for, not handed in."""
    application = begin_application(call=call, by=person, at=NOON)
    application = save_application(application=application, values=CIVIL, revision=0, by=person, at=NOON)
    if transcript:
        application = save_transcript(application=application, rows=ROWS, revision=1, by=person, at=NOON)
    if call.documents:
        add_document(application=application, kind="transcript", name="a.pdf", data=pdf(), by=person, at=NOON)
    return application


def submit(application):
    return submit_application(application=application, revision=application.revision, by=application.applicant, at=LATER)


def test_an_application_is_begun_once_saved_and_handed_in():
    call, person = open_call(**ASKING), PersonFactory()

    application = whole(call, person)
    assert begin_application(call=call, by=person, at=LATER) == application
    application = submit(application)

    assert (application.state, application.submitted_at, application.revision) == (ApplicationState.SUBMITTED, LATER, 3)
    assert application.answers == CIVIL["answers"]
    assert list(application.transcript.values_list("title", "ects_credits", "passed_on")) == [
        ("Biochemistry", Decimal(20), date(2025, 7, 1)),
        ("Genetics", Decimal("10.5"), None),
    ]
    assert list(Entry.objects.filter(actor=person.uuid).values_list("action", flat=True)) == [
        "application.begun",
        "document.added",
        "application.submitted",
    ]
    assert Message.objects.get().subject == "Your application was handed in: A call"


def test_one_saves_over_nothing_that_another_window_saved():
    call, person = open_call(), PersonFactory()
    application = whole(call, person)

    again = {"values": {"given_names": "Léa"}, "revision": 1, "by": person, "at": NOON}

    assert refusal(lambda: save_application(application=application, **again)) == ApplyRefusal.CHANGED_MEANWHILE
    assert refusal(lambda: save_transcript(application=application, rows=[], revision=1, by=person, at=NOON)) == (
        ApplyRefusal.CHANGED_MEANWHILE
    )
    assert Application.objects.get().given_names == "Lea"


@pytest.mark.parametrize(("at", "expected"), [(OPENS - timedelta(1), "not-open-yet"), (CLOSES, "closed"), (AFTER, "closed")])
def test_one_applies_between_the_two_dates(at, expected):
    call, person = open_call(), PersonFactory()

    assert refusal(lambda: begin_application(call=call, by=person, at=at)).value == expected
    application = whole(call, person)
    if at >= CLOSES:
        late = {"application": application, "by": person, "at": at}
        assert refusal(lambda: submit_application(revision=application.revision, **late)) == ApplyRefusal.CLOSED
        assert refusal(lambda: save_application(values={}, revision=2, **late)) == ApplyRefusal.CLOSED


def test_only_the_applicant_writes_and_only_a_draft():
    call, person, stranger = open_call(), PersonFactory(), PersonFactory()
    application = whole(call, person)
    values = {"application": application, "values": {}, "revision": application.revision, "at": NOON}

    assert refusal(lambda: save_application(by=stranger, **values)) == ApplyRefusal.NOT_YOURS
    submit(application)
    assert refusal(lambda: save_application(by=person, **values)) == ApplyRefusal.NOT_DRAFT
    assert refusal(lambda: submit(application)) == ApplyRefusal.NOT_DRAFT
    with pytest.raises(ValueError, match="state"):
        save_application(by=person, **values | {"values": {"state": "admitted"}})


def test_what_is_missing_is_told_and_nothing_is_handed_in():
    call, person = open_call(**ASKING, referees=1), PersonFactory()
    application = begin_application(call=call, by=person, at=NOON)

    missing = [(each.step, str(each.label)) for each in what_is_missing(application)]

    assert missing == [
        ("you", "Given names"),
        ("you", "Family name"),
        ("you", "Date of birth"),
        ("you", "Place of birth"),
        ("you", "Citizenship"),
        ("studies", "Track"),
        ("studies", "The degree that opens the door"),
        ("transcript", "At least one row of your transcript"),
        ("questions", "Why this Master?"),
        ("papers", "Transcript"),
        ("referees", "Referees"),
    ]
    assert refusal(lambda: submit(application)) == ApplyRefusal.INCOMPLETE
    application.refresh_from_db()
    assert (application.state, application.revision) == (ApplicationState.DRAFT, 0)


def test_a_transcript_ends_somewhere():
    call, person = open_call(), PersonFactory()
    application = whole(call, person)
    rows = [ROWS[0]] * 201

    many = {"application": application, "rows": rows, "revision": application.revision, "by": person, "at": NOON}
    assert refusal(lambda: save_transcript(**many)) == ApplyRefusal.TOO_MANY_ROWS
    assert application.transcript.count() == 2


def test_one_takes_an_application_back_and_up_again():
    call, person = open_call(), PersonFactory()
    application = submit(whole(call, person))

    withdrawn = withdraw_application(application=application, by=person, at=LATER)
    again = begin_application(call=call, by=person, at=LATER)

    assert (withdrawn.state, again.state, again.pk) == (ApplicationState.WITHDRAWN, ApplicationState.DRAFT, application.pk)
    assert submit(again).state == ApplicationState.SUBMITTED
    assert Message.objects.count() == 2
    assert refusal(lambda: withdraw_application(application=application, by=PersonFactory(), at=LATER)) == ApplyRefusal.NOT_YOURS
    Application.objects.update(state=ApplicationState.ADMITTED)
    assert refusal(lambda: withdraw_application(application=application, by=person, at=LATER)) == ApplyRefusal.CANNOT_WITHDRAW


def test_nothing_is_typed_twice():
    """The next call's application begins with civil data, degree, transcript, and the papers and answers that it asks for too."""
    call, person = open_call(**ASKING), PersonFactory()
    first = whole(call, person)
    add_document(application=first, kind="identity", name="id.jpg", data=jpeg(), by=person, at=NOON)
    asking = {"fields": [ASKING["fields"][0], {**ASKING["fields"][1], "kind": "text"}], "documents": ASKING["documents"][:1]}
    other = CallFactory(offering=call.offering, **asking)

    second = begin_application(call=other, by=person, at=LATER)

    kept = ("given_names", "family_name", "birth_date", "birth_place", "citizenship", "degree", "languages")
    assert {name: getattr(second, name) for name in kept} == {name: CIVIL[name] for name in kept}
    assert second.answers == {"why": "To count well."}
    assert list(second.transcript.values_list("title", flat=True)) == ["Biochemistry", "Genetics"]
    copied = second.documents.get()
    assert (copied.kind, files.get(copied.uuid)) == ("transcript", pdf())
    assert copied.uuid not in set(first.documents.values_list("uuid", flat=True))
    assert second.track == ""


def test_entry_rules_say_where_one_stands():
    application = whole(open_call(**ASKING), PersonFactory())

    said = [(each.verdict.value, words_of(each)) for each in statements_of(application)]

    assert said == [
        ("met", "Your degree is of EQF level 6; level 6 is asked for."),
        (
            "cannot-say",
            "You have 20 of the 30 ECTS asked for in BIO/01-19; 10.5 ECTS of your transcript have no sector yet.",
        ),
        ("met", "Your level in English is C1; B2 is asked for."),
    ]


def asked(call=None, **values):
    """A referee who was asked, and the token of the link in the mail."""
    application = whole(call or open_call(referees=2), PersonFactory())
    given = {"name": "Rita Referee", "email": "rita@example.org", "affiliation": "", "language": "en"} | values
    referee = letters.ask_referee(application=application, by=application.applicant, at=NOON, **given)
    body = Message.objects.filter(template="admissions/mail/referee_asked").latest("pk").body
    return referee, body.partition("/letters/")[2].partition("/")[0]


def test_a_referee_writes_once_by_a_link_that_only_the_mail_holds():
    referee, token = asked()

    assert token not in str(Referee.objects.values()[0])
    letters.hand_in_letter(token=token, text=" She counts well. ", data=None, at=LATER)

    referee.refresh_from_db()
    assert (referee.letter, referee.answered_at) == ("She counts well.", LATER)
    assert refusal(lambda: letters.hand_in_letter(token=token, text="More.", data=None, at=LATER)) == RefereeRefusal.USED
    assert letters.find_referee("another") is None


def test_a_referee_hands_in_a_pdf():
    referee, token = asked()

    letters.hand_in_letter(token=token, text="", data=pdf(), at=LATER)

    paper = referee.application.documents.get()
    assert (paper.kind, paper.name, paper.referee_id, files.get(paper.uuid)) == ("letter", "Rita Referee.pdf", referee.pk, pdf())


@pytest.mark.parametrize(
    ("text", "make", "expected"),
    [
        (" ", lambda: None, RefereeRefusal.EMPTY),
        ("a", pdf, RefereeRefusal.TWO),
        ("", jpeg, RefereeRefusal.NOT_A_PDF),
        ("", lambda: b"MZ", DocumentRefusal.NOT_THIS_KIND),
    ],
)
def test_a_letter_is_text_or_a_pdf(text, make, expected):
    _referee, token = asked()

    assert refusal(lambda: letters.hand_in_letter(token=token, text=text, data=make(), at=LATER)) == expected


def test_a_link_expires_a_week_after_the_call_closes_and_with_the_application():
    referee, token = asked()

    letter = {"token": token, "text": "Late.", "data": None}
    assert refusal(lambda: letters.hand_in_letter(at=CLOSES + timedelta(days=7), **letter)) == RefereeRefusal.EXPIRED
    withdraw_application(application=referee.application, by=referee.application.applicant, at=LATER)
    assert refusal(lambda: letters.hand_in_letter(at=LATER, **letter)) == RefereeRefusal.EXPIRED


def test_who_cannot_be_asked():
    referee, _token = asked(open_call(referees=2))
    application, person = referee.application, referee.application.applicant

    def ask(email, by=person):
        return letters.ask_referee(application=application, name="R", email=email, affiliation="", language="en", by=by, at=NOON)

    assert refusal(lambda: ask(person.email.upper())) == ApplyRefusal.REFEREE_SELF
    assert refusal(lambda: ask("RITA@example.org")) == ApplyRefusal.REFEREE_ASKED
    assert refusal(lambda: ask("x@example.org", by=PersonFactory())) == ApplyRefusal.NOT_YOURS
    ask("second@example.org")
    assert refusal(lambda: ask("third@example.org")) == ApplyRefusal.TOO_MANY_REFEREES
    assert mail.outbox == []


def test_nobody_sees_another_draft():
    application = ApplicationFactory(state=ApplicationState.DRAFT)

    assert list(Application.objects.visible_to(application.applicant)) == [application]
    assert not Application.objects.visible_to(PersonFactory()).exists()
    assert not Application.objects.visible_to(None).exists()
