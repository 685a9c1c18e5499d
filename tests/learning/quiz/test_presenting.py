"""What a learner's page may know: no secret of any kind of question, whatever the secret is."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.learning.quiz import questions

from salerno.courseware.package.question_facts import Choice
from salerno.learning.quiz.drawing import shuffled
from salerno.learning.quiz.grading import grade
from salerno.learning.quiz.presenting import presented
from salerno.learning.quiz.wording import Wording


@pytest.mark.parametrize("make", questions.EVERY_KIND)
def test_presented_holds_no_secret_text(make):
    drawn = shuffled(make(), 7)
    written = json.dumps(drawn.question.to_dict())
    assert "SECRET" in written

    shown = json.dumps(presented(drawn))

    assert "SECRET" not in shown
    for name in (
        '"right"',
        "comment",
        "explanation",
        "answer",
        "tolerance",
        "accept",
        "region",
        "31.7",
        "52.9",
        "order",
    ):
        assert name not in shown.replace('"kind": "ordering"', "").replace("ordering", "")


def _other_secrets(question):
    """``question`` with everything changed that the learner must not know, and nothing else."""
    changed = {"explanation": {"en": "Other"}}
    if hasattr(question, "choices"):
        flipped = (Choice(choice.text, not choice.right, {}) for choice in question.choices)
        changed["choices"] = tuple(flipped)
    if hasattr(question, "answer"):
        changed |= {"answer": "1", "tolerance": Decimal(9)}
    if hasattr(question, "accept"):
        changed["accept"] = {"fr": ("autre",)}
    if hasattr(question, "region"):
        changed["region"] = questions.box(1, 2, 3, 4)
    return replace(question, **changed)


@pytest.mark.parametrize("make", questions.EVERY_KIND)
def test_presented_is_the_same_whatever_the_secrets_are(make):
    question = make()

    assert presented(shuffled(_other_secrets(question), 3)) == presented(shuffled(question, 3))


@given(st.integers(0, 10**6))
def test_names_of_choices_do_not_tell_the_order_of_the_source(seed):
    for make in (questions.one_choice, questions.several_choices, questions.ordering, questions.matching):
        shown = presented(shuffled(make(), seed))
        names = [each["id"] for each in shown.get("choices") or shown.get("items") or shown["rights"]]

        assert names == [f"c{place}" for place in range(1, len(names) + 1)]


def test_presented_fills_in_numbers_in_the_language_of_the_learner():
    question = questions.with_parameters()
    question = replace(question, stem={"en": "{{ prev / 8 }}", "fr": "Soit {{ prev / 8 }}"})
    drawn = replace(shuffled(question, 1), values={"prev": Decimal(3)})

    assert presented(drawn)["stem"] == "0.375"
    assert presented(drawn, Wording(("fr", "en")))["stem"] == "Soit 0,375"
    assert presented(drawn, Wording(("sv", "en")))["language"] == "en"


def test_presented_and_graded_use_the_renderers_of_the_caller():
    drawn = shuffled(questions.one_choice(), 1)
    wording = Wording(block=lambda text: f"<p>{text}</p>", inline=lambda text: f"<i>{text}</i>")

    shown = presented(drawn, wording)
    graded = grade(drawn, {"choice": "c1"}, wording)

    assert shown["stem"] == "<p>Stem of one</p>"
    assert shown["choices"][0]["text"].startswith("<i>Choice")
    assert graded.explanation == "<p>SECRET explanation</p>"
    assert graded.answer == (("<i>Choice 1</i>",),)
