"""What the campus promises of its own courses, counted."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from salerno.courseware.package.checker import check
from salerno.courseware.package.reader import read_package

COURSES = Path(settings.SALERNO_COURSES)


@pytest.fixture(scope="module")
def first():
    return read_package(COURSES / "ai-in-health")


@pytest.fixture(scope="module")
def second():
    return read_package(COURSES / "trustworthy-ai")


@pytest.mark.parametrize("name", ["ai-in-health", "trustworthy-ai"])
def test_the_checker_finds_no_mistake(name):
    assert [str(finding) for finding in check(COURSES / name) if finding.severity == "error"] == []


def test_the_first_course_is_whole(first):
    minutes = sum(activity.minutes for activity in first.activities.values())
    banked = sum(len(bank) for bank in first.banks.values())

    assert first.is_whole
    assert len(first.units) == 6
    assert len(first.activities) >= 30
    assert minutes >= 300
    assert banked >= 60


def test_unit_one_of_the_first_course_is_in_french_to_the_last_question(first):
    unit = first.units[0]

    assert all({"en", "fr"} <= set(activity.body) for activity in unit.activities)
    assert all({"en", "fr"} <= set(activity.title) for activity in unit.activities)
    assert all({"en", "fr"} <= set(question.stem) & set(question.explanation) for question in first.banks["unit-1"])


def test_unit_one_of_the_second_course_is_whole_and_the_others_are_said_to_be_planned(second):
    assert [bool(unit.activities) for unit in second.units] == [True, False, False, False, False, False]
    assert [unit.outlined for unit in second.units] == [False, True, True, True, True, True]


@pytest.mark.parametrize("name", ["ai-in-health", "trustworthy-ai"])
def test_each_outcome_that_is_taught_is_asked_by_three_questions_and_served(name):
    package = read_package(COURSES / name)
    served = {key for activity in package.activities.values() for key in activity.outcomes}
    asked = [question.outcome for question in package.questions.values()]

    assert {outcome.key for outcome in package.outcomes} == served
    assert [key for key in sorted(served) if asked.count(key) < 3] == []


def test_all_seven_kinds_of_question_are_in_use(first):
    assert {question.kind for question in first.questions.values()} == {
        "one-choice", "several-choices", "number", "short-text", "ordering", "matching", "spot",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["ai-in-health", "trustworthy-ai"])
def test_each_figure_has_a_script_that_draws_it(name):
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (COURSES / name / "figures").glob("*.py"))
    images = [path.stem for path in (COURSES / name / "images").glob("*.svg")]

    assert images
    stems = [re.sub(r"-fr$", "", stem) for stem in images]
    assert [stem for stem in stems if stem not in scripts] == []


@pytest.mark.parametrize("name", ["ai-in-health", "trustworthy-ai"])
def test_each_work_that_is_listed_is_cited_and_has_an_address(name):
    package = read_package(COURSES / name)
    text = "\n".join(body for activity in package.activities.values() for body in activity.body.values())
    text += "\n".join(body for question in package.questions.values() for body in question.explanation.values())
    text += "\n".join(body for question in package.questions.values() for body in question.stem.values())
    cited = {key.strip() for group in re.findall(r"\{cite\}`([^`]+)`", text) for key in group.split(",")}

    assert all(work.doi.startswith("10.") or work.url.startswith("https://") for work in package.references.values())
    assert sorted(set(package.references) - cited) == []
