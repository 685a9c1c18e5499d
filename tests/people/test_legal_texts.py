"""The legal texts that the campus brings along: there in both languages, and true where a test can tell."""

from pathlib import Path

import pytest
from django.conf import settings

import salerno.people
from salerno.people.enums import LegalKind
from salerno.theme.context import THEME_COOKIE

FOLDER = Path(salerno.people.__file__).parent / "data" / "legal"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def text(kind, language):
    return (FOLDER / f"{kind}.{language}.md").read_text(encoding="utf-8")


def test_there_is_one_text_for_each_kind_and_language():
    expected = {f"{kind}.{language}.md" for kind in LegalKind for language in LANGUAGES}

    assert {path.name for path in FOLDER.iterdir()} == expected


@pytest.mark.parametrize("kind", LegalKind)
def test_a_translation_has_the_same_sections_and_links(kind):
    shapes = set()
    for language in LANGUAGES:
        lines = text(kind, language).splitlines()
        headings = sum(line.startswith("## ") for line in lines)
        points = sum(line.startswith("- ") for line in lines)
        shapes.add((headings, points, text(kind, language).count("](")))
        assert not any(line.startswith("# ") for line in lines)

    assert len(shapes) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_notice_names_every_cookie_that_is_set(language):
    cookies = {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        THEME_COOKIE,
    }
    lines = text(LegalKind.PRIVACY, language).splitlines()

    assert {line.split("`")[1] for line in lines if line.startswith("- `")} == cookies
    assert settings.SESSION_COOKIE_AGE == 14 * 24 * 3600
    assert settings.LANGUAGE_COOKIE_AGE is None
