"""The score of a response and what the learner is told: docs/how-to/write-a-course.md, "Questions".

Every grader gives the score as an exact fraction; it is rounded to four places once, when it leaves.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from salerno.courseware.package.expressions import evaluate, shown_number
from salerno.courseware.package.question_facts import (
    Box,
    Circle,
    Matching,
    NumberQuestion,
    OneChoice,
    Ordering,
    SeveralChoices,
    ShortText,
    Spot,
)
from salerno.learning.quiz import responses
from salerno.learning.quiz.drawing import DrawnQuestion, right_hand_texts
from salerno.learning.quiz.numbers import typed_number
from salerno.learning.quiz.presenting import ENGLISH
from salerno.learning.quiz.responses import Response
from salerno.learning.quiz.wording import Wording

PLACES = Decimal("0.0001")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"})


@dataclass(frozen=True)
class Part:
    """One thing that was judged. What ``text`` and ``given`` hold depends on the kind:

    a choice and "ticked" or ""; an item and the item put after it; a left-hand text and the right-hand one
    chosen; for the other kinds nothing and what was typed. ``comment`` is the author's, for a choice that was
    ticked.
    """

    text: str
    given: str
    right: bool
    comment: str = ""


@dataclass(frozen=True)
class Graded:
    """``score`` from 0 to 1 and what the page says after it. Texts are as the `Wording` renders them.

    ``answer`` is the right one: lines of one text, for matching of two (left, right). ``region`` is the place
    to point at.
    """

    score: Decimal
    right: bool
    dont_know: bool
    confidence: str | None
    parts: tuple[Part, ...]
    comments: tuple[str, ...]
    explanation: str
    answer: tuple[tuple[str, ...], ...]
    region: Circle | Box | None = None
    aspect_ratio: Decimal | None = None

    @property
    def radius_upright(self) -> Decimal | None:
        """The radius of a round region in per cent of the height, for a drawing that is stretched over the
        image.
        """
        if self.aspect_ratio is None or not isinstance(self.region, Circle):
            return None
        return self.region.radius * self.aspect_ratio

    @property
    def verdict(self) -> str:
        """``right``, ``partly``, ``dont-know`` or ``not-yet``: the word that the page leads with."""
        if self.dont_know:
            return "dont-know"
        if self.right:
            return "right"
        return "partly" if self.score else "not-yet"


@dataclass(frozen=True)
class _Judgement:
    score: Fraction
    parts: tuple[Part, ...]


def grade(
    drawn: DrawnQuestion,
    response: Response,
    wording: Wording = ENGLISH,
    aspect_ratio: float | Decimal | None = None,
) -> Graded:
    """The score of ``response`` and the feedback to it. ``aspect_ratio`` (width ÷ height) is that of the
    image of a spot.

    Raises `ResponseRefused` where the response cannot be graded, and ``ValueError`` where a circle has no
    aspect ratio.
    """
    response = responses.checked(response)
    confidence = responses.confidence_of(response)
    dont_know = responses.says_dont_know(response)
    if dont_know:
        judgement = _Judgement(Fraction(0), ())
    elif isinstance(drawn.question, Spot):
        judgement = _judge_spot(drawn.question, response, aspect_ratio)
    else:
        judgement = _JUDGES[drawn.question.kind](drawn, response, wording)
    return Graded(
        score=_rounded(judgement.score),
        right=judgement.score == 1,
        dont_know=dont_know,
        confidence=confidence,
        parts=judgement.parts,
        comments=tuple(part.comment for part in judgement.parts if part.comment),
        explanation=wording.in_block(drawn.question.explanation, drawn.values),
        answer=right_answer(drawn, wording),
        region=drawn.question.region if isinstance(drawn.question, Spot) else None,
        aspect_ratio=None if aspect_ratio is None else Decimal(str(aspect_ratio)),
    )


def right_answer(drawn: DrawnQuestion, wording: Wording = ENGLISH) -> tuple[tuple[str, ...], ...]:
    """The right answer in lines that a page can show; none for a spot, which shows its region."""
    question = drawn.question
    if isinstance(question, OneChoice | SeveralChoices):
        return tuple((wording.in_line(choice.text),) for choice in question.choices if choice.right)
    if isinstance(question, NumberQuestion):
        number = shown_number(evaluate(question.answer, drawn.values), wording.language)
        return ((f"{number}\N{NO-BREAK SPACE}{wording.plain(question.unit)}".strip(),),)
    if isinstance(question, ShortText):
        return ((wording.inline(question.accept[wording.language_of(question.accept)][0]),),)
    if isinstance(question, Ordering):
        return tuple((wording.in_line(item),) for item in question.items)
    if isinstance(question, Matching):
        return tuple((wording.in_line(pair.left), wording.in_line(pair.right)) for pair in question.pairs)
    return ()


def _judge_choices(drawn: DrawnQuestion, response: Response, wording: Wording) -> _Judgement:
    """One: all or nothing. Several: (right ticks − wrong ticks) ÷ right answers, not below 0."""
    one = isinstance(drawn.question, OneChoice)
    ticked = (
        frozenset({responses.read_choice(drawn, response)})
        if one
        else responses.read_choices(drawn, response)
    )
    choices = drawn.question.choices
    right_ticks = sum(choices[place].right for place in ticked)
    points = right_ticks - (len(ticked) - right_ticks)
    parts = tuple(_choice_part(choices[place], place in ticked, wording) for place in drawn.order)
    return _Judgement(max(Fraction(0), Fraction(points, sum(choice.right for choice in choices))), parts)


def _choice_part(choice: Any, is_ticked: bool, wording: Wording) -> Part:
    comment = wording.in_line(choice.comment) if is_ticked and wording.plain(choice.comment) else ""
    return Part(
        wording.in_line(choice.text), "ticked" if is_ticked else "", is_ticked == choice.right, comment
    )


def _judge_number(drawn: DrawnQuestion, response: Response, wording: Wording) -> _Judgement:
    """Within the tolerance of the answer, both ends included."""
    typed = responses.read_text(response, "number")
    number = typed_number(typed, frozenset(drawn.question.unit.values()), wording.language)
    return _all_or_nothing(
        abs(number - evaluate(drawn.question.answer, drawn.values)) <= drawn.question.tolerance, typed
    )


def _judge_text(drawn: DrawnQuestion, response: Response, wording: Wording) -> _Judgement:
    """Any accepted word of any language of the course."""
    typed = responses.read_text(response, "text")
    accepted = {_folded(word) for words in drawn.question.accept.values() for word in words}
    return _all_or_nothing(_folded(typed) in accepted, typed)


def _judge_ordering(drawn: DrawnQuestion, response: Response, wording: Wording) -> _Judgement:
    """Right neighbours ÷ all neighbours: an item is a right neighbour if it directly follows the one that it
    should.
    """
    order = responses.read_order(drawn, response)
    items = [wording.in_line(item) for item in drawn.question.items]
    parts = tuple(Part(items[one], items[other], other == one + 1) for one, other in pairwise(order))
    return _share_of(parts)


def _judge_matching(drawn: DrawnQuestion, response: Response, wording: Wording) -> _Judgement:
    """Right pairs ÷ pairs."""
    question = drawn.question
    chosen = responses.read_pairs(drawn, response, [f"l{row}" for row in range(1, len(question.pairs) + 1)])
    rights = [right_hand_texts(question)[place] for place in chosen]
    parts = tuple(
        Part(wording.in_line(pair.left), wording.in_line(right), right == pair.right)
        for pair, right in zip(question.pairs, rights, strict=True)
    )
    return _share_of(parts)


def _judge_spot(question: Spot, response: Response, aspect_ratio: float | Decimal | None) -> _Judgement:
    """Inside the region, its edge included. A circle is round on the screen: heights are turned into widths
    first.
    """
    x, y = responses.read_point(response)
    region = question.region
    if isinstance(region, Box):
        inside = (
            region.left <= x <= region.left + region.width and region.top <= y <= region.top + region.height
        )
    else:
        if aspect_ratio is None:
            raise ValueError("a round region can be judged only with the aspect ratio of its image")
        upright = (y - region.y) / Decimal(str(aspect_ratio))
        inside = (x - region.x) ** 2 + upright**2 <= region.radius**2
    return _all_or_nothing(inside, f"{x:.1f} % · {y:.1f} %")


def _all_or_nothing(is_right: bool, typed: str) -> _Judgement:
    return _Judgement(Fraction(int(is_right)), (Part("", typed, is_right),))


def _share_of(parts: tuple[Part, ...]) -> _Judgement:
    return _Judgement(Fraction(sum(part.right for part in parts), len(parts)), parts)


def _folded(text: str) -> str:
    """``text`` without case, accents and spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and not letter.isspace())


def _rounded(score: Fraction) -> Decimal:
    return (Decimal(score.numerator) / Decimal(score.denominator)).quantize(PLACES)


_JUDGES: dict[str, Callable[[DrawnQuestion, Response, Wording], _Judgement]] = {
    OneChoice.kind: _judge_choices,
    SeveralChoices.kind: _judge_choices,
    NumberQuestion.kind: _judge_number,
    ShortText.kind: _judge_text,
    Ordering.kind: _judge_ordering,
    Matching.kind: _judge_matching,
}
