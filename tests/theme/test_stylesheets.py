"""The rules of the house for CSS, and that the joined sheets are whole."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from salerno.theme.finders import StyleSheetFinder
from salerno.theme.stylesheets import PARTS, STYLE_SHEETS, text_of

STATIC = PARTS.parent / "static" / "theme"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![-\w])(?:left|right|top|bottom):"
)


def parts() -> list[Path]:
    return sorted(PARTS.glob("*/*.css"))


def rules_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def test_every_part_belongs_to_exactly_one_sheet():
    listed = [f"{sheet}/{part}.css" for sheet, names in STYLE_SHEETS.items() for part in names]

    assert sorted(listed) == [str(path.relative_to(PARTS)) for path in parts()]


@pytest.mark.parametrize("path", parts(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_part_keeps_the_rules_of_the_house(path: Path):
    css = rules_of(path)

    assert "!important" not in css
    assert re.findall(r"(?:^|[\s,>+~])#[a-z][\w-]*\s*[{,]", css, re.MULTILINE) == []
    assert PHYSICAL.findall(css) == []
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("path", parts(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_rule_stands_in_a_layer(path: Path):
    outside = re.sub(r"@font-face\s*\{[^}]*\}|@layer [^{;]+;", "", rules_of(path)).strip()

    assert outside == "" or outside.startswith("@layer ")


@pytest.mark.parametrize("name", STYLE_SHEETS)
def test_every_file_that_a_sheet_names_exists(name: str):
    named = re.findall(r'url\("\.\./([^"]+)"\)', text_of(name))

    assert [path for path in named if not (STATIC / path).is_file()] == []


@pytest.mark.parametrize("name", STYLE_SHEETS)
def test_every_token_that_a_sheet_uses_is_defined(name: str):
    defined = set(re.findall(r"(--[a-z0-9-]+):", text_of("core") + text_of(name)))

    assert set(re.findall(r"var\((--[a-z0-9-]+)", text_of(name))) - defined == set()


def test_the_finder_serves_a_joined_sheet():
    path = finders.find("theme/css/reading.css")

    assert Path(path).read_text(encoding="utf-8") == text_of("reading")


def test_the_finder_knows_no_other_path():
    assert [StyleSheetFinder().find(path) for path in ("theme/css/other.css", "core.css", "../core.css")] == [
        [],
        [],
        [],
    ]


def test_the_finder_lists_every_sheet_for_collection():
    found = {path: storage.open(path).read().decode() for path, storage in StyleSheetFinder().list(None)}

    assert found == {f"theme/css/{name}.css": text_of(name) for name in STYLE_SHEETS}
