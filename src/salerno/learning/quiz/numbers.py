"""A number as people type it: ``8,3 %``, ``1 234.5``, ``−2``, ``1,000``."""

import re
import unicodedata
from decimal import Decimal

from salerno.courseware.package.expressions import DECIMAL_COMMA
from salerno.learning.quiz.errors import Reason, ResponseRefused

LONGEST = 40
_POINT_GROUPS = frozenset(
    {"ca", "es", "it"}
)  # languages that write 1.234,5; the others with a comma write 1 234,5
_PARTS = re.compile(r"([+-]?[\d.,' ]*\d[\d.,' ]*(?:e[+-]?\d{1,2})?)\s*(.*)", re.IGNORECASE)
_MINUS = str.maketrans({"−": "-", "–": "-", "’": "'"})


def typed_number(typed: str, units: frozenset[str], language: str = "en") -> Decimal:
    """The number that ``typed`` states, in the unit that is asked for (one of its spellings ``units``; none
    if empty).

    The unit may be left out. Another unit is refused, but for one: where a plain number is asked for, ``8.3
    %`` is 0.083. Raises `ResponseRefused`.
    """
    if len(typed) > LONGEST:
        raise ResponseRefused(Reason.TOO_LONG)
    text = unicodedata.normalize("NFKC", typed).translate(_MINUS).strip()
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ResponseRefused(Reason.NOT_A_NUMBER if text else Reason.EMPTY)
    number, unit = _value(match[1], language[:2]), _plain_unit(match[2])
    known = {_plain_unit(each) for each in units} - {""}
    if not unit or unit in known:
        return number
    if unit == "%" and not known:
        return number / 100
    raise ResponseRefused(Reason.OTHER_UNIT)


def _plain_unit(unit: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", unit)).casefold()


def _value(typed: str, language: str) -> Decimal:
    digits = re.sub(r"[' ]", "", typed).lower()
    mantissa, _, exponent = digits.partition("e")
    mantissa = _with_point(mantissa, language)
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", mantissa) is None:
        raise ResponseRefused(Reason.NOT_A_NUMBER)
    return Decimal(f"{mantissa}e{exponent or 0}")


def _with_point(mantissa: str, language: str) -> str:
    """``mantissa`` with a point as decimal mark and no marks between thousands.

    Of two marks the last is the decimal one. One mark alone is decimal, unless the learner's language sets it
    between thousands and it stands so: ``1,000`` is a thousand in English and one in French; ``0,125`` is an
    eighth in both.
    """
    marks = {mark for mark in ".," if mark in mantissa}
    if len(marks) == 2:
        decimal = max(marks, key=mantissa.rindex)
        (grouping,) = marks - {decimal}
        return mantissa.replace(grouping, "").replace(decimal, ".")
    grouping = "," if language not in DECIMAL_COMMA else "." if language in _POINT_GROUPS else ""
    for mark in marks:
        grouped = re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(\{mark}\d{{3}})+", mantissa)
        if grouped and (mark == grouping or mantissa.count(mark) > 1):
            return mantissa.replace(mark, "")
    return mantissa.replace(",", ".")
