"""Regulations as rows: published once, never changed, shown on the programme's page with what they are."""

import pytest
from tests.factories.catalogue import ProgrammeFactory
from tests.factories.institutions import InstitutionFactory
from tests.support.moments import LATER, NOON
from tests.support.regulations import SMALL, small_rules
from tests.support.studies import made_up_cohort

from salerno.audit.models import Entry
from salerno.catalogue.errors import CatalogueRefused
from salerno.catalogue.models import Course, Programme, Regulations
from salerno.catalogue.regulations.comparison import Difference
from salerno.catalogue.regulations.reader import read_text
from salerno.catalogue.selectors import Filters, catalogue_list, changes_by, programme_page
from salerno.catalogue.services import load_made_up_regulations, load_programmes, publish_regulations
from salerno.institutions.services import load_consortium

pytestmark = pytest.mark.django_db
PAGE = "/catalogue/programmes/joint-master-ai-health/"


@pytest.fixture
def programme():
    row = ProgrammeFactory(code="P")
    for schac in ("a.example", "b.example"):
        row.institutions.create(institution=InstitutionFactory(schac=schac))
    return row


def test_publishing_makes_a_numbered_version_and_courses_that_the_public_does_not_see(programme):
    regulations, is_new = publish_regulations(rules=small_rules(), by=None, at=NOON, note="First.")

    assert (is_new, regulations.number, regulations.digest, regulations.note) == (True, 1, small_rules().digest, "First.")
    course = Course.objects.get(code="B3")
    assert (course.kind, course.is_public, course.owners.get().institution.schac) == ("master-course", False, "b.example")
    assert course.summary["en"] == "Made up for demonstration."
    assert set(programme.courses.values_list("code", flat=True)) == set(small_rules().courses)
    assert Entry.objects.get(action="regulations.published").detail["number"] == 1


def test_the_same_text_again_is_no_new_version(programme):
    first, _new = publish_regulations(rules=small_rules(), by=None, at=NOON)

    assert publish_regulations(rules=small_rules(), by=None, at=LATER) == (first, False)
    assert Entry.objects.filter(action="regulations.published").count() == 1


def test_the_next_version_leaves_the_first_and_the_courses_as_they_were(programme):
    first, _new = publish_regulations(rules=small_rules(), by=None, at=NOON)
    Course.objects.filter(code="A2").update(ects_credits=4)
    rules = read_text(SMALL.replace('title = { en = "Counting on" }', 'title = { en = "Counting further" }'))

    assert changes_by(rules) == [Difference("course.A2.title.en", "Counting on", "Counting further")]
    second, _new = publish_regulations(rules=rules, by=None, at=LATER)
    assert second.number == 2
    assert Regulations.objects.get(number=1).body == first.body == small_rules().body
    assert (Course.objects.get(code="A2").title["en"], Course.objects.get(code="A2").ects_credits) == ("Counting on", 4)


def test_the_first_version_is_all_new(programme):
    assert {difference.before for difference in changes_by(small_rules())} == {None}


def test_an_unknown_programme_is_refused():
    with pytest.raises(CatalogueRefused, match="No programme has the code P"):
        publish_regulations(rules=small_rules(), by=None, at=NOON)


def test_institutions_that_do_not_give_or_award_the_programme_are_refused(programme):
    programme.institutions.filter(institution__schac="b.example").update(is_awarding=False)
    with pytest.raises(CatalogueRefused, match=r"do not award the programme: b\.example"):
        publish_regulations(rules=small_rules(), by=None, at=NOON)
    programme.institutions.filter(institution__schac="b.example").delete()
    with pytest.raises(CatalogueRefused, match=r"do not give the programme: b\.example"):
        publish_regulations(rules=small_rules(), by=None, at=NOON)

    assert not Regulations.objects.exists()
    assert not Course.objects.exists()


def test_the_demonstration_pins_its_regulations_where_none_are_and_adds_nothing_public():
    cohort = made_up_cohort()
    before = [entry.training.code for entry in catalogue_list(Filters()).entries]

    load_made_up_regulations(at=LATER)

    cohort.refresh_from_db()
    assert (cohort.regulations.number, Regulations.objects.count()) == (1, 1)
    assert before == ["JM-AIH"]
    assert Course.objects.filter(is_public=True).count() == 0


def test_the_page_shows_the_structure_and_says_that_it_is_made_up(client):
    made_up_cohort()

    text = client.get(PAGE).content.decode()

    assert "The courses, tracks and rules below were made up for demonstration." in text
    assert text.count("2 of these courses") == 4
    assert "18 ECTS credits of these courses" in text
    assert "AMU-101 Programming with health data" in text
    assert "The list of courses is set by the partners" not in text


def test_without_regulations_the_page_says_who_sets_the_courses(client):
    load_consortium()
    load_programmes()

    text = client.get(PAGE).content.decode()

    assert "The list of courses is set by the partners" in text
    assert "What the degree asks for" not in text


@pytest.mark.parametrize("versions", [0, 18])
def test_the_page_costs_as_many_queries_with_many_versions(versions, django_assert_num_queries):
    cohort = made_up_cohort()
    body = dict(cohort.regulations.body)
    Regulations.objects.bulk_create(
        Regulations(programme=cohort.programme, number=2 + more, digest=f"{more:064}", body=body, published_at=NOON)
        for more in range(versions)
    )

    with django_assert_num_queries(7):
        assert programme_page(slug="joint-master-ai-health").rules.programme == "JM-AIH"


def test_the_newest_version_is_shown_where_no_cohort_has_one(client):
    cohort = made_up_cohort()
    type(cohort).objects.update(regulations=None)

    assert "What the degree asks for" in client.get(PAGE).content.decode()
    assert Programme.objects.get(code="JM-AIH").regulations.count() == 1
