"""A degree is withdrawn on the desk: by whom, with its number typed, and what its holder is told."""

import pytest
from django.urls import reverse
from tests.awards.degrees.test_awards import closed
from tests.support.boards import ready_student
from tests.support.moments import LATER
from tests.support.staff import sign_in_as

from salerno.awards.degrees.services.degrees import sign_minutes, withdraw_award
from salerno.awards.models import Award
from salerno.enrolment.enums import ProgrammeState
from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def degree():
    board = closed(ready_student())
    sign_minutes(board=board, by=board.chair, at=LATER)
    return Award.objects.degrees().select_related("learner").get(institution__code="UNIPI")


def page_of(award):
    return reverse("awards:withdraw_degree", args=[award.uuid])


def test_whoever_runs_the_institution_withdraws_it_from_the_page_of_the_person(client, degree):
    officer = sign_in_as(client, degree.institution, Role.ADMINISTRATOR)
    person = reverse("portal:person", args=[degree.learner.uuid])

    assert page_of(degree) in client.get(person).content.decode()
    shown = client.get(page_of(degree)).content.decode()
    done = client.post(page_of(degree), {"number": degree.number.lower(), "reason": "A thesis that was not theirs."})

    assert "The degrees of the other institutions stand." in shown
    assert f'href="{reverse("portal:people")}" aria-current="true"' in shown
    assert done.url == person
    degree.refresh_from_db()
    assert degree.withdrawn_because == "A thesis that was not theirs."
    letter = Message.objects.get(template="awards/degree_withdrawn")
    assert (letter.recipient, letter.subject) == (degree.learner.email, f"Your degree {degree.number} was withdrawn")
    assert "A thesis" not in letter.body
    after = client.get(person).content.decode()
    assert "degree withdrawn" in after
    assert page_of(degree) not in after
    assert "It was withdrawn on" in client.get(page_of(degree)).content.decode()
    assert officer != degree.learner


def test_a_slip_withdraws_nothing_and_keeps_what_was_typed(client, degree):
    sign_in_as(client, degree.institution)

    wrong = client.post(page_of(degree), {"number": "UNIPI-2026-99999", "reason": "A mistake of the registry."})
    empty = client.post(page_of(degree), {"number": degree.number, "reason": " "})

    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "This is not the number of this degree." in wrong.content.decode()
    assert "A mistake of the registry." in wrong.content.decode()
    assert Award.objects.standing().degrees().count() == 2


def test_the_last_degree_says_that_the_studies_go_on(client, degree):
    other = Award.objects.degrees().exclude(pk=degree.pk).get()
    withdraw_award(award=other, reason="A mistake.", by=None, at=LATER)
    sign_in_as(client, degree.institution)

    shown = client.get(page_of(degree)).content.decode()
    client.post(page_of(degree), {"number": degree.number, "reason": "A mistake."})

    assert "the studies go on, and a board can decide on the student again" in shown
    assert degree.programme_enrolment.__class__.objects.get(pk=degree.programme_enrolment_id).state == ProgrammeState.ACTIVE


OTHERS = [("su.se", Role.COORDINATOR), ("unipi.it", Role.COURSE_LEAD), ("unipi.it", Role.TEACHER)]


@pytest.mark.parametrize(("where", "role"), OTHERS)
def test_for_others_the_page_does_not_exist(client, degree, where, role):
    sign_in_as(client, Institution.objects.get(schac=where), role)

    assert client.get(page_of(degree)).status_code == 404
    assert client.post(page_of(degree), {"number": degree.number, "reason": "Mine to say."}).status_code == 404
    assert Award.objects.standing().degrees().count() == 2
