"""The page that is being rendered: what the rules read, and what they gather on their way."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it.token import Token

from salerno.courseware.package.facts import ByLanguage, Package
from salerno.courseware.package.files import is_shown

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
    """Where a text stands, and what was met in it so far.

    ``prefix`` opens every id, so that several texts can share a page.
    """

    package: Package
    language: str
    base_url: str
    activity_url: Callable[[str], str]
    prefix: str
    lists_references: bool = True
    headings: list[Heading] = field(default_factory=list)
    cited: dict[str, None] = field(default_factory=dict)
    open_links: list[bool] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    terms: int = 0
    level: int = 1

    def text(self, texts: ByLanguage) -> str:
        """The text in the page's language, else in the course's source language."""
        return texts.get(self.language) or texts.get(self.package.course.source_language, "")

    def file_url(self, path: str) -> str:
        """Address of a file that may be shown, or "" where the package has none of that name."""
        is_there = is_shown(path) and path in self.package.files
        return f"{self.base_url.rstrip('/')}/{path}" if is_there else ""

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
        count = self.ids[wanted] = self.ids.get(wanted, 0) + 1
        return wanted if count == 1 else f"{wanted}--{count}"


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
    """HTML attributes, escaped; None and False are left out, True stands without a value.

    An underscore at the end of a name is dropped, one inside becomes a hyphen.
    """
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        parts.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    return "".join(parts)


def image(page: Page, path: str, alt: str, title: str | None = None) -> str:
    """An image with its size, so that nothing moves when it arrives; its text alone where it is missing."""
    url = page.file_url(path)
    if not url:
        return escape(alt)
    width, height = page.package.image_size(path) or (None, None)
    size = attributes(width=width, height=height, loading="lazy", decoding="async")
    return f"<img{attributes(src=url, alt=alt, title=title)}{size}>"
