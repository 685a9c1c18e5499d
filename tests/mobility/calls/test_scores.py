"""Proposed scores: the mean of where passes stand in their grading tables; by rank, never by number."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory
from tests.support import mobility as world
from tests.support.grading import examined_offering, published_sheet
from tests.support.moments import NOON

from salerno.awards.enums import TableSource
from salerno.awards.grades.services.tables import publish_table
from salerno.awards.grading.tables import from_json
from salerno.mobility.calls.selectors.scores import standing_of
from salerno.mobility.calls.services.scores import read_score

FRENCH = from_json({"scale": "fr-20", "grades": [["16", "10"], ["14", "20"], ["12", "30"], ["10", "40"]]})
ITALIAN = from_json({"scale": "it-30", "grades": [["30", "50"], ["28", "30"], ["26", "20"]]})


@pytest.mark.parametrize(
    ("text", "table", "stands"),
    [
        ("16", FRENCH, "95"),  # the middle of the best tenth
        ("14", FRENCH, "80"),
        ("10", FRENCH, "20"),
        ("30", ITALIAN, "75"),  # half of all have it: less than 16 of 20
        ("28", ITALIAN, "35"),
    ],
)
def test_a_grade_stands_in_the_middle_of_its_class(text, table, stands):
    assert standing_of(text, table) == Decimal(stands)


def test_a_grade_without_a_row_or_of_another_scale_says_nothing():
    assert standing_of("29", ITALIAN) is None
    assert standing_of("A", FRENCH) is None


@pytest.mark.parametrize(
    ("text", "score"), [("", None), ("  ", None), ("0", "0.00"), ("100", "100.00"), ("71,5", "71.50"), ("71.25", "71.25")]
)
def test_a_score_is_read_with_point_or_comma(text, score):
    assert read_score(text) == (None if score is None else Decimal(score))


@pytest.mark.django_db
def test_empty_cells_are_proposed_from_published_passes_and_nothing_is_written(client):
    call, (_marseille, pisa, *_others) = world.call_with_places()
    wish, without, scored = (world.wish(call, pisa, score=score) for score in (None, None, 33))
    offering = examined_offering()
    said = {"source": TableSource.IMPORTED, "by": None, "at": NOON}
    publish_table(institution=offering.institution, table=replace(ITALIAN, years="2024–2026", n=100), **said)
    grades = {wish: "28", scored: "30"}
    rows = {row: EnrolmentFactory(offering=offering, learner=row.student) for row in grades}
    texts = {str(rows[row].uuid): text for row, text in grades.items()}
    published_sheet(offering, texts, PersonFactory(), PersonFactory())
    client.force_login(world.coordinator())

    page = client.get(reverse("mobility:scores", args=[call.uuid]), {"propose": "grades"})

    lines = {line.key: (line.text, line.before) for line in page.context["lines"]}
    assert lines == {str(wish.uuid): ("35", ""), str(without.uuid): ("", None), str(scored.uuid): ("33", None)}
    assert page.context["proposed"] == 1
    wish.refresh_from_db()
    assert wish.score is None
