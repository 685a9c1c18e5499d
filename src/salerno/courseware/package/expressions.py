"""Arithmetic that an author may write in a question: checked by its syntax tree, computed in decimals.

SECURITY: only the nodes below are ever computed; there is no name, attribute or call beyond the listed ones.
Decimals of 28 digits with bounded exponents make huge powers an overflow at once instead of an endless
computation.
"""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import lru_cache

from salerno.common.words import words as _
from salerno.courseware.package import limits

SIGNIFICANT_DIGITS = 4
DECIMAL_COMMA = frozenset({"ca", "es", "fr", "it", "sv"})

Values = Mapping[str, Decimal]
Compiled = Callable[[Values], Decimal]

_CONTEXT = Context(prec=28, Emax=300, Emin=-300, traps=[InvalidOperation, DivisionByZero, Overflow])
_SHOWN = re.compile(r"\{\{([^{}]{1,500})\}\}")
_OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_SIGNS: dict[type[ast.unaryop], Callable[[Decimal], Decimal]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}


class ExpressionRefused(ValueError):
    """An expression that is not allowed, or that has no finite value."""


def evaluate(expression: str, values: Mapping[str, Decimal | float]) -> Decimal:
    """The value of ``expression`` with the parameters ``values``, to 28 digits.

    Raises `ExpressionRefused` where the expression is not allowed or its value is not a finite number.
    """
    compiled, _names = compile_expression(expression)
    return compute(compiled, {name: _decimal(value) for name, value in values.items()})


def compute(compiled: Compiled, values: Values) -> Decimal:
    """The value of an expression that was compiled before; raises `ExpressionRefused` as `evaluate` does."""
    try:
        with localcontext(_CONTEXT):
            value = compiled(values)
    except KeyError as error:
        raise ExpressionRefused(_("%(name)s is not a parameter", name=str(error.args[0]))) from error
    except DivisionByZero as error:
        raise ExpressionRefused(_("it divides by zero")) from error
    except (DecimalException, ZeroDivisionError) as error:
        raise ExpressionRefused(_("its value is not a finite number")) from error
    if not value.is_finite():
        raise ExpressionRefused(_("its value is not a finite number"))
    return value


@lru_cache(maxsize=4096)
def compile_expression(expression: str) -> tuple[Compiled, frozenset[str]]:
    """``expression`` as a function of the parameters, and the names of those that it uses."""
    if len(expression) > limits.EXPRESSION_LENGTH:
        raise ExpressionRefused(_("it is too long"))
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionRefused(_("it cannot be read as arithmetic")) from error
    nodes = list(ast.walk(tree))
    if len(nodes) > limits.EXPRESSION_NODES:
        raise ExpressionRefused(_("it is too long"))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    names = {node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called}
    return _compiled(tree.body), frozenset(names)


def shown_expressions(text: str) -> list[tuple[str, int]]:
    """Each ``{{ … }}`` of ``text``: what stands inside, and how many lines above it."""
    return [(match[1].strip(), text.count("\n", 0, match.start())) for match in _SHOWN.finditer(text)]


def show(template_text: str, values: Mapping[str, Decimal | float], language: str = "en") -> str:
    """``template_text`` with each ``{{ … }}`` replaced by its value, in ``language``'s digits."""
    return _SHOWN.sub(lambda match: shown_number(evaluate(match[1].strip(), values), language), template_text)


def shown_number(value: Decimal, language: str = "en") -> str:
    """``value`` with at most four significant digits, without exponent or idle zeros."""
    with localcontext(Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_UP)):
        rounded = +value
    text = format(rounded, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    return text.replace(".", ",") if language in DECIMAL_COMMA else text


def _decimal(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def _compiled(node: ast.expr) -> Compiled:
    if isinstance(node, ast.Constant):
        return _constant(node.value)
    if isinstance(node, ast.Name):
        return operator.itemgetter(node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _both(_OPERATORS[type(node.op)], _compiled(node.left), _compiled(node.right))
    if isinstance(node, ast.UnaryOp) and type(node.op) in _SIGNS:
        return _sign(_SIGNS[type(node.op)], _compiled(node.operand))
    if isinstance(node, ast.Call):
        return _call(node)
    raise ExpressionRefused(_("it holds something other than numbers, parameters, + - * / ** and the listed functions"))


def _constant(value: object) -> Compiled:
    if type(value) not in (int, float):
        raise ExpressionRefused(_("%(value)s is not a number", value=repr(value)))
    number = Decimal(repr(value))
    return lambda values: number


def _both(act: Callable[[Decimal, Decimal], Decimal], left: Compiled, right: Compiled) -> Compiled:
    return lambda values: act(left(values), right(values))


def _sign(act: Callable[[Decimal], Decimal], inner: Compiled) -> Compiled:
    return lambda values: act(inner(values))


def _call(node: ast.Call) -> Compiled:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in _FUNCTIONS or node.keywords:
        raise ExpressionRefused(_("%(name)s is not one of %(names)s", name=name or _("this"), names=", ".join(_FUNCTIONS)))
    act, least, most = _FUNCTIONS[name]
    if not least <= len(node.args) <= most:
        raise ExpressionRefused(_("%(name)s has the wrong number of values in its brackets", name=name))
    inner = [_compiled(argument) for argument in node.args]
    return lambda values: act(*(one(values) for one in inner))


def _round(value: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    """``value`` to so many decimal places; a half goes up, as at school (and not to even, as in Python)."""
    if places != places.to_integral_value() or abs(places) > 12:
        raise ExpressionRefused(_("round takes a whole number of places"))
    return value.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)


_FUNCTIONS: dict[str, tuple[Callable[..., Decimal], int, int]] = {
    "round": (_round, 1, 2),
    "sqrt": (Decimal.sqrt, 1, 1),
    "log": (Decimal.ln, 1, 1),
    "exp": (Decimal.exp, 1, 1),
    "min": (min, 2, limits.PARAMETERS),
    "max": (max, 2, limits.PARAMETERS),
}
