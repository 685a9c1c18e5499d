"""Entry rules from the plain values of a call. Each rule is ``{"kind": …}`` with the values of its kind:

===============  ======================================  ==================================================================
kind             values                                  met when
===============  ======================================  ==================================================================
``degree``       ``eqf``                                 the degree has at least this EQF level
``degree-class`` ``classes``                             the degree belongs to one of these classes
``ects``         ``ects``                                the transcript has at least so many credits, all sectors together
``sector-ects``  ``ects``, ``sectors``                   it has so many in these sectors
``language``     ``language``, ``level``                 the language is known at this CEFR level or above
``documents``    ``documents``, ``countries`` (optional) these documents are there; with countries: for degrees from there
``all``, ``any`` ``of``: rules                           all of them are met; one of them is
===============  ======================================  ==================================================================

``key`` names a rule (else its place does), ``title`` says it in the languages of the campus.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from salerno.admissions.eligibility.facts import LEVELS, Rule
from salerno.admissions.eligibility.sectors import read_sectors

MOST_RULES, DEEPEST = 60, 5
_ALWAYS = {"kind", "key", "title"}


class RulesRefused(ValueError):
    """These rules cannot be read. ``place`` is the key of the rule, ``problem`` what is wrong: a word for ``wording`` to say."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place, self.problem = place, problem


def read_rules(values: object) -> tuple[Rule, ...]:
    """The rules of a call. Raises ``RulesRefused``; nothing is guessed and no value is passed over."""
    rules = _read_list(values, "", 1)
    keys = [rule.key for rule in _walk(rules)]
    if len(keys) > MOST_RULES:
        raise RulesRefused("", "too-many")
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise RulesRefused(twice, "named-twice")
    return rules


def _walk(rules: Sequence[Rule]) -> list[Rule]:
    return [each for rule in rules for each in (rule, *_walk(rule.parts))]


def _read_list(values: object, above: str, depth: int) -> tuple[Rule, ...]:
    if not isinstance(values, list) or depth > DEEPEST:
        raise RulesRefused(above, "no-list" if depth <= DEEPEST else "too-deep")
    return tuple(_read_one(value, f"{above}{place}", depth) for place, value in enumerate(values, start=1))


def _read_one(value: object, place: str, depth: int) -> Rule:
    if not isinstance(value, Mapping):
        raise RulesRefused(place, "no-rule")
    key, kind = str(value.get("key") or place), value.get("kind")
    if kind not in _KINDS:
        raise RulesRefused(key, "unknown-kind")
    needs, may = _KINDS[kind]
    given = set(value) - _ALWAYS
    if needs - given:
        raise RulesRefused(key, "value-missing")
    if given - needs - may:
        raise RulesRefused(key, "value-unknown")
    read = dict(_VALUES[name](value[name], key) for name in given if name != "of")
    if "of" in given:
        read["parts"] = _read_list(value["of"], f"{key}.", depth + 1)
        if not read["parts"]:
            raise RulesRefused(key, "no-list")
    return Rule(key=key, kind=kind, title=_title(value.get("title", {}), key), **read)


def _title(value: object, key: str) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise RulesRefused(key, "no-title")
    return dict(value)


def _amount(value: object, key: str) -> tuple[str, Any]:
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise RulesRefused(key, "no-amount") from error
    if not amount.is_finite() or not 0 < amount <= 1000:
        raise RulesRefused(key, "no-amount")
    return "amount", amount


def _texts(name: str, *, fits: Callable[[str], bool] = bool, problem: str = "no-texts") -> Callable[[object, str], tuple[str, Any]]:
    def read(value: object, key: str) -> tuple[str, Any]:
        if not isinstance(value, list) or not value or not all(isinstance(text, str) and fits(text) for text in value):
            raise RulesRefused(key, problem)
        return name, tuple(value)

    return read


def _text(name: str, fits: Callable[[str], bool], problem: str) -> Callable[[object, str], tuple[str, Any]]:
    def read(value: object, key: str) -> tuple[str, Any]:
        if not isinstance(value, str) or not fits(value):
            raise RulesRefused(key, problem)
        return name, value

    return read


def _two_letters(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()


_VALUES: dict[str, Callable[[object, str], tuple[str, Any]]] = {
    "eqf": _amount,
    "ects": _amount,
    "sectors": _texts("sectors", fits=lambda text: read_sectors(text) is not None, problem="no-sector"),
    "classes": _texts("classes"),
    "language": _text("language", _two_letters, "no-language"),
    "level": _text("level", LEVELS.__contains__, "no-level"),
    "documents": _texts("documents"),
    "countries": _texts("countries", fits=_two_letters, problem="no-country"),
}
_KINDS: dict[object, tuple[set[str], set[str]]] = {
    "degree": ({"eqf"}, set()),
    "degree-class": ({"classes"}, set()),
    "ects": ({"ects"}, set()),
    "sector-ects": ({"ects", "sectors"}, set()),
    "language": ({"language", "level"}, set()),
    "documents": ({"documents"}, {"countries"}),
    "all": ({"of"}, set()),
    "any": ({"of"}, set()),
}
