"""The little Markdown in which section 8 of a supplement is written (``awards/national_systems.py``)."""

from typing import Any


def blocks(text: str) -> list[dict[str, Any]]:
    """The headings (``## …``), lists (``- …``) and paragraphs of ``text``. No other sign of Markdown means anything here."""
    found: list[dict[str, Any]] = []
    for chunk in text.split("\n\n"):
        lines = [line.strip() for line in chunk.splitlines() if line.strip()]
        if lines and lines[0].startswith("## "):
            found.append({"kind": "heading", "text": lines.pop(0).removeprefix("## ")})
        if lines and all(line.startswith("- ") for line in lines):
            found.append({"kind": "list", "items": [line.removeprefix("- ") for line in lines]})
        elif lines:
            found.append({"kind": "paragraph", "text": " ".join(lines)})
    return found
