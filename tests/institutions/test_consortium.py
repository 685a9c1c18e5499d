"""The consortium as it is loaded."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from tests.factories.institutions import InstitutionFactory
from tests.support.moments import NOON

from salerno.audit.models import Entry
from salerno.institutions.enums import Kind, Standing
from salerno.institutions.models import Institution
from salerno.institutions.selectors import consortium_list
from salerno.institutions.services import add_associated_partner, describe_institution, load_consortium

pytestmark = pytest.mark.django_db
settle = import_module("salerno.institutions.migrations.0005_members_lie_in_their_towns").settle


def test_the_eight_partners_are_loaded_with_their_codes():
    load_consortium()

    assert list(Institution.objects.values_list("schac", "kind", "country")) == [
        ("univ-amu.fr", Kind.UNIVERSITY, "FR"),
        ("su.se", Kind.UNIVERSITY, "SE"),
        ("unipi.it", Kind.UNIVERSITY, "IT"),
        ("uab.cat", Kind.UNIVERSITY, "ES"),
        ("inria.fr", Kind.RESEARCH_CENTRE, "FR"),
        ("kode-solutions.net", Kind.COMPANY, "IT"),
        ("genomeup.com", Kind.COMPANY, "IT"),
        ("ingeniars.com", Kind.COMPANY, "IT"),
    ]
    assert Institution.objects.get(standing=Standing.COORDINATOR).schac == "univ-amu.fr"


def test_the_partners_lie_where_their_towns_are():
    load_consortium()

    towns = Institution.objects.values_list("city", "latitude", "longitude").order_by("city").distinct()
    assert [(city, float(latitude), float(longitude)) for city, latitude, longitude in towns] == [
        ("Bellaterra", 41.5, 2.11),
        ("Le Chesnay-Rocquencourt", 48.83, 2.12),
        ("Marseille", 43.3, 5.37),
        ("Pisa", 43.72, 10.4),
        ("Rome", 41.9, 12.5),
        ("Stockholm", 59.33, 18.07),
    ]


def test_an_older_campus_is_told_where_its_members_lie_and_what_it_says_itself_stays():
    load_consortium()
    Institution.objects.update(latitude=None, longitude=None)
    Institution.objects.filter(schac="su.se").update(latitude=59, longitude=18)

    settle(apps, connection.schema_editor())

    rows = Institution.objects.in_bulk(field_name="schac")
    assert (rows["univ-amu.fr"].latitude, rows["su.se"].latitude) == (Decimal("43.30"), Decimal(59))


def test_loading_again_changes_nothing_and_keeps_what_was_edited():
    load_consortium()
    Institution.objects.filter(schac="su.se").update(city="Solna")
    entries = Entry.objects.count()

    assert load_consortium() == []

    assert Institution.objects.get(schac="su.se").city == "Solna"
    assert Entry.objects.count() == entries


def test_universities_have_a_grading_scale():
    load_consortium()

    scales = dict(Institution.objects.filter(kind=Kind.UNIVERSITY).values_list("code", "grading_scale__code"))

    assert scales == {"AMU": "fr-20", "SU": "se-af", "UNIPI": "it-30", "UAB": "es-10"}


def test_associated_partners_stand_apart(django_assert_num_queries):
    load_consortium()
    Institution.objects.create(
        slug="a-hospital", code="HOSP", schac="hospital.example.org", name={"en": "A hospital"}, kind=Kind.HOSPITAL,
        standing=Standing.ASSOCIATED, country="FR", website="https://hospital.example.org/",
    )  # fmt: skip

    with django_assert_num_queries(1):
        found = consortium_list()

    assert [row.code for row in found.associated] == ["HOSP"]
    assert len(found.members) == 8


def test_the_page_shows_partners_in_the_readers_language(client):
    load_consortium()

    english = client.get("/institutions/", headers={"accept-language": "en"}).content.decode()
    french = client.get("/institutions/", headers={"accept-language": "fr"}).content.decode()

    assert "University of Pisa" in english
    assert "Université de Pise" in french


def test_a_restart_keeps_every_word_that_was_changed_or_emptied():
    load_consortium()
    pisa = Institution.objects.get(schac="unipi.it")
    values = {"name": {"en": "Pisa", "it": "Pisa"}, "gives": {}, "city": "", "website": "https://pisa.example.org/"}
    describe_institution(institution=pisa, values=values, by=pisa, at=NOON)

    load_consortium()

    pisa.refresh_from_db()
    assert {name: getattr(pisa, name) for name in values} == values


@pytest.mark.parametrize("known_by", [{"schac": "su.se"}, {"code": "SU"}, {"slug": "stockholm-university"}])
def test_a_partner_that_was_added_by_hand_is_not_made_twice(known_by):
    InstitutionFactory(**known_by, name={"en": "By hand"})

    created = load_consortium()

    assert (len(created), Institution.objects.get(**known_by).name) == (7, {"en": "By hand"})


def test_a_slug_is_made_from_the_english_name_and_stays_free():
    first, second, greek = (
        add_associated_partner(values=partner_values(code, name), by=InstitutionFactory(), at=NOON)
        for code, name in (("A", "City Hospital"), ("B", "City hospital"), ("C", "Νοσοκομείο"))
    )

    assert (first.slug, second.slug, greek.slug) == ("city-hospital", "city-hospital-2", "c-example-org")
    assert {row.standing for row in (first, second, greek)} == {Standing.ASSOCIATED}


def test_a_description_that_changes_nothing_is_no_act():
    pisa = InstitutionFactory(city="Pisa")

    describe_institution(institution=pisa, values={"city": "Pisa"}, by=pisa, at=NOON)

    assert not Entry.objects.filter(action="institution.changed").exists()


def partner_values(code: str, name: str) -> dict[str, object]:
    """What a new partner is described with."""
    schac = f"{code.lower()}.example.org"
    return {
        "code": code,
        "schac": schac,
        "name": {"en": name},
        "kind": Kind.HOSPITAL,
        "country": "GR",
        "website": "https://a.example.org/",
    }
