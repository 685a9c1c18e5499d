"""Questions with numbers: every combination of their parameters is tried before a learner meets one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package import limits
from salerno.courseware.package.expressions import (
    ExpressionRefused,
    compile_expression,
    compute,
    shown_expressions,
    shown_number,
)
from salerno.courseware.package.markdown import ParsedPassage
from salerno.courseware.package.parameters import combinations, count_combinations
from salerno.courseware.package.question_facts import NumberQuestion
from salerno.courseware.package.questions import ParsedQuestion
from salerno.courseware.package.reader import Reading


def check(reading: Reading, texts: Sequence[ParsedPassage]) -> None:
    for by_language in reading.question_files.values():
        for parsed in (parsed for file in by_language.values() for parsed in file.questions):
            if isinstance(parsed.question, NumberQuestion):
                _question(reading, parsed, parsed.question)


def _question(reading: Reading, parsed: ParsedQuestion, question: NumberQuestion) -> None:
    if parsed.directive.value("parameters") and not question.parameters:
        return  # they could not be read, which is noted already
    line = parsed.directive.line_of("answer")
    if question.answer:
        values = _try(reading, parsed, question, question.answer, line)
        _exactness(reading, parsed, question, values)
    used: set[str] = set()
    for part in parsed.parts:
        for expression, lines_above in shown_expressions(part.text):
            _try(reading, parsed, question, expression, part.line + lines_above)
            used |= _names(expression)
    for parameter in question.parameters:
        if parameter.name not in used:
            message = _("The learner never sees the parameter %(name)s.", name=parameter.name)
            _warn(reading, parsed, "parameter-unused", message, _("Show it: {{ %(name)s }}.", name=parameter.name))
        ends = (parameter.low, parameter.high, parameter.step)
        if any(Decimal(shown_number(value)) != value for value in ends):
            message = _("%(name)s is shown rounded to four digits.", name=parameter.name)
            _warn(reading, parsed, "parameter-rounded", message, _("Give it values of at most four digits."))


def _try(reading: Reading, parsed: ParsedQuestion, question: NumberQuestion, expression: str, line: int) -> list[Decimal]:
    """The values of ``expression`` for every combination; the first that fails is noted."""
    report = reading.report
    try:
        compiled, names = compile_expression(expression)
    except ExpressionRefused as error:
        remedy = _("Use numbers, parameters, + - * / **, brackets, round, sqrt, log, exp, min and max.")
        report.error(
            parsed.path,
            line,
            "formula-syntax",
            _("“%(formula)s” is refused: %(reason)s.", formula=expression[:80], reason=error.args[0]),
            remedy,
        )
        return []
    known = {parameter.name for parameter in question.parameters}
    if unknown := sorted(names - known):
        remedy = _("Declare it in :parameters:, or correct its name.")
        report.error(parsed.path, line, "parameter-unknown", _("%(name)s is not a parameter.", name=unknown[0]), remedy)
        return []
    if count_combinations(question.parameters, names) > limits.COMBINATIONS:
        message = _("The parameters have more than %(most)s combinations.", most=limits.COMBINATIONS)
        report.error(parsed.path, line, "parameters-many", message, _("Use larger steps, so that all can be tried."))
        return []
    values = []
    for drawn in combinations(question.parameters, names):
        try:
            values.append(compute(compiled, drawn))
        except ExpressionRefused as error:
            message = _failure(expression[:80], drawn, error.args[0])
            report.error(parsed.path, line, "formula-fails", message, _("Change the formula or the parameters."))
            return []
    return values


def _failure(formula: str, drawn: Mapping[str, Decimal], reason: Words) -> Words:
    if not drawn:
        return _("“%(formula)s” fails: %(reason)s.", formula=formula, reason=reason)
    case = ", ".join(f"{name} = {value}" for name, value in drawn.items())
    return _("“%(formula)s” fails with %(case)s: %(reason)s.", formula=formula, case=case, reason=reason)


def _exactness(reading: Reading, parsed: ParsedQuestion, question: NumberQuestion, values: list[Decimal]) -> None:
    """Without a tolerance, an answer such as 8.3333… can never be given."""
    if question.tolerance or all(Decimal(shown_number(value)) == value for value in values):
        return
    line = parsed.directive.line_of("answer")
    message = _("The answer is not a round number, and no tolerance is given.")
    reading.report.error(parsed.path, line, "tolerance-missing", message, _("Add :tolerance:, or round the formula."))


def _names(expression: str) -> frozenset[str]:
    try:
        return compile_expression(expression)[1]
    except ExpressionRefused:
        return frozenset()


def _warn(reading: Reading, parsed: ParsedQuestion, code: str, message: Words, remedy: Words) -> None:
    reading.report.warning(parsed.path, parsed.directive.line_of("parameters"), code, message, remedy)
