"""The colon fence as a block of markdown-it, and the table of directives that an activity may use."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package import fences
from salerno.courseware.package.fences import Directive

CALLOUTS = ("note", "tip", "important", "warning", "example")
MISREAD = (
    "fence-unreadable",
    _("A line of colons neither opens nor closes a fence."),
    _("Write :::{name} or, to close, :::."),
)
STRAY = (
    "fence-stray",
    _("This closes no fence."),
    _("Remove it, or give the outer fence more colons than the inner one."),
)
INNER = (
    "fence-nesting",
    _("An inner fence has as many colons as its outer one."),
    _("Give the outer fence one colon more."),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a directive takes: options (``True`` where they must be there), an argument, its place."""

    options: dict[str, bool] = field(default_factory=dict)
    argument: str = "optional"
    inside: str = ""


SHAPES: dict[str, Shape] = {
    **{name: Shape() for name in CALLOUTS},
    "figure": Shape({"alt": True, "table": False}, argument="required"),
    "tab-set": Shape(argument="none"),
    "tab-item": Shape(argument="required", inside="tab-set"),
    "video": Shape({"captions": True, "poster": False, "duration": True}, argument="required"),
    "explanation": Shape(argument="none", inside="question"),
}


def directive_plugin(md: MarkdownIt) -> None:
    """Teach ``md`` colon fences: ``directive_open`` and ``directive_close`` tokens whose meta is a
    `Directive`.

    What is wrong with fences is gathered in ``env["problems"]``: line index → code, message, remedy.
    """
    md.block.ruler.before("fence", "directive", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith(":::", first):
        return False
    line = _line(state, start)
    match = fences.OPENING.fullmatch(line)
    if match is None:
        return _misread(state, start, line, silent)
    if silent:
        return True
    body, is_closed = fences.take_body(_lines_of_block(state, start + 1, end), len(match["colons"]))
    if not is_closed:
        _problem(state, start, *fences.unclosed(match["name"]))
    _note_nesting(state, body, start + 1, len(match["colons"]))
    _push(state, match, start, body)
    state.line = start + 1 + len(body) + is_closed
    return True


def _problem(state: StateBlock, line: int, code: str, message: Words, remedy: Words) -> None:
    state.env.setdefault("problems", {}).setdefault(line, (code, message, remedy))


def _misread(state: StateBlock, start: int, line: str, silent: bool) -> bool:
    is_closing = fences.CLOSING.fullmatch(line) is not None
    _problem(state, start, *(STRAY if is_closing else MISREAD))
    if is_closing and not silent:
        state.line = start + 1
    return is_closing


def _push(state: StateBlock, match: re.Match[str], start: int, body: Sequence[str]) -> None:
    end = start + 1 + len(body)
    directive = fences.directive(match, start, body, partial(_problem, state))
    _token(state, "directive_open", 1, directive, [start, end])
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "directive", end
    state.md.block.tokenize(state, directive.body.line, end)
    state.parentType, state.lineMax = parent, line_max
    _token(state, "directive_close", -1, directive, None)


def _token(state: StateBlock, kind: str, nesting: Any, directive: Directive, place: list[int] | None) -> None:
    token = state.push(kind, "div", nesting)
    token.block, token.map, token.info = True, place, directive.name
    token.meta = {"directive": directive}


def _note_nesting(state: StateBlock, body: Sequence[str], start: int, colons: int) -> None:
    watch = fences.CodeWatch()
    for index, line in enumerate(body):
        match = None if watch.is_code(line) else fences.OPENING.fullmatch(line)
        if match and len(match["colons"]) >= colons:
            _problem(state, start + index, *INNER)


def _lines_of_block(state: StateBlock, start: int, end: int) -> Iterator[str]:
    """The lines from ``start`` to the end of their block, without the block's indentation."""
    for index in range(start, end):
        if not state.isEmpty(index) and state.sCount[index] < state.blkIndent:
            return
        yield _line(state, index)


def _line(state: StateBlock, index: int) -> str:
    return state.src[state.bMarks[index] + min(state.tShift[index], state.blkIndent) : state.eMarks[index]]
