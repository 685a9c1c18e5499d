"""Files of versions: cached for good, in ranges, harmless, and only for those who may see the version."""

import uuid

import pytest
from django.urls import reverse
from tests.courseware.conftest import teacher
from tests.factories.people import PersonFactory
from tests.support.courses import offered_course, publish_files, small_course_files
from tests.support.moments import NOON

from salerno.catalogue.models import Course
from salerno.courseware.models import CourseVersion
from salerno.enrolment.services import enrol, withdraw

SVG = "images/people.svg"
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(200))

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> CourseVersion:
    files = small_course_files() | {"media/film.mp4": FILM, "media/film.vtt": b"WEBVTT\n"}
    return publish_files(files)[0]


def url(version: CourseVersion, path: str = SVG) -> str:
    return reverse("courseware:file", args=[version.uuid, path])


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_drawing_is_served_so_that_it_can_only_draw(client, version):
    response = client.get(url(version))

    assert body(response) == small_course_files()[SVG]
    expected = {
        "Content-Type": "image/svg+xml; charset=utf-8",
        "Content-Disposition": 'inline; filename="people.svg"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Length": str(len(small_course_files()[SVG])),
    }
    assert {name: response[name] for name in expected} == expected
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    ("path", "media_type", "disposition"),
    [
        ("media/film.mp4", "video/mp4", "inline"),
        ("media/film.vtt", "text/vtt; charset=utf-8", "inline"),
        ("data/people.csv", "text/csv; charset=utf-8", "attachment"),
    ],
)
def test_each_file_has_its_type_and_only_media_open_in_the_browser(client, version, path, media_type, disposition):
    response = client.get(url(version, path))

    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].split(";")[0] == disposition


@pytest.mark.parametrize("path", ["bank/start.md", "units/01-start/02-check.md", "course.toml", "glossary.toml"])
def test_the_texts_of_a_course_hold_the_answers_and_are_served_to_nobody(client, version, path):
    client.force_login(teacher())

    assert client.get(url(version, path)).status_code == 404


def test_a_client_that_has_the_file_is_told_so(client, version):
    etag = client.get(url(version))["ETag"]

    response = client.get(url(version), headers={"if-none-match": f'W/"x", {etag}'})

    assert (response.status_code, body(response), response["ETag"]) == (304, b"", etag)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("wanted", "status", "expected", "content_range"),
    [
        ("bytes=0-9", 206, FILM[:10], "bytes 0-9/{size}"),
        ("bytes=200-", 206, FILM[200:], "bytes 200-{last}/{size}"),
        ("bytes=-5", 206, FILM[-5:], "bytes {tail}-{last}/{size}"),
        ("bytes=10-99999", 206, FILM[10:], "bytes 10-{last}/{size}"),
        ("bytes=99999-", 416, b"", "bytes */{size}"),
        ("bytes=9-3", 416, b"", "bytes */{size}"),
        ("bytes=-0", 416, b"", "bytes */{size}"),
        ("bytes=0-1,4-5", 200, FILM, None),
        ("bytes=-", 200, FILM, None),
        ("bytes=" + "9" * 5000 + "-", 200, FILM, None),
        ("lines=1-2", 200, FILM, None),
    ],
)
def test_a_film_is_served_in_ranges(client, version, wanted, status, expected, content_range):
    response = client.get(url(version, "media/film.mp4"), headers={"range": wanted})

    size = len(FILM)
    said = content_range.format(size=size, last=size - 1, tail=size - 5) if content_range else None
    assert (response.status_code, body(response), response.get("Content-Range")) == (status, expected, said)


def test_a_range_of_another_content_is_not_given(client, version):
    response = client.get(url(version, "media/film.mp4"), headers={"range": "bytes=0-1", "if-range": '"other"'})

    assert (response.status_code, body(response)) == (200, FILM)


def test_the_files_of_a_hidden_course_are_for_its_authors_and_its_learners_alone(client):
    offering = offered_course("hidden")
    hidden = offering.pinned.version
    Course.objects.update(is_public=False)
    learner, stranger, former = PersonFactory(), PersonFactory(), PersonFactory()
    enrol(learner=learner, offering=offering, by=learner, at=NOON)
    withdraw(enrolment=enrol(learner=former, offering=offering, by=former, at=NOON), by=former, at=NOON)

    found = {}
    people = {"nobody": None, "stranger": stranger, "former": former, "learner": learner, "author": teacher()}
    for name, person in (people | {"elsewhere": teacher("unipi.it")}).items():
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(url(hidden))
        found[name] = (response.status_code, response.get("Cache-Control") if response.status_code == 200 else None)

    private = (200, "private, max-age=31536000, immutable")
    nothing = (404, None)
    assert found == {
        "nobody": nothing,
        "stranger": nothing,
        "former": nothing,
        "learner": private,
        "author": private,
        "elsewhere": nothing,
    }


@pytest.mark.parametrize(
    "path",
    ["images/none.svg", "../secrets.toml", "images/../course.toml", "IMAGES/people.svg", "images/a%00.svg", "images/a%0A.svg"],
)
def test_what_is_not_in_the_version_is_not_found(client, version, path):
    assert client.get(f"/courseware/files/{version.uuid}/{path}").status_code == 404


def test_an_unknown_version_is_not_found(client, version):
    assert client.get(reverse("courseware:file", args=[uuid.uuid4(), SVG])).status_code == 404


def test_a_file_is_found_with_one_query(client, version, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(url(version))
