"""How citations, glossary terms and footnotes become HTML, and the list of references at the end."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it.token import Token

from salerno.courseware.package import labels
from salerno.courseware.package.facts import Reference
from salerno.courseware.package.pages import Page, attributes, page_of

_INITIALS = re.compile(r"[A-Z](?:[A-Z.-]{0,4})")


def role_rule(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token, page = tokens[index], page_of(env)
    if token.meta["name"] == "cite":
        return _citation(page, token.content)
    if token.meta["name"] == "term":
        return _term(page, token.content.strip())
    return f"<code>{escape(token.content)}</code>"


def cited_keys(content: str) -> list[str]:
    """The keys that one citation names."""
    return [key.strip() for key in content.split(",")]


def short_name(reference: Reference) -> str:
    """A work as it is named in running text: “Obermeyer et al., 2019”."""
    others = "et al." in reference.authors
    authors = [_family(name) for name in reference.authors.replace("et al.", "").split(",") if name.strip()]
    if others or len(authors) > 2:
        names = f"{authors[0]} et al." if authors else ""
    else:
        names = " & ".join(authors)
    return f"{names}, {reference.year}"


def references_list(page: Page) -> str:
    """The works that were cited, by author and year."""
    works = sorted(
        (page.package.references[key] for key in page.cited),
        key=lambda work: (work.authors.lower(), work.year),
    )
    if not works or not page.lists_references:
        return ""
    heading = f"{page.prefix}-references"
    items = "".join(f"<li{attributes(id=_reference_id(page, work))}>{_entry(work)}</li>\n" for work in works)
    title = escape(labels.label(labels.REFERENCES, page.language))
    section = attributes(class_="references", aria_labelledby=heading)
    return f"<section{section}><h2{attributes(id=heading)}>{title}</h2>\n<ol>\n{items}</ol></section>\n"


def footnote_ref(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    name, number = _footnote(page_of(env), tokens[index])
    link = attributes(href=f"#{name}", id=_back(name, tokens[index]), role="doc-noteref")
    return f'<sup class="footnote-ref"><a{link}>{number}</a></sup>'


def footnote_block_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    name = labels.label(labels.NOTES, page_of(env).language)
    return f"<section{attributes(class_='footnotes', role='doc-endnotes', aria_label=name)}><ol>\n"


def footnote_block_close(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</ol></section>\n"


def footnote_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    name, _ = _footnote(page_of(env), tokens[index])
    return f"<li{attributes(id=name)}>"


def footnote_close(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</li>\n"


def footnote_anchor(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    page = page_of(env)
    name, _ = _footnote(page, tokens[index])
    label = labels.label(labels.BACK, page.language)
    link = attributes(href=f"#{_back(name, tokens[index])}", class_="footnote-back", role="doc-backlink", aria_label=label)
    return f" <a{link}>↩</a>"


def _citation(page: Page, content: str) -> str:
    links = []
    for key in cited_keys(content):
        work = page.package.references.get(key)
        if work is None:
            links.append(escape(key))
            continue
        page.cited.setdefault(key)
        is_here = page.lists_references or not work.address
        href = f"#{_reference_id(page, work)}" if is_here else work.address
        links.append(f"<a{attributes(href=href, class_='citation')}>{escape(short_name(work))}</a>")
    return f"({'; '.join(links)})"


def _term(page: Page, key: str) -> str:
    """A button that opens its explanation: the browser's own popover, which needs no script."""
    entry = page.package.glossary.get(key)
    if entry is None:
        return escape(key)
    page.terms += 1
    name = f"{page.prefix}-term-{page.terms}"
    word = escape(page.text(entry.term))
    button = attributes(class_="term", popovertarget=name)
    note = attributes(class_="term-note", id=name, role="note", popover="auto")
    definition = escape(page.text(entry.definition))
    return f"<button{button}>{word}</button><span{note}><strong>{word}</strong> {definition}</span>"


def _footnote(page: Page, token: Token) -> tuple[str, int]:
    number = token.meta["id"] + 1
    return f"{page.prefix}-note-{number}", number


def _back(name: str, token: Token) -> str:
    return f"{name}-ref-{token.meta.get('subId', 0) + 1}"


def _family(author: str) -> str:
    words = author.split()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def _reference_id(page: Page, work: Reference) -> str:
    return f"{page.prefix}-ref-{work.key}"


def _entry(work: Reference) -> str:
    container = f" {escape(work.container)}." if work.container else ""
    shown = f"doi:{work.doi}" if work.doi else work.url
    link = f" <a{attributes(href=work.address, rel='noopener noreferrer')}>{escape(shown)}</a>" if work.address else ""
    head = f"{escape(work.authors.rstrip('.'))}. {work.year}."
    return f"{head} <cite>{escape(work.title)}</cite>.{container}{link}"


RULES = {
    "myst_role": role_rule,
    "footnote_ref": footnote_ref,
    "footnote_block_open": footnote_block_open,
    "footnote_block_close": footnote_block_close,
    "footnote_open": footnote_open,
    "footnote_close": footnote_close,
    "footnote_anchor": footnote_anchor,
}
