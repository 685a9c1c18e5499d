"""The consortium as it is loaded."""

import pytest

from salerno.audit.models import Entry
from salerno.institutions.enums import Kind, Standing
from salerno.institutions.models import Institution
from salerno.institutions.selectors import consortium_list
from salerno.institutions.services import load_consortium

pytestmark = pytest.mark.django_db


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
