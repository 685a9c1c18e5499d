"""One small question of each kind; every text that must stay secret has the word SECRET in it."""

from decimal import Decimal

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
    SeveralChoices,
    ShortText,
    Spot,
)


def en(text):
    return {"en": text} if text else {}


def _shared(key, outcome):
    return {
        "key": key,
        "outcome": outcome,
        "seconds": 60,
        "stem": en(f"Stem of {key}"),
        "explanation": en("SECRET explanation"),
    }


def one_choice(key="one", outcome="a", right=1, number=4):
    choices = tuple(Choice(en(f"Choice {n}"), n == right, en(f"SECRET comment {n}")) for n in range(number))
    return OneChoice(choices=choices, **_shared(key, outcome))


def several_choices(key="several", outcome="a", right=(0, 2), number=5):
    choices = tuple(Choice(en(f"Choice {n}"), n in right, en(f"SECRET comment {n}")) for n in range(number))
    return SeveralChoices(choices=choices, **_shared(key, outcome))


def number(
    key="number",
    outcome="a",
    answer="8.3",
    tolerance="0.2",
    unit="%",
    parameters=(),
    stem=None,
    explanation=None,
):
    shared = _shared(key, outcome)
    shared |= {
        "stem": en(stem or shared["stem"]["en"]),
        "explanation": en(explanation or "SECRET explanation"),
    }
    return NumberQuestion(
        answer=answer, tolerance=Decimal(tolerance), unit=en(unit), parameters=tuple(parameters), **shared
    )


def with_parameters(key="parameters", outcome="a"):
    return number(
        key,
        outcome,
        answer="round(100 * prev / 8, 1)",
        parameters=[Parameter("prev", Decimal(1), Decimal(10), Decimal(1))],
        stem="One of {{ prev * 10 }}",
        explanation="SECRET {{ prev }} of eight",
    )


def short_text(key="short", outcome="a", accept=("SECRETsensitivity", "SECRETrecall")):
    return ShortText(accept={"en": tuple(accept)}, **_shared(key, outcome))


def ordering(key="ordering", outcome="a", number=4):
    return Ordering(items=tuple(en(f"Item {n}") for n in range(number)), **_shared(key, outcome))


def matching(key="matching", outcome="a", number=3):
    pairs = tuple(Pair(en(f"Left {n}"), en(f"Right {n}")) for n in range(number))
    return Matching(
        headings=(en("Term"), en("Meaning")),
        pairs=pairs,
        distractors=(en("Right 9"),),
        **_shared(key, outcome),
    )


def spot(key="spot", outcome="a", region=None):
    region = region or Circle(Decimal("31.7"), Decimal("52.9"), Decimal("7.3"))
    return Spot(image=en("images/x.svg"), alt=en("A picture"), region=region, **_shared(key, outcome))


def box(left, top, width, height):
    return Box(Decimal(left), Decimal(top), Decimal(width), Decimal(height))


EVERY_KIND = (one_choice, several_choices, number, with_parameters, short_text, ordering, matching, spot)
