"""What institutions say of themselves, and new associated partners, at the desk."""

from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory
from tests.support.moments import NOON
from tests.support.staff import sign_in_as

from salerno.audit.models import Entry
from salerno.institutions.enums import Standing
from salerno.institutions.errors import InstitutionRefused
from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.portal.desk import services

pytestmark = pytest.mark.django_db
WRITTEN = {
    "name_en": "University of Pisa",
    "name_fr": "Université de Pise",
    "roles_en": "Gives courses",
    "gives_en": "Laboratories.\r\n\r\nPlaces.",
    "kind": "university",
    "country": "IT",
    "city": "Pisa",
    "address": "Lungarno Pacinotti 43",
    "website": "https://www.unipi.it/",
    "contact": "office@unipi.example.org",
    "languages": ["it", "en"],
    "colour": "#00427A",
}
PARTNER = {**WRITTEN, "name_en": "City hospital", "code": "HOSP", "schac": "hospital.example.org", "kind": "hospital"}
ADD = "/desk/institutions/new/"


def address_of(institution: Institution) -> str:
    return reverse("portal:describe_institution", args=[institution.uuid])


def test_an_institution_is_described_in_the_languages_of_the_campus_and_its_own(client, pisa):
    person = sign_in_as(client, pisa, Role.ADMINISTRATOR)
    Institution.objects.filter(pk=pisa.pk).update(languages=["it"], name={"en": "Old", "sv": "Universitetet i Pisa"})
    shown = client.get(address_of(pisa)).context["form"]

    response = client.post(address_of(pisa), {**WRITTEN, "name_it": "Università di Pisa"})

    pisa.refresh_from_db()
    names = {"en": "University of Pisa", "fr": "Université de Pise", "it": "Università di Pisa", "sv": "Universitetet i Pisa"}
    assert [name for name in shown.fields if name.startswith("name_")] == ["name_en", "name_fr", "name_it"]
    assert (response.status_code, pisa.name, pisa.languages) == (302, names, ["it", "en"])
    assert (pisa.roles, pisa.contact) == ({"en": "Gives courses"}, "office@unipi.example.org")
    entry = Entry.objects.get(action="institution.changed")
    assert (entry.actor, entry.subject) == (person.uuid, pisa.uuid)
    changed = ["address", "city", "colour", "contact", "country", "gives", "languages", "name", "roles", "website"]
    assert entry.detail == {"fields": changed}


def test_a_town_is_two_coordinates_or_none(client, pisa):
    sign_in_as(client, pisa, Role.ADMINISTRATOR)

    def typed(latitude, longitude):
        response = client.post(address_of(pisa), {**WRITTEN, "latitude": latitude, "longitude": longitude})
        pisa.refresh_from_db()
        return response.status_code, pisa.latitude, pisa.longitude

    assert typed("43.72", "10.4") == (302, Decimal("43.72"), Decimal("10.4"))
    assert [typed(*wrong)[0] for wrong in (("43.72", ""), ("", "10.4"), ("91", "10"), ("10", "181"))] == [422] * 4
    assert typed("", "") == (302, None, None)


def test_the_public_page_says_it_at_once(client, pisa):
    sign_in_as(client, pisa)
    page = reverse("portal:institution", args=[pisa.slug])
    client.get(page)

    client.post(address_of(pisa), WRITTEN)

    text = client.get(page).content.decode()
    assert all(word in text for word in ("University of Pisa", "Lungarno Pacinotti 43", "mailto:office@unipi.example.org"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("name_en", ""), ("website", "javascript:alert(1)"), ("contact", "no address"), ("country", "ZZ"), ("colour", "red;}")],
)
def test_what_is_wrong_comes_back_with_what_was_written(client, pisa, field, value):
    sign_in_as(client, pisa)

    response = client.post(address_of(pisa), {**WRITTEN, "city": "Kept city", field: value})

    pisa.refresh_from_db()
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "Kept city" in response.content.decode()
    assert pisa.city == ""


def test_what_stands_in_signed_documents_is_not_taken_from_the_form(client, pisa):
    sign_in_as(client, pisa)
    kept = (pisa.code, pisa.schac, pisa.slug, pisa.standing)

    client.post(address_of(pisa), {**WRITTEN, "code": "X", "schac": "x.example.org", "slug": "x", "standing": "coordinator"})

    pisa.refresh_from_db()
    assert (pisa.code, pisa.schac, pisa.slug, pisa.standing) == kept


@pytest.mark.parametrize(
    ("role", "own", "other"),
    [(Role.COORDINATOR, 302, 404), (Role.ADMINISTRATOR, 302, 404), (Role.COURSE_LEAD, 404, 404), (Role.TEACHER, 404, 404)],
)
def test_who_describes_which_institution(client, pisa, marseille, role, own, other):
    sign_in_as(client, pisa, role)

    statuses = [client.post(address_of(row), WRITTEN).status_code for row in (pisa, marseille)]

    assert statuses == [own, other]


def test_the_consortium_s_coordinator_describes_all_its_administrator_only_the_own(client, pisa, marseille):
    sign_in_as(client, marseille, Role.ADMINISTRATOR)
    by_administrator = [client.get(address_of(row)).status_code for row in (pisa, marseille)]
    sign_in_as(client, marseille)

    by_coordinator = [client.get(address_of(row)).status_code for row in (pisa, marseille)]

    assert (by_administrator, by_coordinator) == ([404, 200], [200, 200])


def test_the_list_holds_what_one_may_describe(client, pisa, marseille):
    sign_in_as(client, pisa)
    InstitutionFactory()

    page = client.get("/desk/institutions/")

    assert [row["cells"][0] for row in page.context["table"]["rows"]] == ["UNIPI"]
    assert page.context["may_add"] is False


def test_the_consortium_s_coordinator_adds_an_associated_partner(client, marseille):
    person = sign_in_as(client, marseille)

    response = client.post(ADD, PARTNER)

    row = Institution.objects.get(code="HOSP")
    assert response.status_code == 302
    assert (row.slug, row.schac, row.standing, row.country) == ("city-hospital", "hospital.example.org", Standing.ASSOCIATED, "IT")
    assert Entry.objects.filter(action="institution.created", actor=person.uuid, subject=row.uuid).count() == 1
    assert "City hospital" in client.get("/institutions/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("schac", "No Domain"), ("schac", "taken.example.org"), ("code", "AMU"), ("kind", "")]
)
def test_a_partner_that_is_named_wrongly_or_known_already_is_not_added(client, marseille, field, value):
    sign_in_as(client, marseille)
    InstitutionFactory(schac="taken.example.org")

    response = client.post(ADD, {**PARTNER, field: value})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Institution.objects.count() == 2


def test_the_services_ask_the_rule_themselves(pisa, marseille):
    stranger = PersonFactory()

    with pytest.raises(InstitutionRefused, match="own coordinators"):
        services.describe_institution(institution=pisa, values={"city": "Elsewhere"}, by=stranger, at=NOON)
    with pytest.raises(InstitutionRefused, match="coordinating institution"):
        services.add_associated_partner(values={"code": "X"}, by=stranger, at=NOON)

    pisa.refresh_from_db()
    assert (pisa.city, Institution.objects.count()) == ("", 2)
