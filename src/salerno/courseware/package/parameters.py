"""Parameters of a question: reading them, drawing them, walking through every combination."""

import itertools
import math
import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from random import Random

from salerno.common.words import words as _
from salerno.courseware.package import limits
from salerno.courseware.package.question_facts import Parameter

_NUMBER = r"[+-]?\d{1,12}(?:\.\d{1,12})?"
_ONE = re.compile(rf"\s*([a-z][a-z0-9_]*)\s*=\s*({_NUMBER})\s*\.\.\s*({_NUMBER})(?:\s+step\s+({_NUMBER}))?\s*")
_RESERVED = frozenset({"round", "sqrt", "log", "exp", "min", "max", "if", "else", "in", "is", "or", "and", "not", "for"})


class ParametersRefused(ValueError):
    """A line of parameters that cannot be read; the message says which part."""


def parse_parameters(text: str) -> tuple[Parameter, ...]:
    """The parameters of ``name = low..high step s; …`` (the step is 1 where it is left out)."""
    parts = [part for part in text.split(";") if part.strip()]
    parameters = tuple(_parameter(part) for part in parts)
    names = [parameter.name for parameter in parameters]
    if len(set(names)) != len(names):
        raise ParametersRefused(_("one name stands twice"))
    if len(parameters) > limits.PARAMETERS:
        raise ParametersRefused(_("there are more than %(most)s", most=limits.PARAMETERS))
    return parameters


def draw(parameters: Sequence[Parameter], random: Random) -> dict[str, Decimal]:
    """One value for each parameter, every value equally likely. The same ``random`` gives the same values."""
    return {each.name: each.low + each.step * random.randrange(count(each)) for each in parameters}


def count(parameter: Parameter) -> int:
    """How many values ``parameter`` can take."""
    return math.floor((parameter.high - parameter.low) / parameter.step) + 1


def values_of(parameter: Parameter) -> list[Decimal]:
    """Every value that ``parameter`` can take, ascending."""
    return [parameter.low + parameter.step * index for index in range(count(parameter))]


def combinations(parameters: Sequence[Parameter], names: Collection[str]) -> Iterator[dict[str, Decimal]]:
    """Every combination of the values of those parameters whose name is in ``names``."""
    used = [parameter for parameter in parameters if parameter.name in names]
    for drawn in itertools.product(*(values_of(parameter) for parameter in used)):
        yield {parameter.name: value for parameter, value in zip(used, drawn, strict=True)}


def count_combinations(parameters: Sequence[Parameter], names: Collection[str]) -> int:
    """How many there are, without making them."""
    return math.prod(count(parameter) for parameter in parameters if parameter.name in names)


def _parameter(part: str) -> Parameter:
    match = _ONE.fullmatch(part)
    if match is None:
        raise ParametersRefused(_("“%(text)s” is not of the form name = 1..10 step 1", text=part.strip()))
    name, low, high, step = match[1], Decimal(match[2]), Decimal(match[3]), Decimal(match[4] or 1)
    if name in _RESERVED:
        raise ParametersRefused(_("%(name)s is a word of formulas", name=name))
    if step <= 0 or high < low:
        raise ParametersRefused(_("%(name)s has no value", name=name))
    parameter = Parameter(name, low, high, step)
    if count(parameter) > limits.PARAMETER_VALUES:
        raise ParametersRefused(_("%(name)s has more than %(most)s values", name=name, most=limits.PARAMETER_VALUES))
    return parameter
