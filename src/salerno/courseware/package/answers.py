"""How each kind of question writes its answer: choices, numbered items, a table, or options."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package.fences import CodeWatch, Directive, Stretch
from salerno.courseware.package.parameters import ParametersRefused, parse_parameters
from salerno.courseware.package.question_facts import Box, Choice, Circle, Pair, Parameter

_CHOICE = re.compile(r"[-*] \[(?P<tick>[ xX])\][ \t]+(?P<text>.*)")
_ITEM = re.compile(r"\d{1,2}[.)][ \t]+(?P<text>.*)")
_ROW = re.compile(r"[ \t]*\|.*")
_RULER = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?")
_CELL_END = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"[ \t]+> ?(?P<text>.*)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(slots=True)
class Draft:
    """A question as it stands in one file: its fence, the lines around its answer, and where mistakes go.

    ``parts`` gathers every stretch of Markdown that a reader will see, for the checks of text.
    """

    directive: Directive
    language: str
    lines: list[tuple[str, int]]
    error: Callable[[int, str, Words, Words], None]
    parts: list[Stretch] = field(default_factory=list)

    def text(self, lines: Sequence[tuple[str, int]]) -> dict[str, str]:
        """The lines as one text of this language, noted for the checks."""
        kept = list(lines)
        while kept and not kept[-1][0].strip():
            kept.pop()
        while kept and not kept[0][0].strip():
            kept.pop(0)
        if not kept:
            return {}
        stretch = Stretch(tuple(line for line, _at in kept), kept[0][1])
        self.parts.append(stretch)
        return {self.language: stretch.text}

    def wrong(self, message: Words, remedy: Words, option: str = "", code: str = "answer-wrong") -> None:
        """Note that the answer cannot be read."""
        self.error(self.directive.line_of(option), code, message, remedy)


def choices(draft: Draft) -> dict[str, Any]:
    """``- [x]`` and ``- [ ]`` with what is indented under each; ``>`` opens the comment."""
    stem, groups = _groups(draft, _CHOICE)
    found = tuple(_choice(draft, group) for group in groups)
    right = sum(choice.right for choice in found)
    is_one = draft.directive.value("kind") == "one-choice"
    if right == 0 or (is_one and right != 1):
        message = _("Not exactly one answer is ticked.") if is_one else _("No right answer is ticked.")
        draft.wrong(message, _("Tick what is right: - [x]."))
    if right == len(found):
        draft.wrong(_("No wrong answer is offered."), _("Add at least one - [ ]."))
    return {"stem": stem, "choices": found}


def number(draft: Draft) -> dict[str, Any]:
    """``:answer:`` with a tolerance, a unit and parameters."""
    directive = draft.directive
    if not directive.value("answer"):
        draft.wrong(_("The question has no answer."), _("Add :answer: with a number or a formula."))
    unit = directive.value("unit")
    return {
        "stem": draft.text(draft.lines),
        "answer": directive.value("answer"),
        "tolerance": _tolerance(draft),
        "unit": {draft.language: unit} if unit else {},
        "parameters": _parameters(draft),
    }


def short_text(draft: Draft) -> dict[str, Any]:
    """``:accept:`` with words between bars."""
    words = tuple(word.strip() for word in draft.directive.value("accept").split("|") if word.strip())
    if not words:
        draft.wrong(_("No answer is accepted."), _("Add :accept: with one or more answers between bars."))
    return {"stem": draft.text(draft.lines), "accept": {draft.language: words}}


def ordering(draft: Draft) -> dict[str, Any]:
    """The last numbered list, from its ``1.`` on."""
    starts = [index for index, (line, _at) in enumerate(draft.lines) if re.match(r"1[.)] ", line)]
    if not starts:
        draft.wrong(_("There is nothing to put in order."), _("Write the right order as 1. 2. 3."))
        return {"stem": draft.text(draft.lines), "items": ()}
    before, draft.lines = draft.lines[: starts[-1]], draft.lines[starts[-1] :]
    _stem, groups = _groups(draft, _ITEM)
    if len(groups) < 2:
        draft.wrong(_("One thing cannot be put in order."), _("Write at least two numbered lines."))
    return {
        "stem": draft.text(before),
        "items": tuple(draft.text(_first_and_rest(group, _ITEM)) for group in groups),
    }


def matching(draft: Draft) -> dict[str, Any]:
    """The last table: two columns; a row with an empty first cell is a distractor."""
    stem, rows = _last_table(draft)
    cells = [(_cells(line), line_number) for line, line_number in rows]
    wrong = next((at for found, at in cells if len(found) != 2), None)
    if wrong is not None or len(cells) < 2 or not _RULER.fullmatch(rows[1][0].strip()):
        line = wrong or draft.directive.line
        draft.error(line, "answer-wrong", _("The pairs are not a table of two columns."), _("Write | left | right | rows."))
        return {"stem": stem, "headings": ({}, {}), "pairs": (), "distractors": ()}
    texts = [tuple(draft.text([(cell, at)]) for cell in found) for found, at in (cells[0], *cells[2:])]
    pairs = tuple(Pair(left, right) for left, right in texts[1:] if left and right)
    if len(pairs) < 2 or any(not right for _left, right in texts[1:]):
        draft.wrong(_("There are not two pairs to find."), _("Write at least two rows with both cells filled."))
    distractors = tuple(right for left, right in texts[1:] if right and not left)
    return {"stem": stem, "headings": texts[0], "pairs": pairs, "distractors": distractors}


def spot(draft: Draft) -> dict[str, Any]:
    """``:image:``, ``:alt:`` and ``:region:``."""
    directive, language = draft.directive, draft.language
    for name in ("image", "alt"):
        if not directive.value(name):
            draft.wrong(_("The question has no %(name)s.", name=name), _("Add :%(name)s:.", name=name), code="option-missing")
    return {
        "stem": draft.text(draft.lines),
        "image": {language: directive.value("image")},
        "alt": {language: directive.value("alt")},
        "region": _region(draft),
    }


ANSWERS: dict[str, Callable[[Draft], dict[str, Any]]] = {
    "one-choice": choices,
    "several-choices": choices,
    "number": number,
    "short-text": short_text,
    "ordering": ordering,
    "matching": matching,
    "spot": spot,
}
OPTIONS: dict[str, tuple[str, ...]] = {
    "number": ("answer", "tolerance", "unit", "parameters"),
    "short-text": ("accept",),
    "spot": ("image", "alt", "region"),
}


def _groups(draft: Draft, opening: re.Pattern[str]) -> tuple[dict[str, str], list[list[tuple[str, int]]]]:
    """The text before the first item, and the lines of each item; text after the items is refused."""
    groups: list[list[tuple[str, int]]] = []
    before: list[tuple[str, int]] = []
    watch = CodeWatch()
    for line, at in draft.lines:
        if not watch.is_code(line) and opening.fullmatch(line):
            groups.append([(line, at)])
        elif not groups:
            before.append((line, at))
        elif line.strip() and not line.startswith((" ", "\t")):
            draft.error(at, "text-lost", _("This text stands after the answers."), _("Move it above them, or indent it."))
        else:
            groups[-1].append((line, at))
    return draft.text(before), groups


def _choice(draft: Draft, group: list[tuple[str, int]]) -> Choice:
    first = _CHOICE.fullmatch(group[0][0])
    comment = [(match["text"], at) for line, at in group[1:] if (match := _COMMENT.fullmatch(line))]
    spoken = [group[0], *((line, at) for line, at in group[1:] if not _COMMENT.fullmatch(line))]
    lines = _first_and_rest(spoken, _CHOICE)
    is_right = first is not None and first["tick"] in "xX"
    return Choice(draft.text(lines), is_right, draft.text(comment))


def _first_and_rest(group: list[tuple[str, int]], opening: re.Pattern[str]) -> list[tuple[str, int]]:
    first = opening.fullmatch(group[0][0])
    return [(first["text"] if first else "", group[0][1]), *((line.lstrip(), at) for line, at in group[1:])]


def _last_table(draft: Draft) -> tuple[dict[str, str], list[tuple[str, int]]]:
    lines = list(draft.lines)
    while lines and not lines[-1][0].strip():
        lines.pop()
    start = len(lines)
    while start and _ROW.fullmatch(lines[start - 1][0]):
        start -= 1
    return draft.text(lines[:start]), lines[start:]


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _CELL_END.split(inner)]


def _tolerance(draft: Draft) -> Decimal:
    text = draft.directive.value("tolerance", "0")
    if _NUMBER.fullmatch(text) and not text.startswith("-"):
        return Decimal(text)
    draft.wrong(_("The tolerance “%(text)s” is not a number from 0 up.", text=text), _("Write :tolerance: 0.2."), "tolerance")
    return Decimal(0)


def _parameters(draft: Draft) -> tuple[Parameter, ...]:
    try:
        return parse_parameters(draft.directive.value("parameters"))
    except ParametersRefused as error:
        remedy = _("Write :parameters: name = 1..10 step 1; other = 5..9.")
        draft.wrong(_("The parameters cannot be read: %(reason)s.", reason=error.args[0]), remedy, "parameters", "parameters-wrong")
        return ()


def _region(draft: Draft) -> Circle | Box:
    shape, *texts = draft.directive.value("region").split() or [""]
    try:
        numbers = [Decimal(text) for text in texts if _NUMBER.fullmatch(text)]
    except InvalidOperation:
        numbers = []
    if len(numbers) == len(texts) and all(0 <= number <= 100 for number in numbers):
        if shape == "circle" and len(numbers) == 3 and numbers[2]:
            return Circle(*numbers)
        if shape == "box" and len(numbers) == 4 and numbers[0] + numbers[2] <= 100 and numbers[1] + numbers[3] <= 100:
            return Box(*numbers)
    remedy = _("Write :region: circle x y radius, or :region: box left top width height, in per cent.")
    draft.wrong(_("The region cannot be read or leaves the image."), remedy, "region")
    return Circle(Decimal(0), Decimal(0), Decimal(1))
