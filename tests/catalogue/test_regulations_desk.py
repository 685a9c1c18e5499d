"""Regulations on the desk: who reads and who publishes them, mistakes with their lines, a preview, one version after another."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.institutions import InstitutionFactory
from tests.support.moments import LATER, NOON
from tests.support.staff import sign_in_as
from tests.support.studies import AMU, UNIPI, made_up_cohort

from salerno.audit.models import Entry
from salerno.catalogue.enums import RegulationsRefusal
from salerno.catalogue.errors import CatalogueRefused
from salerno.catalogue.models import Programme, ProgrammeInstitution, Regulations
from salerno.catalogue.regulations.reader import read_text
from salerno.catalogue.services import MADE_UP_REGULATIONS, publish_regulations
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
TEXT = MADE_UP_REGULATIONS.read_text(encoding="utf-8")
FEWER = TEXT.replace("practical_hours = 150", "practical_hours = 140")
ALL, PUBLISH = "catalogue:all_regulations", "catalogue:publish_regulations"


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def pisa(cohort):
    return Institution.objects.get(schac=UNIPI)


def look_at(client, text, **values):
    content = text if isinstance(text, bytes) else text.encode()
    given = {"file": SimpleUploadedFile("r.toml", content), "note": "Fewer hours.", **values}
    return client.post(reverse(PUBLISH), given)


def confirm(client, text=FEWER, newest=1):
    return client.post(reverse(PUBLISH), {"text": text, "note": "Fewer hours.", "newest": newest})


def test_a_version_is_shown_in_words_with_its_cohorts(client, pisa, cohort):
    sign_in_as(client, pisa, Role.ADMINISTRATOR)

    text = client.get(reverse("catalogue:regulations", args=[cohort.regulations.uuid])).content.decode()

    assert "18 ECTS credits of these courses" in text
    assert reverse("enrolment:cohort", args=[cohort.uuid]) in text
    assert "were made up for demonstration" in text


@pytest.mark.parametrize("form", ["toml", "json"])
def test_a_version_is_taken_home_and_is_the_same_regulations(client, pisa, cohort, form):
    sign_in_as(client, pisa)

    response = client.get(reverse("catalogue:regulations_file", args=[cohort.regulations.uuid, form]))

    content = response.content.decode()
    body = read_text(content).body if form == "toml" else json.loads(content)
    assert body == cohort.regulations.body
    assert response["Content-Disposition"] == f'attachment; filename="regulations-joint-master-ai-health-1.{form}"'
    assert client.get(f"/desk/regulations/{cohort.regulations.uuid}.exe").status_code == 404


def test_mistakes_are_told_with_line_and_remedy_and_nothing_is_published(client, pisa):
    sign_in_as(client, pisa)
    line = 1 + FEWER.split("\n").index("thesis_ects = 24")

    response = look_at(client, FEWER.replace("thesis_ects = 24", "thesis_ects = 240"))

    assert response.status_code == 422
    assert {(row.line, row.place) for row in response.context["mistakes"]} == {(line, "degree.thesis_ects")}
    assert "Ask for less, or add courses to the track." in response.content.decode()
    assert Regulations.objects.count() == 1


@pytest.mark.parametrize(("content", "said"), [(b"\xff\xfe", "no text in UTF-8"), (b" " * (2**20 + 1), "larger than 1 MB")])
def test_a_file_that_is_no_text_or_too_large_is_refused(client, pisa, content, said):
    sign_in_as(client, pisa)

    response = look_at(client, content)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_preview_names_each_change_and_publishes_nothing(client, pisa):
    sign_in_as(client, pisa)

    preview = look_at(client, FEWER).context["preview"]

    assert [(row.place, row.before, row.after) for row in preview.changes] == [("degree.practical_hours", "150", "140")]
    assert (preview.newest_number, preview.new_courses, preview.same) == (1, [], None)
    assert Regulations.objects.count() == 1


def test_what_was_looked_at_is_published_with_its_note(client, pisa):
    person = sign_in_as(client, pisa)

    response = confirm(client)

    row = Regulations.objects.get(number=2)
    assert response["Location"] == reverse("catalogue:regulations", args=[row.uuid])
    assert (row.note, row.body["degree"]["practical_hours"]) == ("Fewer hours.", 140)
    assert Entry.objects.get(action="regulations.published", detail__number=2).actor == person.uuid


def test_a_new_course_is_announced_before_it_is_added(client, pisa):
    sign_in_as(client, pisa)
    course = '[[course]]\ncode = "PI-999"\ntitle = { en = "New" }\ninstitution = "unipi.it"\nects = 6\n\n[[track]]'

    preview = look_at(client, FEWER.replace("[[track]]", course, 1)).context["preview"]

    assert preview.new_courses == ["PI-999"]


def test_the_same_text_is_no_new_version(client, pisa, cohort):
    sign_in_as(client, pisa)

    assert look_at(client, TEXT).context["preview"].same == cohort.regulations
    assert confirm(client, TEXT)["Location"] == reverse("catalogue:regulations", args=[cohort.regulations.uuid])
    assert Regulations.objects.count() == 1


def test_who_compared_with_an_older_version_looks_again(client, pisa):
    sign_in_as(client, pisa)
    publish_regulations(rules=read_text(TEXT.replace("mobility_ects = 30", "mobility_ects = 24")), by=None, at=LATER)

    response = confirm(client, newest=1)

    assert response.status_code == 422
    assert "Version 2 was published meanwhile" in response.content.decode()
    assert [row.place for row in response.context["preview"].changes] == ["degree.mobility_ects", "degree.practical_hours"]
    assert Regulations.objects.count() == 2
    assert confirm(client, newest=2).status_code == 302


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COURSE_LEAD, Role.TEACHER])
def test_only_coordinators_publish(client, pisa, role):
    sign_in_as(client, pisa, role)

    assert (look_at(client, FEWER).status_code, confirm(client).status_code) == (404, 404)
    assert Regulations.objects.count() == 1


def test_coordinators_of_an_institution_that_awards_nothing_read_and_are_told_why_not(client, pisa):
    ProgrammeInstitution.objects.filter(institution=pisa).update(is_awarding=False)
    person = sign_in_as(client, pisa)

    page = client.get(reverse(ALL))

    assert str(RegulationsRefusal.NOT_YOURS.label) in page.content.decode()
    assert confirm(client).status_code == 404
    with pytest.raises(CatalogueRefused, match="published by coordinators of the institutions that award"):
        publish_regulations(rules=read_text(FEWER), by=person, at=NOON)


def test_a_coordinator_of_another_programme_reaches_neither_the_list_nor_the_rules(client, cohort):
    stranger = InstitutionFactory()
    other = Programme.objects.create(slug="other", code="OTHER", eqf_level=7)
    ProgrammeInstitution.objects.create(programme=other, institution=stranger)
    sign_in_as(client, stranger)

    assert list(client.get(reverse(ALL)).context["table"]["rows"]) == []
    assert client.get(reverse("catalogue:regulations", args=[cohort.regulations.uuid])).status_code == 404
    assert "No programme has the code JM-AIH" in look_at(client, FEWER).content.decode()
    assert confirm(client).status_code == 422
    assert Regulations.objects.count() == 1


def test_institutions_that_do_not_give_the_programme_are_named_before_publishing(client, pisa):
    ProgrammeInstitution.objects.filter(institution__schac="su.se").delete()
    sign_in_as(client, pisa)

    assert "do not give the programme: su.se" in look_at(client, FEWER).content.decode()


@pytest.mark.parametrize("versions", [0, 20])
def test_the_list_costs_as_many_queries_with_many_versions(client, cohort, versions, django_assert_num_queries):
    sign_in_as(client, Institution.objects.get(schac=AMU))
    Regulations.objects.bulk_create(
        Regulations(programme=cohort.programme, number=2 + more, digest=f"{more:064}", body={}, published_at=NOON)
        for more in range(versions)
    )
    client.get(reverse(ALL))

    with django_assert_num_queries(8):
        assert len(client.get(reverse(ALL)).context["table"]["rows"]) == 1 + versions
