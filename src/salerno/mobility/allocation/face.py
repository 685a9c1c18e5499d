"""The same as JSON: ``answer(text, Method.BEST)`` is all that a command needs.

``{"students": [{"id", "score", "tier", "choices": [place id, …]}], "places": [{"id", "capacity", "minimum": 0, "tier"}], "seed":
1}``

Left out, ``minimum`` is 0 and ``seed`` is 1. A student may have ``scores`` (place id → score) and ``periods``, ``languages``
(language → CEFR level) and ``access``; a place ``periods``, ``languages`` (a list of such tables: of each, one is enough) and
``access``. ``"rules": {"most_of_one_home": 2, "apart_from": [place id, …]}`` is optional: each place takes at most so many
students of one ``home``, which each student then has, but for the places named. A name that is not known is refused: a misspelt
``minimum`` would otherwise be 0.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.errors import ProblemRefused, Wrong
from salerno.mobility.allocation.needs import Needs, Requirements
from salerno.mobility.allocation.outcome import Allocation, Method
from salerno.mobility.allocation.problem import Place, Problem, Student
from salerno.mobility.allocation.wording import sentence

OF_A_STUDENT = {"id", "score", "tier", "choices"}
MORE_OF_A_STUDENT = {"scores", "periods", "languages", "access", "home"}
OF_A_PLACE = {"id", "capacity", "tier"}
MORE_OF_A_PLACE = {"minimum", "periods", "languages", "access"}
RULES = {"most_of_one_home"}
MORE_OF_THE_RULES = {"apart_from"}


def answer(text: str, method: Method, *, seconds: float | None = None) -> dict[str, Any]:
    """Read a problem, hand out the places, give the answer as plain values. Raises ``AllocationRefused`` in one of its types."""
    problem = from_json(_loaded(text))
    return to_json(best(problem, seconds=seconds) if method is Method.BEST else deferred(problem))


def from_json(data: Any) -> Problem:
    """The problem that ``data`` describes. Raises ``ProblemRefused``, which says where the fault is."""
    _check_names(data, "", {"students", "places"}, {"seed", "rules"})
    most, apart_from = _limit(data)
    return Problem(
        students=tuple(_student(one, f"students[{number}]") for number, one in enumerate(_list(data, "", "students"))),
        places=tuple(_place(one, f"places[{number}]", most, apart_from) for number, one in enumerate(_list(data, "", "places"))),
        seed=data.get("seed", 1),
    )


def _limit(data: Mapping[str, Any]) -> tuple[Any, list]:
    """How many of one home each place takes, None for no limit, and the places of which this is not true."""
    if "rules" not in data:
        return None, []
    rules = data["rules"]
    _check_names(rules, "rules", RULES, MORE_OF_THE_RULES)
    apart_from, places = _list(rules, "rules", "apart_from"), {one["id"] for one in _list(data, "", "places") if _has_a_key(one)}
    for number, key in enumerate(apart_from):
        if not isinstance(key, str | int) or key not in places:
            raise ProblemRefused(Wrong.UNKNOWN_PLACE, f"rules.apart_from[{number}]", key=key)
    return rules["most_of_one_home"], apart_from


def _has_a_key(place: Any) -> bool:
    """What else is wrong with a place is said where it is read."""
    return isinstance(place, Mapping) and isinstance(place.get("id"), str | int)


def to_json(allocation: Allocation) -> dict[str, Any]:
    """``assignment``, ``reasons`` as sentences and ``figures``, with nothing but plain values in them."""
    return {
        "assignment": {str(key): place for key, place in allocation.assignment.items()},
        "reasons": {str(key): sentence(reason) for key, reason in allocation.reasons.items()},
        "figures": {"method": str(allocation.method), **json.loads(json.dumps(asdict(allocation.figures)))},
    }


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as problem:
        raise problem if isinstance(problem, ProblemRefused) else ProblemRefused(Wrong.NOT_JSON, "", problem=problem) from problem


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON allows a name twice and drops the first: here that would drop a score."""
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _value in pairs]
        raise ProblemRefused(Wrong.TWICE, "", key=next(name for name in names if names.count(name) > 1))
    return table


def _student(data: Any, where: str) -> Student:
    _check_names(data, where, OF_A_STUDENT, MORE_OF_A_STUDENT)
    return Student(
        key=data["id"],
        score=data["score"],
        choices=tuple(_list(data, where, "choices")),
        tier=_text(data["tier"], f"{where}.tier"),
        needs=Needs(
            _texts(data, where, "periods"), _levels(data.get("languages", {}), f"{where}.languages"), _texts(data, where, "access")
        ),
        home=_text(data.get("home", ""), f"{where}.home"),
        scores=_scores(data.get("scores", {}), f"{where}.scores", data["choices"]),
    )


def _place(data: Any, where: str, most: int | None, apart_from: list) -> Place:
    _check_names(data, where, OF_A_PLACE, MORE_OF_A_PLACE)
    languages = [_levels(one, f"{where}.languages[{number}]") for number, one in enumerate(_list(data, where, "languages"))]
    return Place(
        key=data["id"],
        capacity=data["capacity"],
        minimum=data.get("minimum", 0),
        tier=_text(data["tier"], f"{where}.tier"),
        requirements=Requirements(_texts(data, where, "periods"), tuple(languages), _texts(data, where, "access")),
        most_of_one_home=None if data["id"] in apart_from else most,
    )


def _check_names(data: Any, where: str, needed: set[str], allowed: set[str]) -> None:
    _check_kind(data, where, Mapping, "an object")
    for name in sorted(needed - data.keys()):
        raise ProblemRefused(Wrong.MISSING, where, name=name)
    for name in sorted(data.keys() - needed - allowed):
        raise ProblemRefused(Wrong.UNKNOWN_NAME, where, name=name, known=", ".join(sorted(needed | allowed)))


def _check_kind(value: Any, where: str, kind: type, name: str) -> None:
    if not isinstance(value, kind):
        raise ProblemRefused(Wrong.NOT_OF_THIS_KIND, where, kind=name)


def _list(data: Mapping[str, Any], where: str, name: str) -> list:
    _check_kind(data.get(name, []), f"{where}.{name}".removeprefix("."), list, "a list")
    return data.get(name, [])


def _text(value: Any, where: str) -> str:
    _check_kind(value, where, str, "a text")
    return value


def _texts(data: Mapping[str, Any], where: str, name: str) -> frozenset[str]:
    return frozenset(_text(one, f"{where}.{name}[{number}]") for number, one in enumerate(_list(data, where, name)))


def _levels(value: Any, where: str) -> dict[str, str]:
    _check_kind(value, where, Mapping, "an object")
    return {language: _text(level, f"{where}.{language}") for language, level in value.items()}


def _scores(value: Any, where: str, choices: list) -> dict:
    """Names in JSON are texts, so a place whose key is a number is found by its text."""
    _check_kind(value, where, Mapping, "an object")
    keys = {str(key): key for key in choices}
    return {keys.get(name, name): score for name, score in value.items()}
