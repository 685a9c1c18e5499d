"""What a learner's page may know of a drawn question.

SECURITY: everything is named here one by one, never copied from the question and stripped: a field that is
added to a question one day stays secret until someone presents it. A test changes every secret and finds the
same value presented.
"""

from typing import Any

from salerno.courseware.package.question_facts import (
    Matching,
    NumberQuestion,
    OneChoice,
    Ordering,
    Question,
    SeveralChoices,
    Spot,
)
from salerno.learning.quiz.drawing import DrawnQuestion, right_hand_texts
from salerno.learning.quiz.wording import Wording

ENGLISH = Wording()


def presented(drawn: DrawnQuestion, wording: Wording = ENGLISH) -> dict[str, Any]:
    """Plain JSON values: all that the page of the question needs, and neither right answers, comments nor
    explanation.
    """
    question = drawn.question
    return {
        "key": question.key,
        "kind": question.kind,
        "outcome": question.outcome,
        "seconds": question.seconds,
        "confidence": question.confidence,
        "language": wording.language_of(question.stem),
        "stem": wording.in_block(question.stem, drawn.values),
        **_of_the_kind(question, drawn, wording),
    }


def _of_the_kind(question: Question, drawn: DrawnQuestion, wording: Wording) -> dict[str, Any]:
    if isinstance(question, OneChoice | SeveralChoices):
        return {"choices": _in_shown_order(drawn, [choice.text for choice in question.choices], wording)}
    if isinstance(question, Ordering):
        return {"items": _in_shown_order(drawn, question.items, wording)}
    if isinstance(question, Matching):
        lefts = [
            {"id": f"l{row}", "text": wording.in_line(pair.left)}
            for row, pair in enumerate(question.pairs, start=1)
        ]
        rights = _in_shown_order(drawn, right_hand_texts(question), wording)
        return {
            "headings": [wording.in_line(text) for text in question.headings],
            "lefts": lefts,
            "rights": rights,
        }
    if isinstance(question, NumberQuestion):
        return {"unit": wording.plain(question.unit)}
    if isinstance(question, Spot):
        return {"image": wording.plain(question.image), "alt": wording.plain(question.alt)}
    return {}


def _in_shown_order(drawn: DrawnQuestion, texts: Any, wording: Wording) -> list[dict[str, str]]:
    return [
        {"id": name, "text": wording.in_line(texts[place])}
        for name, place in zip(drawn.ids, drawn.order, strict=True)
    ]
