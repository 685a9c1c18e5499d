"""What a start does, and that a second start does not repeat it."""

import os
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.catalogue.models import Course, CourseOffering
from salerno.catalogue.services import open_offering
from salerno.courseware.models import CourseVersion, OfferingVersion
from salerno.courseware.package.scaffold import new_course
from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium
from salerno.people.models import LegalText, Person, RoleAssignment
from salerno.portal.operations import preparing
from salerno.portal.operations.courses import publish_courses
from salerno.portal.operations.demo import DEMO_PEOPLE, make_demo_people
from salerno.portal.operations.mailbox import last_code
from salerno.portal.operations.preparing import publish_legal_texts, publish_own_courses
from salerno.portal.operations.stamps import Stamps, fingerprint
from salerno.portal.operations.translations import compile_translations


@pytest.fixture
def courses(settings, tmp_path, file_folder):
    """A folder with one course package, owned by Marseille, and a data folder."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.SALERNO_COURSES = tmp_path / "courses"
    make_course(settings.SALERNO_COURSES / "first")
    return settings.SALERNO_COURSES


def make_course(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    new_course(folder, folder.name)
    text = (folder / "course.toml").read_text().replace("example.org", "univ-amu.fr").replace("NEW-1", folder.name)
    (folder / "course.toml").write_text(text)


@pytest.mark.django_db
def test_publish_courses_offers_each_by_its_leading_institution(courses):
    load_consortium()

    [outcome] = publish_courses(folder=courses, at=NOON)

    offering = CourseOffering.objects.get()
    assert (offering.institution.schac, offering.seats, offering.pinned.version) == ("univ-amu.fr", None, outcome.version)


@pytest.mark.django_db
def test_publish_courses_again_changes_nothing_and_keeps_the_pin(courses):
    load_consortium()
    list(publish_courses(folder=courses, at=NOON))
    before = Entry.objects.count()

    [again] = publish_courses(folder=courses, at=LATER)
    assert (again.is_new, Entry.objects.count()) == (False, before)

    (courses / "first/course.toml").open("a").write("\n# A remark changes the bytes.\n")
    [newer] = publish_courses(folder=courses, at=LATER)
    assert OfferingVersion.objects.get().version.number == 1
    assert newer.version.number in {1, 2}


@pytest.mark.django_db
def test_publish_courses_pins_where_no_version_was(courses):
    load_consortium()
    list(publish_courses(folder=courses, at=NOON))
    course = Course.objects.get(versions__isnull=False)
    second = open_offering(course=course, institution=Institution.objects.get(schac="unipi.it"), by=None)

    list(publish_courses(folder=courses, at=LATER))

    assert OfferingVersion.objects.get(offering=second).version == CourseVersion.objects.get()
    assert CourseOffering.objects.count() == 2


@pytest.mark.django_db
def test_a_package_with_mistakes_is_told_and_the_others_are_published(courses):
    load_consortium()
    make_course(courses / "second")
    (courses / "first/course.toml").write_text("title = [")
    said = []

    assert not publish_own_courses(say=said.append, at=NOON)

    assert list(Course.objects.values_list("slug", flat=True)) == ["second"]
    assert any("first was not published" in line for line in said)
    assert any("course.toml" in line for line in said)


@pytest.mark.django_db
def test_publish_own_courses_looks_only_when_a_file_changed(courses, monkeypatch):
    load_consortium()
    assert publish_own_courses(say=print, at=NOON)
    monkeypatch.setattr(preparing, "publish_courses", lambda **_: pytest.fail("looked again"))

    assert publish_own_courses(say=print, at=LATER)


@pytest.mark.django_db
def test_demo_people_are_made_once_and_can_sign_in(settings):
    load_consortium()

    assert len(make_demo_people(at=NOON)) == len(DEMO_PEOPLE)
    assert make_demo_people(at=LATER) == []

    assert set(Person.objects.values_list("is_demo", flat=True)) == {True}
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(DEMO_PEOPLE)
    held = set(RoleAssignment.objects.values_list("person__email", "institution__code", "role"))
    assert held == {
        ("lead@example.org", "AMU", "course-lead"),
        ("coordinator@example.org", "AMU", "coordinator"),
        ("admin@example.org", "UNIPI", "administrator"),
        ("teacher@example.org", "UNIPI", "teacher"),
        ("secretary@example.org", "SU", "administrator"),
        ("chair@example.org", "AMU", "board-member"),
    }


@pytest.mark.django_db
def test_legal_texts_are_published_where_none_stands(tmp_path, monkeypatch):
    (tmp_path / "terms.en.md").write_text("Be kind.")
    (tmp_path / "terms.fr.md").write_text("Soyez aimables.")
    (tmp_path / "notes.en.md").write_text("Not a legal text.")
    monkeypatch.setattr(preparing, "LEGAL_TEXTS", tmp_path)

    publish_legal_texts(at=NOON)
    (tmp_path / "terms.en.md").write_text("Changed in the folder, not on the desk.")

    assert publish_legal_texts(at=LATER) == []
    assert sorted(LegalText.objects.values_list("language", "body")) == [("en", "Be kind."), ("fr", "Soyez aimables.")]


def test_fingerprint_changes_with_each_file(tmp_path):
    (tmp_path / "a").write_text("1")
    first = fingerprint([tmp_path])
    assert fingerprint([tmp_path]) == first

    os.utime(tmp_path / "a", (1, 1))

    assert fingerprint([tmp_path]) != first


def test_stamps_survive_a_broken_file(tmp_path):
    stamps = Stamps(tmp_path)
    stamps.put("static", "one")
    assert stamps.holds("static", "one")

    (tmp_path / "stamps.json").write_text("{")

    assert not stamps.holds("static", "one")


def test_translations_are_compiled_when_they_are_older(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "django.po").write_text(header + 'msgid "Unit"\nmsgstr "Unité"\n\n#, fuzzy\nmsgid "Seat"\nmsgstr "Siège"\n')

    assert compile_translations() == [folder / "django.mo"]
    assert compile_translations() == []

    import gettext

    with (folder / "django.mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert (french.gettext("Unit"), french.gettext("Seat")) == ("Unité", "Seat")


def test_last_code_is_the_newest_of_this_person(tmp_path):
    def mail(name, to, code, at):
        path = tmp_path / name
        path.write_text(
            f"Content-Type: text/plain; charset=utf-8\nSubject: Sign in\nTo: {to}\n\nHello\n\n{code}\n\nBye\n" + "-" * 79 + "\n"
        )
        os.utime(path, (at, at))

    mail("1.log", "lea@example.org", "AAAA-BBBB", 1)
    mail("2.log", "lea@example.org", "CCCC-DDDD", 2)
    mail("3.log", "theo@example.org", "EEEEEE", 3)

    assert last_code(folder=tmp_path, address="LEA@example.org") == "CCCC-DDDD"
    assert last_code(folder=tmp_path, address="nobody@example.org") is None
