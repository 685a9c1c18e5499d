"""The Markdown of activities: CommonMark with tables, footnotes, maths, roles and colon fences. One parser
for all.

Raw HTML is parsed as such, so that the checker can point at it; it is never rendered as HTML.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from salerno.common.words import words as _
from salerno.courseware.package import limits
from salerno.courseware.package.directives import directive_plugin
from salerno.courseware.package.facts import ActivityFacts

ENDLESS = ("paragraph-long", _("A paragraph does not end."), _("Put blank lines between its parts."))
MATHS = frozenset({"math_inline", "math_inline_double", "math_block"})
_BREAKS = frozenset({"softbreak", "hardbreak"})


@dataclass(frozen=True, slots=True)
class ParsedPassage:
    """A stretch of Markdown with its tokens; ``line`` is the first one's in its file."""

    path: str
    line: int
    language: str
    activity: ActivityFacts | None
    tokens: list[Token]
    env: dict[str, Any]


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser; it keeps no state between texts."""
    md = MarkdownIt("commonmark", {"html": True, "linkify": False, "maxNesting": 30}).enable(["table", "strikethrough"])
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    md.use(footnote_plugin, inline=False).use(myst_role_plugin).use(deflist_plugin).use(directive_plugin)
    # Addresses are judged where they are used: a refused one must reach the checker to be reported.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


def parse(text: str, *, is_inline: bool = False) -> tuple[list[Token], dict[str, Any]]:
    """Tokens of ``text``, and the environment that holds footnotes and problems.

    ``env["problems"]`` gives code, message and remedy by line index. SECURITY: a text with an endless
    paragraph has no tokens, as it could hold a worker for minutes; nor has one of brackets that may all begin a link.
    """
    env: dict[str, Any] = {}
    line = _endless_paragraph(text)
    if line is not None:
        env["problems"] = {line: ENDLESS}
        return [], env
    return (parser().parseInline(text, env) if is_inline else parser().parse(text, env)), env


def _endless_paragraph(text: str) -> int | None:
    if len(text) <= limits.PARAGRAPH_BRACKETS:
        return None
    length = start = brackets = 0
    for index, line in enumerate(text.split("\n")):
        if not line.strip():
            length, start, brackets = 0, index + 1, 0
        length += len(line) + 1
        brackets += line.count("[")
        if length > limits.PARAGRAPH_LENGTH or brackets > limits.PARAGRAPH_BRACKETS:
            return start
    return None


def walk(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    """Every token, inner ones too, with the index of the line that it stands at."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        yield token, line
        at = line
        for child in token.children or ():
            yield child, at
            at += child.type in _BREAKS


def count_words(tokens: list[Token]) -> int:
    """Words that a reader reads: text, captions, tables, notes and code; a formula counts as one."""
    words = 0
    for token, _line in walk(tokens):
        if token.type in ("text", "code_inline", "fence", "code_block", "myst_role"):
            words += sum(any(map(str.isalnum, part)) for part in token.content.split())
        elif token.type in MATHS:
            words += 1
    return words


def count_figures(tokens: list[Token]) -> int:
    """Figures and images, each of which a reader stops at."""
    return sum(
        token.type == "image" or (token.type == "directive_open" and token.info == "figure") for token, _line in walk(tokens)
    )
