"""The home page and the page of an institution."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.catalogue import CourseFactory, ProgrammeFactory, ProgrammeInstitutionFactory
from tests.factories.institutions import InstitutionFactory

from salerno.credentials.selectors import did_of
from salerno.institutions.enums import Standing
from salerno.institutions.models import GradingScale

pytestmark = pytest.mark.django_db


def test_home_shows_the_ways_in_the_trainings_and_the_partners(client):
    partner = InstitutionFactory(name={"en": "University of Salerno"})
    associated = InstitutionFactory(standing=Standing.ASSOCIATED, name={"en": "A hospital"})
    public = CourseFactory(owner=partner, title={"en": "Reading a test"})
    CourseFactory(title={"en": "Not yet"}, is_public=False)

    page = client.get(reverse("portal:home")).content.decode()

    catalogue = reverse("catalogue:index")
    shown = [
        f'href="{catalogue}?kind=mooc"',
        f'href="{catalogue}?kind=programme"',
        f'href="{catalogue}?kind=short-course"',
        f'href="{public.get_absolute_url()}"',
        f'href="{reverse("portal:institution", args=[partner.slug])}"',
        f'href="{reverse("credentials:verify")}"',
        "and 1 associated partner",
    ]
    assert [text for text in shown if text not in page] == []
    assert "Not yet" not in page
    assert associated.name["en"] not in page


def test_home_of_an_empty_campus_says_what_will_stand_there(client):
    page = client.get(reverse("portal:home")).content.decode()

    assert "The first courses appear here as soon as they are published." in page


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_front_pages_cost_as_many_queries_with_thirty_rows_as_with_one(client):
    partner = InstitutionFactory()
    addresses = [reverse("portal:home"), reverse("portal:institution", args=[partner.slug])]
    CourseFactory(owner=partner)
    ProgrammeInstitutionFactory(programme=ProgrammeFactory(), institution=partner)
    with_one = [_queries(client, address) for address in addresses]
    for _ in range(30):
        CourseFactory(owner=partner)
        ProgrammeInstitutionFactory(programme=ProgrammeFactory(), institution=InstitutionFactory())

    with_thirty = [_queries(client, address) for address in addresses]

    assert with_thirty == with_one


def test_an_institution_says_who_it_is_how_it_grades_and_under_which_name_it_signs(client):
    scale = GradingScale.objects.create(
        code="it-30", name={"en": "Italian scale"}, minimum=0, maximum=30, pass_mark=18, grades=["30 e lode"]
    )
    partner = InstitutionFactory(
        name={"en": "University of Pisa"},
        roles={"en": "Awards the Master"},
        gives={"en": "Courses and laboratories."},
        city="Pisa",
        country="IT",
        languages=["it", "en"],
        grading_scale=scale,
    )
    own, foreign = CourseFactory(owner=partner), CourseFactory(owner=InstitutionFactory())

    page = client.get(reverse("portal:institution", args=[partner.slug])).content.decode()

    shown = [
        "Awards the Master",
        "Courses and laboratories.",
        "Pisa, Italy",
        "Italian, English",
        "from 0 to 30; 18 passes",
        "named grades: 30 e lode",
        did_of(partner),
        own.title["en"],
    ]
    assert [text for text in shown if text not in page] == []
    assert foreign.get_absolute_url() not in page


def test_an_institution_that_is_not_public_does_not_exist(client):
    hidden = InstitutionFactory(is_public=False)

    assert client.get(reverse("portal:institution", args=[hidden.slug])).status_code == 404
