"""Questions: each kind as written, and round trips through JSON."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.courseware.package.fences import Stretch
from salerno.courseware.package.findings import Report
from salerno.courseware.package.question_facts import (
    Box,
    Choice,
    Circle,
    Matching,
    NumberQuestion,
    OneChoice,
    Ordering,
    Pair,
    Parameter,
    Question,
    SeveralChoices,
    ShortText,
    Spot,
    question_from_dict,
)
from salerno.courseware.package.questions import read_questions

HEAD = ":outcome: o\n:seconds: 30\n"
WHY = "\n:::{explanation}\nBecause.\n:::\n::::\n"
COMMON = {"key": "q", "outcome": "o", "seconds": 30, "explanation": {"en": "Because."}}


def read(text: str) -> Question:
    report = Report()
    file = read_questions(Stretch(tuple(text.split("\n")), 1), "bank/x.md", "en", report, {})
    assert report.findings == []
    return file.questions[0].question


CASES: dict[str, tuple[str, Question]] = {
    "one choice": (
        f"::::{{question}} q\n:kind: one-choice\n{HEAD}:confidence: yes\nWhich?\n\n"
        f"- [ ] No\n  > Not so.\n  > Never.\n- [x] Yes\n  and more{WHY}",
        OneChoice(
            **COMMON,
            confidence=True,
            stem={"en": "Which?"},
            choices=(
                Choice({"en": "No"}, False, {"en": "Not so.\nNever."}),
                Choice({"en": "Yes\nand more"}, True, {}),
            ),
        ),
    ),
    "several choices": (
        f"::::{{question}} q\n:kind: several-choices\n{HEAD}\nWhich?\n\n- [x] A\n- [X] B\n\n- [ ] C\n{WHY}",
        SeveralChoices(
            **COMMON,
            stem={"en": "Which?"},
            choices=(
                Choice({"en": "A"}, True, {}),
                Choice({"en": "B"}, True, {}),
                Choice({"en": "C"}, False, {}),
            ),
        ),
    ),
    "number": (
        f"::::{{question}} q\n:kind: number\n{HEAD}"
        f":answer: 2 * n\n:tolerance: 0.10\n:unit: %\n:parameters: n = 1..9 step "
        f"0.5\n\nTwice {{{{ n }}}}?\n{WHY}",
        NumberQuestion(
            **COMMON,
            stem={"en": "Twice {{ n }}?"},
            answer="2 * n",
            tolerance=Decimal("0.10"),
            unit={"en": "%"},
            parameters=(Parameter("n", Decimal(1), Decimal(9), Decimal("0.5")),),
        ),
    ),
    "short text": (
        f"::::{{question}} q\n:kind: short-text\n{HEAD}:accept: sensitivity | recall\n\nName?\n{WHY}",
        ShortText(**COMMON, stem={"en": "Name?"}, accept={"en": ("sensitivity", "recall")}),
    ),
    "ordering": (
        f"::::{{question}} q\n:kind: ordering\n{HEAD}\nPut in order:\n\n"
        f"1. One\n2. Two\n   and a half\n3. Three\n{WHY}",
        Ordering(
            **COMMON,
            stem={"en": "Put in order:"},
            items=({"en": "One"}, {"en": "Two\nand a half"}, {"en": "Three"}),
        ),
    ),
    "matching": (
        f"::::{{question}} q\n:kind: matching\n{HEAD}\nMatch.\n\n"
        f"| l | r |\n|---|:-:|\n| a | $x \\| y$ |\n| b | 2 |\n| | 3 |\n{WHY}",
        Matching(
            **COMMON,
            stem={"en": "Match."},
            headings=({"en": "l"}, {"en": "r"}),
            pairs=(Pair({"en": "a"}, {"en": "$x | y$"}), Pair({"en": "b"}, {"en": "2"})),
            distractors=({"en": "3"},),
        ),
    ),
    "spot circle": (
        f"::::{{question}} q\n:kind: spot\n{HEAD}"
        f":image: images/x.svg\n:alt: A curve.\n:region: circle 42 55 8.5\n\nWhere?\n{WHY}",
        Spot(
            **COMMON,
            stem={"en": "Where?"},
            image={"en": "images/x.svg"},
            alt={"en": "A curve."},
            region=Circle(Decimal(42), Decimal(55), Decimal("8.5")),
        ),
    ),
    "spot box": (
        f"::::{{question}} q\n:kind: spot\n{HEAD}"
        f":image: images/x.svg\n:alt: A curve.\n:region: box 10 20 30 15\n\nWhere?\n{WHY}",
        Spot(
            **COMMON,
            stem={"en": "Where?"},
            image={"en": "images/x.svg"},
            alt={"en": "A curve."},
            region=Box(Decimal(10), Decimal(20), Decimal(30), Decimal(15)),
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_read_questions(name: str) -> None:
    text, expected = CASES[name]

    assert read(text) == expected


@pytest.mark.parametrize("name", CASES)
def test_question_comes_back_from_json(name: str) -> None:
    question = CASES[name][1]

    assert question_from_dict(json.loads(json.dumps(question.to_dict()))) == question


def test_a_stem_may_hold_figures_code_and_lists() -> None:
    stem = (
        "Look:\n\n:::{figure} images/x.svg\n:alt: A bar.\n:::\n\n```text\n- [ ] not a choice\n```\n\n- a list"
    )

    question = read(f"::::{{question}} q\n:kind: one-choice\n{HEAD}\n{stem}\n\n- [x] A\n- [ ] B\n{WHY}")

    assert question.stem == {"en": stem}


TEXTS = st.dictionaries(st.sampled_from(["en", "fr"]), st.text(max_size=20), max_size=2)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
COMMON_VALUES = {
    "key": st.text(max_size=9),
    "outcome": st.text(max_size=9),
    "seconds": st.integers(1, 600),
    "stem": TEXTS,
    "explanation": TEXTS,
    "confidence": st.booleans(),
    "bank": st.text(max_size=9),
}
CHOICES = st.lists(st.builds(Choice, TEXTS, st.booleans(), TEXTS), max_size=4).map(tuple)
PARAMETERS = st.lists(
    st.builds(Parameter, st.text(max_size=5), DECIMALS, DECIMALS, DECIMALS), max_size=3
).map(tuple)
MANY_TEXTS = st.lists(TEXTS, max_size=4).map(tuple)
QUESTIONS = st.one_of(
    st.builds(OneChoice, **COMMON_VALUES, choices=CHOICES),
    st.builds(SeveralChoices, **COMMON_VALUES, choices=CHOICES),
    st.builds(
        NumberQuestion,
        **COMMON_VALUES,
        answer=st.text(),
        tolerance=DECIMALS,
        unit=TEXTS,
        parameters=PARAMETERS,
    ),
    st.builds(
        ShortText,
        **COMMON_VALUES,
        accept=st.dictionaries(
            st.sampled_from(["en", "fr"]), st.lists(st.text(max_size=5), max_size=3).map(tuple)
        ),
    ),
    st.builds(Ordering, **COMMON_VALUES, items=MANY_TEXTS),
    st.builds(
        Matching,
        **COMMON_VALUES,
        headings=st.tuples(TEXTS, TEXTS),
        pairs=st.lists(st.builds(Pair, TEXTS, TEXTS), max_size=3).map(tuple),
        distractors=MANY_TEXTS,
    ),
    st.builds(
        Spot,
        **COMMON_VALUES,
        image=TEXTS,
        alt=TEXTS,
        region=st.builds(Circle, DECIMALS, DECIMALS, DECIMALS)
        | st.builds(Box, DECIMALS, DECIMALS, DECIMALS, DECIMALS),
    ),
)


@given(QUESTIONS)
def test_every_question_comes_back_from_json(question: Question) -> None:
    assert question_from_dict(json.loads(json.dumps(question.to_dict()))) == question


@given(QUESTIONS)
def test_a_question_does_not_differ_from_itself(question: Question) -> None:
    assert question.differs_from(question) == ()
    assert question.with_translation(question) == question


def test_a_translation_adds_words_and_changes_no_score() -> None:
    english = OneChoice(
        **COMMON,
        stem={"en": "Which?"},
        choices=(Choice({"en": "A"}, True, {}), Choice({"en": "B"}, False, {})),
    )
    french = OneChoice(
        **{**COMMON, "explanation": {"fr": "Car."}},
        stem={"fr": "Lequel ?"},
        choices=(Choice({"fr": "A"}, True, {}), Choice({"fr": "B"}, False, {"fr": "Non."})),
    )

    merged = english.with_translation(french)

    assert merged.stem == {"en": "Which?", "fr": "Lequel ?"}
    assert merged.choices[1] == Choice({"en": "B", "fr": "B"}, False, {"fr": "Non."})
    assert english.differs_from(french) == ()


def test_differs_from_names_what_would_change_the_score() -> None:
    english = OneChoice(
        **COMMON,
        stem={"en": "Which?"},
        choices=(Choice({"en": "A"}, True, {}), Choice({"en": "B"}, False, {})),
    )
    swapped = OneChoice(
        **{**COMMON, "seconds": 60}, stem={"fr": "?"}, choices=(Choice({}, False, {}), Choice({}, True, {}))
    )

    assert english.differs_from(swapped) == ("seconds", "choices")
    assert english.differs_from(ShortText(**COMMON, stem={}, accept={})) == ("kind",)
