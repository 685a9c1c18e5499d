"""How text, links, images, tables, code and maths become HTML."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from salerno.courseware.package.maths import MathsRefused, to_mathml
from salerno.courseware.package.pages import EXTERNAL, Heading, attributes, image, page_of, plain_text

HIGHLIGHTED_LENGTH = 20_000
_ALIGN = re.compile(r"text-align:(left|right|center)")
_FORMATTER = HtmlFormatter(nowrap=True)


def heading_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """The page's title is its only first heading; those of a text start below."""
    page, text = page_of(env), plain_text(tokens[index + 1].children or []).strip()
    page.level = max(2, int(tokens[index].tag[1]))
    heading = Heading(page.level, page.heading_id(text), text)
    page.headings.append(heading)
    return f"<h{page.level}{attributes(id=heading.id)}>"


def heading_close(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f"</h{max(2, int(tokens[index].tag[1]))}>\n"


def link_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A link that leads nowhere good leaves its text alone."""
    page, token = page_of(env), tokens[index]
    href = page.href(str(token.attrGet("href") or ""))
    page.open_links.append(bool(href))
    is_external = EXTERNAL.fullmatch(str(token.attrGet("href") or "")) is not None
    rel = "noopener noreferrer" if is_external else None
    title = token.attrGet("title")
    return f"<a{attributes(href=href, rel=rel, title=str(title) if title else None)}>" if href else ""


def link_close(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</a>" if page_of(env).open_links.pop() else ""


def image_rule(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    alt, title = plain_text(token.children or []), token.attrGet("title")
    return image(page_of(env), str(token.attrGet("src") or ""), alt, str(title) if title else None)


def html_rule(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """SECURITY: raw HTML is shown as it was typed, never as markup."""
    return escape(tokens[index].content)


def table_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A wide table scrolls by itself and can be reached by keyboard."""
    return '<div class="table-scroll" tabindex="0"><table>\n'


def table_close(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def cell_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Alignment as a class: the pages' policy allows no inline style."""
    token = tokens[index]
    align = _ALIGN.search(str(token.attrGet("style") or ""))
    class_ = f"align-{align[1]}" if align else None
    return f"<{token.tag}{attributes(scope='col' if token.tag == 'th' else None, class_=class_)}>"


def code_rule(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    language = (token.info.split() or [""])[0]
    lexer = _lexer(language) if language and len(token.content) <= HIGHLIGHTED_LENGTH else None
    code = highlight(token.content, lexer, _FORMATTER) if lexer else escape(token.content)
    class_ = f"language-{language}" if lexer else None
    return f'<pre class="code" tabindex="0"><code{attributes(class_=class_)}>{code}</code></pre>\n'


def maths_rule(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    is_block = token.type != "math_inline"
    latex = token.content.strip()
    try:
        maths = to_mathml(latex, "block" if is_block else "inline")
    except MathsRefused:
        maths = f"<code>{escape(latex)}</code>"
    if token.type == "math_block":
        return f'<div class="math-block" tabindex="0">{maths}</div>\n'
    return f'<span class="math">{maths}</span>'


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


RULES = {
    "heading_open": heading_open,
    "heading_close": heading_close,
    "link_open": link_open,
    "link_close": link_close,
    "image": image_rule,
    "html_inline": html_rule,
    "html_block": html_rule,
    "table_open": table_open,
    "table_close": table_close,
    "th_open": cell_open,
    "td_open": cell_open,
    "fence": code_rule,
    "code_block": code_rule,
    "math_inline": maths_rule,
    "math_inline_double": maths_rule,
    "math_block": maths_rule,
}
