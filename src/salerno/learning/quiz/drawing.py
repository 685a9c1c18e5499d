"""Which questions an attempt asks, with which numbers and in which order: the same seed always gives the same
quiz.

The seed belongs to the attempt, so two learners and two attempts differ; what was drawn is stored with the
attempt (`DrawnQuestion.to_stored`) and a reload shows the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from salerno.courseware.package import parameters
from salerno.courseware.package.facts import Draw, QuizFacts
from salerno.courseware.package.question_facts import (
    ByLanguage,
    Matching,
    NumberQuestion,
    OneChoice,
    Ordering,
    Question,
    SeveralChoices,
)


@dataclass(frozen=True)
class DrawnQuestion:
    """A question as one attempt asks it.

    ``values`` are its numbers; ``order`` says which choice, item or right-hand text of the source stands at
    each shown place.
    """

    question: Question
    values: Mapping[str, Decimal] = field(default_factory=dict)
    order: tuple[int, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """One name for each shown place, from the place alone: a name that followed the source would tell the
        right order.
        """
        return tuple(f"c{place}" for place in range(1, len(self.order) + 1))

    def place_in_source(self, shown_id: str) -> int:
        """What stands under ``shown_id``, as its place in the source. Raises ``KeyError`` for a name that is
        not shown.
        """
        return dict(zip(self.ids, self.order, strict=True))[shown_id]

    def to_stored(self) -> dict[str, Any]:
        """Plain JSON values from which `restored` gives the same drawn question back."""
        values = {name: str(value) for name, value in self.values.items()}
        return {"key": self.question.key, "values": values, "order": list(self.order)}


def restored(stored: Mapping[str, Any], questions: Mapping[str, Question]) -> DrawnQuestion:
    """What `DrawnQuestion.to_stored` wrote, the question looked up in the version that the attempt pins."""
    values = {name: Decimal(value) for name, value in stored["values"].items()}
    return DrawnQuestion(questions[stored["key"]], values, tuple(stored["order"]))


def draw(
    quiz: QuizFacts,
    banks: Mapping[str, Sequence[Question]],
    rng_seed: int | str,
    avoid: Collection[str] = (),
) -> tuple[DrawnQuestion, ...]:
    """The questions of one attempt: those that stand in the quiz, in their order, then what is drawn from
    banks, mixed.

    No question comes twice. Keys in ``avoid`` (asked in earlier attempts) come only where an outcome has no
    other question left. A bank with fewer questions than are to be drawn gives all it has; the checker of
    courses refuses such a draw.
    """
    random = Random(f"{rng_seed}")  # noqa: S311 - must repeat itself; nothing is protected by it
    taken = {question.key: question for question in quiz.questions_inline}
    drawn: list[Question] = []
    for each in quiz.draws:
        chosen = _drawn_from(
            each, [one for one in banks[each.bank] if one.key not in taken], random, frozenset(avoid)
        )
        taken |= {question.key: question for question in chosen}
        drawn += chosen
    random.shuffle(drawn)
    return tuple(
        shuffled(question, f"{rng_seed}:{question.key}") for question in (*quiz.questions_inline, *drawn)
    )


def shuffled(question: Question, rng_seed: int | str) -> DrawnQuestion:
    """``question`` with numbers and an order of its own, whatever else is drawn beside it."""
    random = Random(f"{rng_seed}")  # noqa: S311 - must repeat itself; nothing is protected by it
    values = parameters.draw(question.parameters, random) if isinstance(question, NumberQuestion) else {}
    order = list(range(_number_to_shuffle(question)))
    random.shuffle(order)
    if isinstance(question, Ordering) and len(order) > 2:
        while order == sorted(
            order
        ):  # the right order already shown would be no question; of two items it must be possible
            random.shuffle(order)
    return DrawnQuestion(question, values, tuple(order))


def right_hand_texts(question: Matching) -> tuple[ByLanguage, ...]:
    """The right-hand column without repetition: a text that two lines share stands once and fits both."""
    texts: list[ByLanguage] = []
    for text in (*(pair.right for pair in question.pairs), *question.distractors):
        if text not in texts:
            texts.append(text)
    return tuple(texts)


def _number_to_shuffle(question: Question) -> int:
    if isinstance(question, OneChoice | SeveralChoices):
        return len(question.choices)
    if isinstance(question, Ordering):
        return len(question.items)
    return len(right_hand_texts(question)) if isinstance(question, Matching) else 0


def _drawn_from(
    each: Draw, bank: Iterable[Question], random: Random, avoid: frozenset[str]
) -> list[Question]:
    """``each.count`` of ``bank``, one after the other from the outcome that has given least so far.

    That fills the outcomes like water: no other choice is more even, given how many questions each outcome
    has.
    """
    piles: dict[str, list[Question]] = {outcome: [] for outcome in each.outcomes}
    for question in bank:
        if not each.outcomes or question.outcome in piles:
            piles.setdefault(question.outcome, []).append(question)
    for pile in piles.values():
        random.shuffle(pile)
        pile.sort(
            key=lambda question: question.key not in avoid
        )  # stable: what was asked before lies at the bottom
    given = dict.fromkeys(piles, 0)
    chosen: list[Question] = []
    while len(chosen) < each.count and any(piles.values()):
        least = min(given[outcome] for outcome, pile in piles.items() if pile)
        outcome = random.choice([one for one, pile in piles.items() if pile and given[one] == least])
        chosen.append(piles[outcome].pop())
        given[outcome] += 1
    return chosen
