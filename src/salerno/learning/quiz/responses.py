"""Reading a response: plain JSON values, as typed, into what a kind of question is graded on.

| kind | response |
|---|---|
| one-choice | ``{"choice": "c2"}`` |
| several-choices | ``{"choices": ["c1", "c3"]}`` |
| number | ``{"number": "8,3 %"}`` |
| short-text | ``{"text": "sensitivity"}`` |
| ordering | ``{"order": ["c3", "c1", "c2"]}`` |
| matching | ``{"pairs": {"l1": "c2", "l2": "c1"}}`` |
| spot | ``{"x": 41.5, "y": 60}`` (per cent of width and height) |
| any | ``{"dont_know": true}``; beside each, if asked, ``"confidence": "low" | "medium" | "high"`` |

Whoever sends these may send anything: each function checks shape before meaning and raises `ResponseRefused`.
"""

import json
import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from salerno.learning.quiz.drawing import DrawnQuestion
from salerno.learning.quiz.errors import Reason, ResponseRefused

CONFIDENCES = ("low", "medium", "high")
LONGEST_TEXT = 200
LONGEST_RESPONSE = 4_000
_NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")  # as JSON writes it

Response = Mapping[str, Any]


def confidence_of(response: Response) -> str | None:
    """How sure the learner said to be, if they said so."""
    confidence = response.get("confidence")
    if confidence is not None and confidence not in CONFIDENCES:
        raise ResponseRefused(Reason.UNKNOWN_CONFIDENCE)
    return confidence


def says_dont_know(response: Response) -> bool:
    """Whether the learner chose "I don't know yet"; an answer given beside it does not count."""
    if "dont_know" not in response:
        return False
    if not isinstance(response["dont_know"], bool):
        raise ResponseRefused(Reason.MALFORMED)
    return response["dont_know"]


def read_choice(drawn: DrawnQuestion, response: Response) -> int:
    """The chosen choice, as its place in the source."""
    return _place(drawn, _only(response, "choice"))


def read_choices(drawn: DrawnQuestion, response: Response) -> frozenset[int]:
    """The ticked choices, at least one, as places in the source."""
    ticked = _only(response, "choices")
    if not isinstance(ticked, list):
        raise ResponseRefused(Reason.MALFORMED)
    if not ticked:
        raise ResponseRefused(Reason.EMPTY)
    return frozenset(_place(drawn, each) for each in ticked)


def read_text(response: Response, name: str) -> str:
    """What was typed, as typed; a number may come as a JSON number."""
    typed = _only(response, name)
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        typed = str(typed)
    if not isinstance(typed, str):
        raise ResponseRefused(Reason.MALFORMED)
    if not typed.strip():
        raise ResponseRefused(Reason.EMPTY)
    if len(typed) > LONGEST_TEXT:
        raise ResponseRefused(Reason.TOO_LONG)
    return typed


def read_order(drawn: DrawnQuestion, response: Response) -> tuple[int, ...]:
    """All items in the learner's order, as places in the source."""
    if "places" in response:
        raise ResponseRefused(Reason.SAME_PLACE)
    ordered = _only(response, "order")
    if not isinstance(ordered, list):
        raise ResponseRefused(Reason.MALFORMED)
    places = tuple(_place(drawn, each) for each in ordered)
    if sorted(places) != sorted(drawn.order):
        raise ResponseRefused(Reason.SAME_PLACE)
    return places


def read_pairs(drawn: DrawnQuestion, response: Response, lefts: Collection[str]) -> tuple[int, ...]:
    """For each left-hand text in its order, the place in the source of the right-hand text chosen."""
    pairs = _only(response, "pairs")
    if not isinstance(pairs, dict) or not set(pairs) <= set(lefts):
        raise ResponseRefused(Reason.MALFORMED)
    if not any(pairs.values()):
        raise ResponseRefused(Reason.EMPTY)
    if not all(pairs.get(left) for left in lefts):
        raise ResponseRefused(Reason.NOT_ALL_PAIRED)
    return tuple(_place(drawn, pairs[left]) for left in lefts)


def read_point(response: Response) -> tuple[Decimal, Decimal]:
    """The point that was chosen, in per cent of width and height."""
    _only(response, "x", "y")
    return _per_cent(response["x"]), _per_cent(response["y"])


def _only(response: Response, *names: str) -> Any:
    """The value of the one name that is expected; anything else beside it but ``confidence`` is refused."""
    given = set(response) - {"confidence", "dont_know"}
    if not given:
        raise ResponseRefused(Reason.EMPTY)
    if given != set(names):
        raise ResponseRefused(Reason.MALFORMED)
    return response[names[0]]


def _place(drawn: DrawnQuestion, shown_id: Any) -> int:
    if not isinstance(shown_id, str):
        raise ResponseRefused(Reason.MALFORMED)
    try:
        return drawn.place_in_source(shown_id)
    except KeyError as error:
        raise ResponseRefused(Reason.UNKNOWN_CHOICE) from error


def _per_cent(typed: Any) -> Decimal:
    if isinstance(typed, bool) or not isinstance(typed, int | float | str) or len(str(typed)) > LONGEST_TEXT:
        raise ResponseRefused(Reason.MALFORMED)
    text = str(typed).strip().replace(",", ".")
    if not text:
        raise ResponseRefused(Reason.EMPTY)
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ResponseRefused(Reason.NOT_A_NUMBER) from error
    if not number.is_finite() or not 0 <= number <= 100:
        raise ResponseRefused(Reason.OUTSIDE_IMAGE)
    return number


def checked(response: object) -> Response:
    """``response`` if it is an object with names at all, short, and of values that every database and file can hold.

    SECURITY: it is kept as it came, beside "I don't know yet" too. Half a character in it would break every export that writes it,
    a NUL PostgreSQL.
    """
    try:
        written = json.dumps(response, ensure_ascii=False, allow_nan=False)
        written.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ResponseRefused(Reason.MALFORMED) from error
    if not isinstance(response, Mapping) or _NUL.search(written):
        raise ResponseRefused(Reason.MALFORMED)
    if len(written) > LONGEST_RESPONSE:
        raise ResponseRefused(Reason.TOO_LONG)
    return response
