"""Colon fences: ``:::{name} argument``, options under it, a body, a closing line. Found by line, in text as
written.

An outer fence has more colons than an inner one: the first closing line with at least as many colons closes
it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from salerno.common.words import Words
from salerno.common.words import words as _

OPENING = re.compile(r"[ \t]*(?P<colons>:{3,})\{(?P<name>[A-Za-z][A-Za-z0-9_-]*)\}(?P<argument>.*)")
CLOSING = re.compile(r"[ \t]*(?P<colons>:{3,})[ \t]*")
OPTION = re.compile(r"[ \t]*:(?P<key>[a-z][a-z0-9-]*):(?:[ \t](?P<value>.*))?")
CODE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})(?P<info>.*)")

Problem = Callable[[int, str, Words, Words], None]
"""Called with line, code, message and remedy."""


@dataclass(frozen=True, slots=True)
class Option:
    """What stands after ``:key:``, and at which line."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines between fences; ``line`` is the first one's."""

    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Directive:
    """One fence with what it holds."""

    name: str
    argument: str
    line: int
    body: Stretch
    options: dict[str, Option] = field(default_factory=dict)

    def value(self, key: str, default: str = "") -> str:
        """The value of an option."""
        return self.options[key].value if key in self.options else default

    def line_of(self, key: str) -> int:
        """The line of an option, or of the fence where it has none."""
        return self.options[key].line if key in self.options else self.line


class CodeWatch:
    """Tells, line after line, what belongs to fenced code, in which nothing else is looked for."""

    def __init__(self) -> None:
        self.marks = ""

    def is_code(self, line: str) -> bool:
        """Whether ``line``, the next one, is code or opens or closes it."""
        match = CODE.fullmatch(line)
        if self.marks:
            if match and match["marks"].startswith(self.marks) and not match["info"].strip():
                self.marks = ""
            return True
        if match and not (match["marks"][0] == "`" and "`" in match["info"]):
            self.marks = match["marks"]
            return True
        return False


def take_body(lines: Iterable[str], colons: int) -> tuple[list[str], bool]:
    """The lines up to the one that closes a fence of so many colons, and whether there is one."""
    watch, body = CodeWatch(), []
    for line in lines:
        if not watch.is_code(line) and (match := CLOSING.fullmatch(line)) and len(match["colons"]) >= colons:
            return body, True
        body.append(line)
    return body, False


def read_options(lines: Sequence[str], line: int, problem: Problem) -> tuple[dict[str, Option], int]:
    """The options that ``lines`` open with and how many lines they take; ``line`` is the first one's."""
    options: dict[str, Option] = {}
    for index, text in enumerate(lines):
        match = OPTION.fullmatch(text)
        if match is None:
            return options, index
        key = match["key"]
        if key in options:
            problem(line + index, "option-repeated", _("The option :%(key)s: stands twice.", key=key), _("Keep one of them."))
        options[key] = Option((match["value"] or "").strip(), line + index)
    return options, len(lines)


def split(stretch: Stretch, problem: Problem) -> list[Stretch | Directive]:
    """The outermost fences of ``stretch`` and the lines between them, in order."""
    lines, watch = stretch.lines, CodeWatch()
    parts: list[Stretch | Directive] = []
    index = plain = 0
    while index < len(lines):
        match = None if watch.is_code(lines[index]) else OPENING.fullmatch(lines[index])
        if match is None:
            index += 1
            continue
        _keep(parts, lines[plain:index], stretch.line + plain)
        rest = (lines[at] for at in range(index + 1, len(lines)))
        body, is_closed = take_body(rest, len(match["colons"]))
        if not is_closed:
            problem(stretch.line + index, *unclosed(match["name"]))
        parts.append(directive(match, stretch.line + index, body, problem))
        index = plain = index + len(body) + 1 + is_closed
    _keep(parts, lines[plain:], stretch.line + plain)
    return parts


def directive(match: re.Match[str], line: int, body: Sequence[str], problem: Problem) -> Directive:
    """The fence that ``match`` opens at ``line``, with the options that its ``body`` begins with."""
    options, taken = read_options(body, line + 1, problem)
    rest = Stretch(tuple(body[taken:]), line + 1 + taken)
    return Directive(match["name"], match["argument"].strip(), line, rest, options)


def unclosed(name: str) -> tuple[str, Words, Words]:
    """Code, message and remedy for a fence that nothing closes."""
    return (
        "fence-unclosed",
        _("The fence {%(name)s} is never closed.", name=name),
        _("Close it with a line of as many colons."),
    )


def _keep(parts: list[Stretch | Directive], lines: Sequence[str], line: int) -> None:
    if any(one.strip() for one in lines):
        parts.append(Stretch(tuple(lines), line))
