"""What time and people take from applications: pseudonymised after the set months, downloaded, erased."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from tests.factories.admissions import ApplicationFactory, CallFactory, ReviewerFactory, ReviewFactory
from tests.support.admissions import AFTER, AMU, ASKING, UNIPI, close, decide, open_call, pdf, reviewed, staff
from tests.support.moments import NOON

from salerno.admissions import files
from salerno.admissions.enums import ApplicationState, CallState, ReviewState
from salerno.admissions.models import Appeal, Application, Decision, Offer, Referee
from salerno.admissions.services import calls, deciding
from salerno.admissions.services.letters import ask_referee
from salerno.admissions.services.notices import tell
from salerno.admissions.services.offers import accept_offer, lapse_offers
from salerno.admissions.services.papers import add_document
from salerno.admissions.services.rights import months_after, pseudonymise_all
from salerno.audit.models import Entry
from salerno.audit.services import verify_chain
from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.people.services import ask_erasure, erase, everything_held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
LONG_AFTER = datetime(2029, 1, 1, tzinfo=UTC)
SECRETS = ("Lea", "Learner", "Marseille", "Rita", "rita@example.org", "miscounted", "Biochemistry", "To count", "2002-02-28")


@pytest.mark.parametrize(
    ("moment", "months", "expected"),
    [((2026, 1, 31), 1, (2026, 2, 28)), ((2026, 11, 30), 24, (2028, 11, 30)), ((2026, 12, 31), 2, (2027, 2, 28))],
)
def test_months_are_those_of_the_calendar(moment, months, expected):
    assert months_after(datetime(*moment, 12, tzinfo=UTC), months) == datetime(*expected, 12, tzinfo=UTC)


def refused(call):
    """An application with every kind of personal data, refused and contested."""
    (row,) = reviewed(call, 2)
    row.answers, row.state, row.gender = {"why": "To count."}, ApplicationState.DRAFT, "female"
    row.save()
    row.transcript.create(title="Biochemistry", ects_credits=6)
    add_document(application=row, kind="transcript", name="Lea.pdf", data=pdf(), by=row.applicant, at=NOON)
    ask_referee(application=row, name="Rita", email="rita@example.org", affiliation="", language="en", by=row.applicant, at=NOON)
    row.state, row.decided_at, row.reason = ApplicationState.REFUSED, AFTER, "Lea, no."
    row.save()
    Decision.objects.create(application=row, outcome="refuse", reason="Lea, no.", by=staff(AMU), at=AFTER)
    tell(row, "refused", at=AFTER, reason="Lea, no.")
    deciding.appeal(application=row, text="You have miscounted.", by=row.applicant, at=AFTER)
    return row


def everything_of(row):
    """All rows about an application, as text."""
    related = [*row.transcript.values(), *row.documents.values(), *row.referees.values(), *row.reviews.values()]
    related += [*row.decisions.values(), *row.offers.values(), *row.conflicts.values(), *Appeal.objects.values()]
    return json.dumps([Application.objects.filter(pk=row.pk).values()[0], *related], default=str)


def test_after_the_set_months_nothing_personal_is_left(django_capture_on_commit_callbacks):
    call = open_call(**ASKING, referees=1)
    row = refused(call)
    paper, before = row.documents.get(), everything_of(row)
    calls.close_call(call=call, by=None, at=AFTER)
    calls.settle_call(call=call, by=None, at=AFTER)

    assert pseudonymise_all(at=AFTER + timedelta(days=700)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert pseudonymise_all(at=LONG_AFTER) == 1

    left = everything_of(row)
    assert [word for word in SECRETS if word not in before] == []
    assert [word for word in SECRETS if word in left] == []
    assert (str(row.uuid) in left, str(row.applicant.uuid) in left) == (False, False)
    assert not files.path_of(paper.uuid).exists()
    assert not Message.objects.filter(template__startswith="admissions/").exists()
    assert pseudonymise_all(at=LONG_AFTER) == 0
    assert verify_chain()[1] == []


def test_statistics_stay(django_capture_on_commit_callbacks):
    call = open_call(**ASKING, referees=1)
    row = refused(call)
    calls.close_call(call=call, by=None, at=AFTER)

    pseudonymise_all(at=LONG_AFTER)

    kept = call.applications.values("state", "track", "gender", "applicant", "citizenship").get()
    assert kept == {"state": "refused", "track": "biology", "gender": "female", "applicant": None, "citizenship": ""}
    assert list(Decision.objects.values_list("outcome", "by", "reason")) == [("refuse", None, "")]
    entry = Entry.objects.get(action="application.pseudonymised")
    assert entry.subject == row.uuid
    assert not Application.objects.filter(uuid=row.uuid).exists()


def test_who_became_a_student_and_whose_call_goes_on_are_left():
    call = close(open_call())
    rows = reviewed(call, 5)
    decide(call, staff(AMU))
    chosen = [Institution.objects.get(schac=schac) for schac in (AMU, UNIPI)]
    accept_offer(offer=rows[0].offers.get(), institutions=chosen, by=rows[0].applicant, at=AFTER)
    ApplicationFactory(call=CallFactory(offering=call.offering, state=CallState.OPEN, closes_at=LONG_AFTER))

    assert pseudonymise_all(at=LONG_AFTER + timedelta(days=1)) == 0


@pytest.mark.time_machine(LONG_AFTER)
def test_a_person_counts_what_is_kept_too_long_and_then_takes_the_people_out(capsys):
    call = open_call()
    calls.close_call(call=call, by=None, at=AFTER)
    ApplicationFactory(call=call, state=ApplicationState.REFUSED)

    call_command("daily")
    for options in (["--count"], [], ["--count"]):
        call_command("admissions", "pseudonymise", *options)

    assert capsys.readouterr().out.splitlines()[-3:] == [
        "1 applications may be pseudonymised.",
        "1 applications were pseudonymised.",
        "0 applications may be pseudonymised.",
    ]


def erased(person):
    return erase(request=ask_erasure(person=person, at=AFTER), by=person, at=AFTER)


def test_an_erasure_takes_applications_and_frees_their_place():
    call, officer = close(open_call(places=1)), staff(AMU)
    first, second = reviewed(call, 5, 4)
    decide(call, officer)
    calls.settle_call(call=call, by=officer, at=AFTER)

    kept = erased(first.applicant)

    assert "Applications" not in {row["what"] for row in kept}
    first.refresh_from_db()
    assert (first.applicant, first.state, first.family_name) == (None, ApplicationState.DECLINED, "")
    assert lapse_offers(at=AFTER) == (0, 1)
    second.refresh_from_db()
    assert second.state == ApplicationState.ADMITTED
    assert Offer.objects.filter(application=first, state="open").count() == 0


def test_an_erasure_keeps_what_led_to_studies():
    call = close(open_call())
    (row,) = reviewed(call, 5)
    decide(call, staff(AMU))
    chosen = [Institution.objects.get(schac=schac) for schac in (AMU, UNIPI)]
    accept_offer(offer=row.offers.get(), institutions=chosen, by=row.applicant, at=AFTER)

    kept = erased(row.applicant)

    row.refresh_from_db()
    assert row.family_name.startswith("Learner")
    assert "Applications that led to studies" in {each["what"] for each in kept}


def test_a_download_holds_ones_own_words_and_not_the_referees():
    call = open_call(**ASKING, referees=1)
    row = refused(call)
    Referee.objects.update(letter="She counts badly.", answered_at=AFTER)

    held = json.dumps(everything_held(row.applicant), default=str)

    assert [word for word in (*SECRETS, "Lea.pdf") if word not in held] == []
    assert "She counts badly." not in held


def test_a_reviewer_who_is_erased_leaves_what_was_judged():
    done, open_one = ReviewFactory(), ReviewFactory()
    person = done.reviewer
    open_one.reviewer = person
    open_one.save()
    done.state, done.total, done.submitted_at = ReviewState.SUBMITTED, 3, AFTER
    done.save()
    ReviewerFactory(person=person)

    kept = erased(person)

    assert list(person.reviews.all()) == [done]
    assert person.reviewing.count() == 0
    assert "Reviews of applications" in {row["what"] for row in kept}
