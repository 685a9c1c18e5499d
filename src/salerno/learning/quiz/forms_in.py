"""From posted fields to a response and from a stored response back to what the fields show.

Every field of a question is named ``q-<key>-…``: ``choice``, ``choices`` (repeated), ``number``, ``text``,
``place-<id>``, ``pair-<id>``, ``x`` and ``y``, and for every kind ``dont_know`` and ``confidence``. The
templates in templates/learning/questions/ write these names.
"""

from collections.abc import Mapping
from typing import Any

from salerno.learning.quiz.responses import CONFIDENCES


def response_from_form(presented: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The response that the fields ``data`` (a Django ``QueryDict`` or any mapping) state, as typed.

    Nothing is refused here, so that a half-filled form can be kept as a draft: what is blank is left out, and
    places of an ordering that two items share are kept under ``places``; `grading.grade` refuses both with a
    reason.
    """
    fields = _Fields(data, f"q-{presented['key']}-")
    response: dict[str, Any] = {}
    if fields.one("dont_know"):
        response["dont_know"] = True
    else:
        response |= _READERS[presented["kind"]](presented, fields)
    if (confidence := fields.one("confidence")) in CONFIDENCES:
        response["confidence"] = confidence
    return response


def with_draft(presented: Mapping[str, Any], response: Mapping[str, Any] | None) -> dict[str, Any]:
    """``presented`` with what the learner had answered marked in it, ready for the templates.

    Adds ``typed`` (number, text, x, y), ``dont_know`` and ``is_sure``; to choices ``ticked``, to items
    ``place``, to the left-hand texts ``chosen``. Whatever in ``response`` does not fit is left out: a draft
    never breaks a page.
    """
    response = response or {}
    shown = dict(presented)
    shown["dont_know"] = response.get("dont_know") is True
    shown["is_sure"] = {confidence: response.get("confidence") == confidence for confidence in CONFIDENCES}
    shown["typed"] = {name: response.get(name, "") for name in ("number", "text", "x", "y")}
    if "choices" in presented:
        ticked = _texts(response.get("choices")) + _texts([response.get("choice")])
        shown["choices"] = [choice | {"ticked": choice["id"] in ticked} for choice in presented["choices"]]
    if "items" in presented:
        shown["items"] = _placed(presented["items"], response)
    if "lefts" in presented:
        pairs = response.get("pairs") if isinstance(response.get("pairs"), Mapping) else {}
        shown["lefts"] = [left | {"chosen": pairs.get(left["id"], "")} for left in presented["lefts"]]
    return shown


class _Fields:
    """The posted fields of one question."""

    def __init__(self, data: Mapping[str, Any], prefix: str) -> None:
        self.data, self.prefix = data, prefix

    def many(self, name: str) -> list[str]:
        if hasattr(self.data, "getlist"):
            return [str(value) for value in self.data.getlist(self.prefix + name)]
        value = self.data.get(self.prefix + name, [])
        return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]

    def one(self, name: str) -> str:
        return self.many(name)[-1].strip() if self.many(name) else ""


def _choice(presented: Mapping[str, Any], fields: _Fields) -> dict[str, Any]:
    return _unless_blank(choice=fields.one("choice"))


def _choices(presented: Mapping[str, Any], fields: _Fields) -> dict[str, Any]:
    return _unless_blank(choices=fields.many("choices"))


def _number(presented: Mapping[str, Any], fields: _Fields) -> dict[str, Any]:
    return _unless_blank(number=fields.one("number"))


def _text(presented: Mapping[str, Any], fields: _Fields) -> dict[str, Any]:
    return _unless_blank(text=fields.one("text"))


def _order(presented: Mapping[str, Any], fields: _Fields) -> dict[str, Any]:
    places = {item["id"]: fields.one(f"place-{item['id']}") for item in presented["items"]}
    given = {name: int(place) for name, place in places.items() if place.isdecimal() and len(place) < 4}
    if not given:
        return {}
    if sorted(given.values()) != list(range(1, len(places) + 1)):
        return {"places": given}
    return {"order": sorted(given, key=given.__getitem__)}


def _pairs(presented: Mapping[str, Any], fields: _Fields) -> dict[str, Any]:
    pairs = {left["id"]: fields.one(f"pair-{left['id']}") for left in presented["lefts"]}
    return _unless_blank(pairs={left: right for left, right in pairs.items() if right})


def _point(presented: Mapping[str, Any], fields: _Fields) -> dict[str, Any]:
    return _unless_blank(x=fields.one("x"), y=fields.one("y"))


def _unless_blank(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _texts(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _placed(items: list[dict[str, Any]], response: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The items with their places, in the learner's order if that is whole, else in the order first shown."""
    order = _texts(response.get("order"))
    if sorted(order) == sorted(item["id"] for item in items):
        by_id = {item["id"]: item for item in items}
        return [by_id[name] | {"place": place} for place, name in enumerate(order, start=1)]
    places = response.get("places") if isinstance(response.get("places"), Mapping) else {}
    return [item | {"place": places.get(item["id"], place)} for place, item in enumerate(items, start=1)]


_READERS = {
    "one-choice": _choice,
    "several-choices": _choices,
    "number": _number,
    "short-text": _text,
    "ordering": _order,
    "matching": _pairs,
    "spot": _point,
}
