"""Markdown of a course to HTML for a page: escaped by every rule, then cleaned by a strict list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from salerno.courseware.package import rules_directives, rules_notes, rules_text
from salerno.courseware.package.facts import Package
from salerno.courseware.package.markdown import count_words, parse, parser
from salerno.courseware.package.pages import Heading, Page
from salerno.courseware.package.sanitise import sanitise

HIDDEN = frozenset({"question", "draw", "explanation"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as safe HTML, its headings, its number of words, and the keys of the works it cites."""

    html: str
    headings: tuple[Heading, ...]
    words: int
    references: tuple[str, ...]


def render(
    body: str,
    *,
    package: Package,
    language: str,
    base_url: str,
    activity_url: Callable[[str], str],
    prefix: str = "text",
) -> Rendered:
    """``body`` as HTML in ``language``.

    ``base_url`` is where the package's files are served; ``activity_url`` gives the address of an activity by
    key and is asked for keys of the package alone. ``prefix`` opens every id: give another one to a second
    text on the same page. SECURITY: questions and draws of a quiz are left out, since their text holds the
    answers.
    """
    page = Page(package, language, base_url, activity_url, prefix)
    tokens, env = parse(body)
    shown = _without_hidden(tokens)
    html = _renderer().render(shown, parser().options, {**env, "page": page}) + rules_notes.references_list(page)
    return Rendered(sanitise(html), tuple(page.headings), count_words(shown), tuple(page.cited))


def render_inline(
    text: str,
    *,
    package: Package,
    language: str,
    base_url: str,
    activity_url: Callable[[str], str],
    prefix: str = "question",
    block: bool = False,
) -> str:
    """A short text as HTML: one line without a paragraph around it, or with ``block`` paragraphs, lists and
    figures.

    A citation links straight to the work, as there is no list of references beside a question.
    """
    page = Page(package, language, base_url, activity_url, prefix, lists_references=False)
    tokens, env = parse(text, is_inline=not block)
    html = _renderer().render(_without_hidden(tokens), parser().options, {**env, "page": page})
    return sanitise(html).strip()


def _without_hidden(tokens: list[Token]) -> list[Token]:
    shown, depth = [], 0
    for token in tokens:
        is_hidden = token.info in HIDDEN
        depth += token.type == "directive_open" and is_hidden
        if not depth:
            shown.append(token)
        depth -= token.type == "directive_close" and is_hidden
    return _without_empty_headers(shown)


def _without_empty_headers(tokens: list[Token]) -> list[Token]:
    """A header cell without words (the corner of a table) becomes an ordinary cell: a header that says nothing helps nobody."""
    for opening, inside, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and inside.type == "inline" and not inside.content:
            opening.tag = closing.tag = "td"
    return tokens


@lru_cache(maxsize=1)
def _renderer() -> RendererHTML:
    renderer = RendererHTML(parser())
    for rules in (rules_text.RULES, rules_notes.RULES, rules_directives.RULES):
        renderer.rules.update({name: _bound(rule, renderer) for name, rule in rules.items()})
    return renderer


def _bound(rule: Callable[..., str], renderer: RendererHTML) -> Callable[..., str]:
    return rule.__get__(renderer)
