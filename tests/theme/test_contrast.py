"""Contrast of the palette in both schemes, computed from the style sheets.

WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for marks and the edges of controls (1.4.11).
"""

import re
from itertools import product

import pytest

from salerno.theme.stylesheets import PARTS, STYLE_SHEETS

TOKEN = re.compile(r"--([a-z-]+):\s*light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)")
RULE = re.compile(r"[{;]\s*(?:[^{};]*\{)?(?P<body>[^{}]*)\}")
GROUNDS = ("paper", "paper-raised", "paper-sunk")
WASHES = ("sea-wash", "lemon-wash", "coral-wash", "moss-wash")
TEXT = [
    *product(("ink", "ink-soft", "sea", "sea-strong", "coral", "moss"), GROUNDS),
    *product(("ink", "ink-soft", "sea", "sea-strong"), WASHES),
    ("coral", "coral-wash"),
    ("moss", "moss-wash"),
    ("on-sea", "sea"),
    ("on-sea", "sea-strong"),
    ("on-coral", "coral"),
    ("on-coral", "coral-strong"),
    ("on-lemon", "lemon"),
    ("paper", "ink"),
    ("paper", "moss"),
]
MARKS = [
    *product(("rule-strong", "lemon-edge", "sea", "coral", "moss", "ink"), GROUNDS),
    ("sea", "sea-wash"),
    ("lemon-edge", "lemon-wash"),
    ("coral", "coral-wash"),
    ("moss", "moss-wash"),
]


def tokens() -> dict[str, tuple[str, str]]:
    """Every colour of the palette: light, dark."""
    text = (PARTS / "core" / "tokens.css").read_text(encoding="utf-8")
    found = {name: (light, dark) for name, light, dark in TOKEN.findall(text)}
    fixed = re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", text)
    return found | {name: (value, value) for name, value in fixed}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2, glossary)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: int):
    palette = tokens()

    ratio = contrast(palette[text][scheme], palette[ground][scheme])

    assert ratio >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_stand_out_from_their_ground(mark: str, ground: str, scheme: int):
    palette = tokens()

    ratio = contrast(palette[mark][scheme], palette[ground][scheme])

    assert ratio >= 3


def used_pairs() -> set[tuple[str, str]]:
    """Colour of text and ground that stand in one rule, over all style sheets."""
    pairs = set()
    for sheet, parts in STYLE_SHEETS.items():
        for part in parts:
            css = (PARTS / sheet / f"{part}.css").read_text(encoding="utf-8")
            for rule in RULE.finditer(css):
                text = re.search(r"(?<![-\w])color:\s*var\(--([a-z-]+)\)", rule["body"])
                ground = re.search(r"background:\s*var\(--([a-z-]+)\)", rule["body"])
                if text and ground:
                    pairs.add((text[1], ground[1]))
    return pairs


def test_every_pair_that_a_rule_sets_is_among_those_measured():
    assert used_pairs() - set(TEXT) == set()


def test_the_search_for_pairs_finds_the_main_button():
    assert ("on-sea", "sea") in used_pairs()


def test_lemon_is_never_the_colour_of_text():
    sheets = [(PARTS / sheet / f"{part}.css") for sheet, parts in STYLE_SHEETS.items() for part in parts]
    css = "\n".join(path.read_text(encoding="utf-8") for path in sheets)

    assert re.findall(r"(?<![-\w])color:\s*var\(--lemon\)", css) == []
