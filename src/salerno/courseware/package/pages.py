"""The page that is being rendered: what the rules read, and what they gather on their way."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it.token import Token

from salerno.courseware.package.facts import ByLanguage, Package

EXTERNAL = re.compile(r"https?://[^\s]+|mailto:[^\s]+", re.IGNORECASE)
ACTIVITY = "activity:"


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry for a table of contents; ``level`` is 2 or more."""

    level: int
    id: str
    text: str


@dataclass(slots=True)
class Page:
    """Where a text stands, and what was met in it so far. ``prefix`` opens every id, so that texts can share a page."""

    package: Package
    language: str
    base_url: str
    activity_url: Callable[[str], str]
    prefix: str
    lists_references: bool = True
    headings: list[Heading] = field(default_factory=list)
    cited: dict[str, None] = field(default_factory=dict)
    open_links: list[bool] = field(default_factory=list)
    terms: int = 0
    level: int = 1

    def text(self, texts: ByLanguage) -> str:
        """The text in the page's language, else in the course's source language."""
        return texts.get(self.language) or texts.get(self.package.course.source_language, "")

    def file_url(self, path: str) -> str:
        """Address of a file of the package, or "" where it has none of that name."""
        return f"{self.base_url.rstrip('/')}/{path}" if path in self.package.files else ""

    def href(self, target: str) -> str:
        """Where a link leads, or "" for one that must not be followed."""
        if target.startswith(ACTIVITY):
            key = target.removeprefix(ACTIVITY)
            return self.activity_url(key) if key in self.package.activities else ""
        if target.startswith("#"):
            return f"#{self.prefix}-{target[1:]}"
        return target if EXTERNAL.fullmatch(target) else self.file_url(target)

    def heading_id(self, text: str) -> str:
        """An id that no earlier heading of this text has."""
        wanted = f"{self.prefix}-{slug(text)}"
        taken = {heading.id for heading in self.headings}
        number, unique = 1, wanted
        while unique in taken:
            number += 1
            unique = f"{wanted}-{number}"
        return unique


def page_of(env: Any) -> Page:
    """The page that the renderer was given."""
    page: Page = env["page"]
    return page


def slug(text: str) -> str:
    """``text`` as it may stand in an id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "section"


def plain_text(tokens: list[Token]) -> str:
    """What inline tokens say, without markup."""
    return "".join(token.content if token.type != "softbreak" else " " for token in tokens if token.type != "html_inline")


def attributes(**values: str | int | bool | None) -> str:
    """HTML attributes; None and False are left out, True stands without a value. A trailing underscore is dropped."""
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        parts.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    return "".join(parts)


def image(page: Page, path: str, alt: str, title: str | None = None) -> str:
    """An image of the package with its size, so that nothing moves when it arrives; its text alone where it is missing."""
    url = page.file_url(path)
    if not url:
        return escape(alt)
    width, height = page.package.image_size(path) or (None, None)
    return f"<img{attributes(src=url, alt=alt, title=title, width=width, height=height, loading='lazy', decoding='async')}>"
