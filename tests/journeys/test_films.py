"""A film plays in Chromium, as a file and as an HLS list, with captions and a transcript."""

import pytest
from tests.journeys.walking import fresh_visitor, look
from tests.support.courses import offered_course, person, publish_files, small_course_files
from tests.support.films import make_film
from tests.support.moments import NOON

from salerno.courseware.package.checker import check_files
from salerno.courseware.services.publishing import pin
from salerno.enrolment.services import enrol

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAYS = """() => {
  const film = document.querySelector("video");
  film.muted = true;
  if (film.paused) film.play().catch(() => null);
  return film.currentTime > 0.2;
}"""
VIDEO = """---
key: %(key)s
title: A test card (%(key)s)
kind: video
minutes: 1
outcomes: [sensitivity]
---

:::{video} media/%(file)s
:captions: en media/card.en.vtt
:duration: 2
:::

A test card is shown for two seconds. Nothing is said.
"""


@pytest.fixture
def enrolment(tmp_path, live_server, settings):
    settings.SALERNO_BASE_URL = live_server.url
    learner, offering = person(), offered_course()
    files = {**small_course_files(), **make_film(tmp_path)}
    for number, (key, file) in enumerate([("film-as-file", "card.mp4"), ("film-as-list", "card.m3u8")]):
        files[f"units/01-start/0{number + 3}-{key}.md"] = (VIDEO % {"key": key, "file": file}).encode()
    assert [str(finding) for finding in check_files(files) if finding.severity == "error"] == []
    version, _new = publish_files(files)
    pin(offering=offering, version=version, by=None, at=NOON)
    return enrol(learner=learner, offering=offering, by=learner, at=NOON)


def wait_until(page, expression: str) -> None:
    """Ask again and again: the page's own policy forbids the evaluated string that ``wait_for_function`` needs.

    The film's promise to play is not waited for: it never comes while a film has no source.
    """
    for _time in range(75):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{expression} did not come true in 15 seconds")


@pytest.mark.parametrize("key", ["film-as-file", "film-as-list"])
def test_a_film_plays_with_captions_and_transcript(browser, live_server, client, enrolment, key):
    client.force_login(enrolment.learner)
    context, page, troubles = fresh_visitor(browser, live_server.url)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    page.goto(f"/learn/{enrolment.uuid}/{key}/")
    wait_until(page, PLAYS)

    assert page.evaluate("document.querySelector('video').textTracks.length") == 1
    assert "Nothing is said." in page.content()
    look(page)
    assert troubles == []
    context.close()
