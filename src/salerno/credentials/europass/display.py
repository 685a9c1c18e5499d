"""How a wallet shows the credential: its title, its languages and the pages of the diploma as pictures, which are mandatory."""

import base64
from dataclasses import dataclass, field

from salerno.awards.degrees.facts import Text

from .nodes import Nodes, language_map
from .refusals import CannotBuild
from .terms import concept

_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Display:
    """``pages``: for each language (ISO 639-1) the rendered pages as PNG, first page first; ``language``: the main one."""

    title: Text
    language: str
    pages: dict[str, tuple[bytes, ...]]
    description: Text = field(default_factory=dict)


def display_parameter(nodes: Nodes, display: Display) -> dict:
    """The ``DisplayParameter``. Raises ``CannotBuild`` when the main language has no page or a page is no PNG."""
    if not display.pages.get(display.language):
        raise CannotBuild(f"there is no page in the main language “{display.language}”")
    return nodes.node(
        "displayParameter",
        "DisplayParameter",
        title=language_map(display.title),
        description=language_map(display.description),
        primaryLanguage=concept("language", display.language),
        language=[concept("language", language) for language in display.pages],
        individualDisplay=[_in_one_language(nodes, language, pages) for language, pages in display.pages.items()],
    )


def _in_one_language(nodes: Nodes, language: str, pages: tuple[bytes, ...]) -> dict:
    if not pages:
        raise CannotBuild(f"there is no page in “{language}”")
    return nodes.node(
        "individualDisplay",
        "IndividualDisplay",
        language=concept("language", language),
        displayDetail=[_page(nodes, place, picture) for place, picture in enumerate(pages, start=1)],
    )


def _page(nodes: Nodes, place: int, picture: bytes) -> dict:
    if not picture.startswith(_PNG):
        raise CannotBuild(f"page {place} is no PNG")
    image = nodes.node(
        "mediaObject",
        "MediaObject",
        content=base64.b64encode(picture).decode("ascii"),
        contentEncoding=concept("encoding", "base64"),
        contentType=concept("file-type", "png"),
    )
    return nodes.node("displayDetail", "DisplayDetail", image=image, page=place)
