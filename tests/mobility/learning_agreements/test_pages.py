"""Pages of one's own learning agreement: writing without JavaScript, signing what was shown."""

from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from tests.mobility.learning_agreements.pages import text_of, url
from tests.support.courses import person
from tests.support.mobility_papers import (
    FIRST_YEAR,
    autumn,
    cast,
    current,
    fresh,
    internship,
    signed,
    written,
)

from salerno.mobility.enums import MobilityKind, PaperState
from salerno.mobility.learning_agreements.selectors.facts import facts_of
from salerno.mobility.models import LearningAgreement
from salerno.people.adapter import FRESH_SECONDS
from salerno.people.models import RoleAssignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def posted(forms_page, **changes):
    """What a browser would send from the page of writing, with ``changes``."""
    forms = forms_page.context["forms"]
    data = {"revision": forms_page.context["revision"]}
    for each in filter(None, (forms.head, forms.traineeship, forms.blended)):
        data |= {field.html_name: field.value() for field in each if field.value() is not None}
    for table in forms.tables.values():
        data |= {field.html_name: field.value() for field in table.management_form}
        for form in table:
            data |= {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return data | changes


def test_the_student_begins_with_a_proposal_changes_it_and_sees_what_is_found(client):
    who = cast(done=FIRST_YEAR)
    fresh(client, who.student)
    assert "Begin the learning agreement" in text_of(client.get(url("paper", who)))

    assert client.post(url("begin_paper", who))["Location"] == url("write_paper", who)
    page = client.get(url("write_paper", who))
    assert "Say how well you speak the language" in text_of(page)
    data = posted(page, level="B2", **{"studied-3-code": "AMU-202", "recognised-3-code": "AMU-202", "studied-2-DELETE": "on"})
    answer = client.post(url("write_paper", who), data)

    assert answer["Location"] == url("paper", who)
    body = current(who).says
    assert [(row.code, row.title, str(row.ects)) for row in body.studied[2:]] == [
        ("AMU-202", "Biomarkers: from discovery to the ward", "6")
    ]
    assert [row.code for row in body.recognised] == ["AMU-301", "AMU-302", "AMU-303", "AMU-202"]
    assert "24 ECTS credits there, but 30 recognised at home" in text_of(client.get(url("paper", who)))


def test_the_piece_that_is_checked_while_one_types_saves_nothing(client):
    who = cast()
    written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))

    piece = client.post(url("check_paper", who), posted(page, **{"studied-0-DELETE": "on"}))

    assert piece.status_code == 200
    assert "21 ECTS credits there, but 30 recognised at home" in text_of(piece)
    assert "<html" not in text_of(piece)
    assert current(who).revision == 0


def test_rows_that_cannot_be_read_are_shown_again(client):
    who = cast()
    written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))

    answer = client.post(url("write_paper", who), posted(page, **{"studied-4-code": "ZZ-1", "studied-5-title": "Without credits"}))

    assert answer.status_code == 422
    assert "This code is not known here: give the title as well." in text_of(answer)
    assert "Say how many credits it has." in text_of(answer)
    assert current(who).revision == 0


def test_another_window_is_not_overwritten_and_nothing_typed_is_lost(client):
    who = cast()
    written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))
    client.post(url("write_paper", who), posted(page, level="C1"))

    late = client.post(url("write_paper", who), posted(page, level="A1"))

    assert (late.status_code, current(who).says.level) == (422, "C1")
    assert late.context["revision"] == 1
    assert late.context["forms"].head["level"].value() == "A1"


@pytest.mark.parametrize("revision", ["", "-1", "x", "9" * 40, "²"])
def test_a_revision_that_is_none_is_refused(client, revision):
    who = cast()
    written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))

    assert client.post(url("write_paper", who), posted(page, revision=revision)).status_code == 422


def test_a_traineeship_is_written(client):
    who = cast(kind=MobilityKind.TRAINEESHIP)
    written(who, internship())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))

    client.post(url("write_paper", who), posted(page, **{"traineeship-title": "Another title"}))

    assert current(who).says == replace(internship(), traineeship=replace(internship().traineeship, title="Another title"))
    assert "Another title" in text_of(client.get(url("paper", who)))


def test_rows_are_taken_out_of_a_change_with_a_reason(client):
    who = cast()
    signed(who)
    fresh(client, who.student)
    client.post(url("act_on_paper", who, "change"))
    page = client.get(url("write_paper", who))
    more = {
        "studied-0-DELETE": "on",
        "studied-0-reason": "not-available",
        "recognised-0-DELETE": "on",
        "recognised-0-reason_text": "Full.",
    }

    client.post(url("write_paper", who), posted(page, **more))

    assert [(row.code, row.status, row.reason) for row in current(who).says.studied][0] == ("AMU-301", "deleted", "not-available")
    shown = text_of(client.get(url("paper", who)))
    assert "What changes in version 1" in shown
    assert "Full." in shown
    again = client.get(url("write_paper", who))
    assert again.context["forms"].tables["studied"][0]["DELETE"].value() is True


def test_what_is_shown_is_what_is_signed(client):
    who = cast()
    version = written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("sign_paper", who))
    digest = facts_of(version).digest
    assert digest in text_of(page)

    other = client.post(url("sign_paper", who), {"digest": "0" * 64})
    assert other.status_code == 422
    assert "It was changed meanwhile" in text_of(other)
    done = client.post(url("sign_paper", who), {"digest": digest})

    assert done["Location"] == url("paper", who)
    assert current(who).state == PaperState.LEARNER


@pytest.mark.parametrize("name", ["sign_paper", "desk_sign_paper", "paper_signed_elsewhere", "paper_answer"])
def test_an_old_session_signs_nothing(client, name):
    who = cast()
    version = signed(who, {"sign_paper": 0, "desk_sign_paper": 1}.get(name, 2))
    RoleAssignment.objects.filter(person=who.receiving).delete()
    fresh(client, who.student if name == "sign_paper" else who.sending, FRESH_SECONDS + 60)
    digest = facts_of(version).digest

    answers = [client.get(url(name, who)), client.post(url(name, who), {"digest": digest, "name": "A", "position": "B"})]

    assert ["sign in once more with a fresh code" in text_of(each) for each in answers] == [True, True]
    assert current(who).state == version.state


def test_whoever_has_a_passkey_is_asked_for_it(client):
    who = cast()
    version = written(who, autumn())
    Authenticator.objects.create(user=who.student, type="webauthn", data={"name": "Key", "credential": {}})
    fresh(client, who.student, FRESH_SECONDS + 60)

    answer = client.post(url("sign_paper", who), {"digest": facts_of(version).digest})

    assert answer["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    assert current(who).state == PaperState.DRAFT


def test_lists_ask_as_many_questions_with_one_row_as_with_three(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from tests.support.mobility_papers import stay
    from tests.support.studies import student

    who = cast()
    fresh(client, who.sending)
    address = reverse("mobility:desk_papers")
    client.get(address)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        for each in range(2):
            stay(student(person(f"more-{number}-{each}@example.org"), at=("unipi.it",), cohort=who.studies.offering))

    assert counts[0] == counts[1]


def test_erasing_takes_what_nobody_signed_and_keeps_what_is_a_contract():
    from salerno.mobility.learning_agreements.services.data import erase_papers, export_papers

    who = cast()
    written(who, autumn())
    assert erase_papers(who.student) > 0
    assert not LearningAgreement.objects.exists()

    signed(who, 1)
    assert erase_papers(who.student) == 0
    (own,) = export_papers(who.student)
    assert (own["state"], len(own["signatures"]), export_papers(who.sending)) == (PaperState.LEARNER, 1, [])
