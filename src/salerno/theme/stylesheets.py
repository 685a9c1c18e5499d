"""Which parts make which style sheet, in order (decision 0003: CSS without a build).

A page loads ``core.css`` and one more: ``reading.css`` for units and quizzes, else ``interface.css``.
"""

from pathlib import Path

PARTS = Path(__file__).resolve().parent / "styles"

STYLE_SHEETS: dict[str, tuple[str, ...]] = {
    "core": (
        "layers",
        "serif",
        "sans_stand_in",
        "tokens",
        "reset",
        "base",
        "layout",
        "header",
        "footer",
        "icon",
        "button",
        "tag",
        "minutes",
        "progress",
        "message",
        "callout",
        "breadcrumb",
        "empty_state",
        "key_facts",
        "field",
        "tabs",
        "confirm",
        "hidden",
        "print",
    ),
    "reading": (
        "inter",
        "layout",
        "outline",
        "prose",
        "data_table",
        "figure",
        "code",
        "apparatus",
        "term",
        "quiz",
        "choice",
        "activity",
    ),
    "interface": (
        "inter",
        "mono",
        "layout",
        "card",
        "table",
        "pagination",
        "desk_menu",
        "filter_panel",
        "timeline",
        "bars",
        "place_map",
        "copy",
        "minute_choice",
        "training",
        "units",
        "catalogue",
        "verdict",
        "swatch",
    ),
}


def text_of(name: str) -> str:
    """The style sheet ``name``: its parts one after the other, nothing else done to them."""
    return "\n".join(
        (PARTS / name / f"{part}.css").read_text(encoding="utf-8") for part in STYLE_SHEETS[name]
    )
