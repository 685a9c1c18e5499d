"""Vendored files: what is listed is there, what is there is listed, and each has its licence."""

import re
import tomllib
from pathlib import Path

import salerno
import salerno.theme

ROOM = Path(salerno.theme.__file__).parent
STATIC = ROOM / "static" / "theme"
PROJECT = Path(salerno.__file__).parent.parent.parent
ICON = re.compile(r'(?:\{% icon |\bicon=)"([a-z0-9-]+)"')


def packages() -> list[dict[str, object]]:
    return tomllib.loads((PROJECT / "scripts" / "vendored.toml").read_text(encoding="utf-8"))["package"]


def targets() -> set[str]:
    files = {target for package in packages() for _, target in package["files"]}
    return files | {package["sprite"] for package in packages() if "sprite" in package}


def test_the_folders_of_vendored_files_hold_what_is_listed_and_nothing_else():
    held = {
        str(path.relative_to(STATIC))
        for folder in ("fonts", "vendor")
        for path in (STATIC / folder).iterdir()
    }

    assert held == targets()


def test_every_licence_is_kept_with_its_text():
    texts = [path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*/*.licence.txt"))]

    assert len(texts) == 6
    assert min(map(len, texts)) > 500


def test_every_package_is_pinned_by_hash():
    assert [package["name"] for package in packages() if not package["integrity"].startswith("sha512-")] == []


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = (STATIC / "vendor" / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    templates = sorted((PROJECT / "src" / "salerno").glob("*/templates/**/*.html"))
    named = {
        (path.name, name) for path in templates for name in ICON.findall(path.read_text(encoding="utf-8"))
    }

    assert {(path, name) for path, name in named if name not in known} == set()
    assert ("minutes.html", "clock") in named
