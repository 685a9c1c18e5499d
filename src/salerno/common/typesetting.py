"""Accessible documents (PDF/UA-1, ISO 14289-1) and pictures of their pages, set by Typst.

SECURITY: what people wrote arrives as data, never as a part of a template: whatever Typst syntax it holds is printed. A template
reads what it is given here, and of the disk nothing outside this folder. Letters that turn the direction of writing are left out:
in a name, one of them would make the number beside it read backwards.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno

if TYPE_CHECKING:
    import typst

EMBEDDED_FONT = "Libertinus Serif"
SHEET = "sheet.typ"
_FOLDER = Path(__file__).parent
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


_ATTACH = b"""
#for item in json("attachments.json") {
  pdf.attach(item.name, bytes(item.text), relationship: "data", mime-type: item.mime_type, description: item.description)
}
"""


@dataclass(frozen=True)
class Attachment:
    """A text that travels inside a PDF, such as the signed credential that the page speaks of. ``text`` is attached unchanged."""

    name: str
    text: str
    mime_type: str
    description: str


class CannotPrint(Exception):
    """The document could not be made: a script that no font at hand can write, most likely."""


def pdf(
    template: bytes,
    data: Mapping[str, Any],
    *,
    timestamp: datetime,
    attachments: Sequence[Attachment] = (),
    sources: Mapping[str, str | bytes] | None = None,
    font_paths: Sequence[Path] = (),
    font_families: Sequence[str] = (),
) -> bytes:
    """``template`` as a tagged PDF; the same input gives the same bytes.

    The template reads ``data`` with ``json("data.json")`` (``data.fonts`` is added: what to set in, best first), and each of
    ``sources`` (a drawing as SVG, another template; UTF-8) by its name. ``sheet.typ`` is always there: the look
    that documents share. ``timestamp`` is the moment that the file gives for its making. Raises ``CannotPrint`` when a letter is in
    none of the fonts: PDF/UA forbids an empty box in a name.
    """
    written = {**(sources or {}), "attachments.json": json.dumps([asdict(attachment) for attachment in attachments])}
    options = {"format": "pdf", "pdf_standards": "ua-1", "timestamp": timestamp.replace(microsecond=0)}
    return _compiled(template + _ATTACH, data, written, font_paths, font_families, **options)


def png_pages(
    template: bytes,
    data: Mapping[str, Any],
    *,
    ppi: float = 144,
    sources: Mapping[str, str | bytes] | None = None,
    font_paths: Sequence[Path] = (),
    font_families: Sequence[str] = (),
) -> list[bytes]:
    """The same pages as pictures, first page first; ``ppi`` is pixels per inch.

    A picture does not refuse a letter that no font has: make the PDF first.
    """
    pages = _compiled(template, data, sources, font_paths, font_families, format="png", ppi=ppi)
    return [pages] if isinstance(pages, bytes) else pages


@lru_cache(maxsize=16)
def qr_svg(url: str) -> str:
    """``url`` as a QR code. Error correction M: prints and folds well; the quiet zone of four modules belongs to the code.

    The same one stands on every paper of a degree, so it is kept.
    """
    return segno.make(url, error="m", micro=False).svg_inline(dark="#17212B", light="#FFFFFF", border=4)


def _compiled(
    template: bytes,
    data: Mapping[str, Any],
    sources: Mapping[str, str | bytes] | None,
    font_paths: Sequence[Path],
    font_families: Sequence[str],
    **options: Any,
) -> Any:
    """The typesetter is loaded here: it is needed once for each document, not by every process."""
    import typst

    fonts = _fonts(tuple(font_paths))
    known = _families(tuple(font_paths))
    named = [family for family in (*font_families, EMBEDDED_FONT) if family in known]
    written = {name: text.encode() if isinstance(text, str) else text for name, text in (sources or {}).items()}
    project = {
        **written,
        SHEET: _sheet(),
        "data.json": _TURNS.sub("", json.dumps({**data, "fonts": named}, ensure_ascii=False)).encode(),
        "main.typ": template,
    }
    try:
        return typst.compile(project, root=_FOLDER, font_paths=fonts, **options)
    except typst.TypstError as error:
        raise CannotPrint(error.message) from error


@lru_cache(maxsize=4)
def _fonts(paths: tuple[Path, ...]) -> "typst.Fonts":
    """Fonts are looked for once: it takes longer than setting a page. System fonts only help out."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=list(paths))


@lru_cache(maxsize=4)
def _families(paths: tuple[Path, ...]) -> frozenset[str]:
    return frozenset(_fonts(paths).families())


@cache
def _sheet() -> bytes:
    return (_FOLDER / SHEET).read_bytes()
