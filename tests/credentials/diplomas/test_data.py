"""The data beside the documents: no word is missing or left over, colours can be read, texts on countries are whole."""

import re
import tomllib
from pathlib import Path

import pytest

from salerno.awards.national_systems import national_system
from salerno.common.document_words import IN_LANGUAGE
from salerno.credentials.diplomas import wording
from salerno.credentials.diplomas.plain_markdown import blocks
from salerno.credentials.diplomas.supplement import SECTIONS
from salerno.credentials.diplomas.wording import WORDS

FOLDER = Path(wording.__file__).parent
ENGLISH = WORDS.table("en")
COUNTRIES = ("FR", "IT", "SE")


def placeholders(words: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", words))


def test_every_language_is_complete_for_the_documents_that_it_has():
    sections = {language: set(WORDS.table(language)) for language in WORDS.languages}

    assert sections == {
        "en": set(ENGLISH),
        "fr": set(ENGLISH),
        "it": {"common", "diploma"},
        "sv": {"common", "diploma"},
    }
    assert set(WORDS.languages) <= set(IN_LANGUAGE)


@pytest.mark.parametrize("language", WORDS.languages)
def test_every_word_stands_in_every_language_with_the_same_blanks(language):
    for section, words in WORDS.table(language).items():
        assert {key: placeholders(word) for key, word in words.items()} == {
            key: placeholders(word) for key, word in ENGLISH[section].items()
        }
        assert all(word.strip() for word in words.values())


def test_no_word_is_left_over():
    sources = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*") if path.suffix in (".py", ".typ"))
    sources += (FOLDER.parents[1] / "common" / "sheet.typ").read_text(encoding="utf-8")
    numbered = {f"s{section}" for section in SECTIONS} | {
        f"f{field.replace('.', '_')}" for fields in SECTIONS.values() for field in fields
    }
    keys = {key for section, words in ENGLISH.items() if section != "scales" for key in words}
    used = {key for key in keys if re.search(rf"\b{key}\b", sources) or key.startswith("cycle_")}

    assert keys - used - numbered == set()
    assert numbered <= set(ENGLISH["supplement"])


def test_words_that_are_printed_together_do_not_hide_each_other():
    for sections in (("common", "diploma"), ("common", "record", "supplement"), ("common", "record", "transcript")):
        keys = [key for section in sections for key in ENGLISH[section]]
        assert sorted(keys) == sorted(WORDS.of("en", *sections[1:]))


@pytest.mark.parametrize(("name", "style"), tomllib.loads((FOLDER / "data" / "styles.toml").read_text(encoding="utf-8")).items())
def test_every_colour_can_be_read_on_white(name, style):
    red, green, blue = (int(style["colour"][place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert 1.05 / (luminance + 0.05) >= 4.5
    assert style["frame"] in ("band", "double")


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_text_on_a_country_has_the_same_parts_a_version_and_a_day(country):
    texts = national_system(country)
    kinds = {language: [block["kind"] for block in blocks(text)] for language, text in texts.items()}

    assert set(kinds) == {"en", "fr"}
    assert kinds["en"] == kinds["fr"]
    assert re.search(r"^Version 1 of this text, 25 November 2026\.\n?\Z", texts["en"], re.MULTILINE)
    assert re.search(r"^Version 1 de ce texte, 25 novembre 2026\.\n?\Z", texts["fr"], re.MULTILINE)


def test_a_little_markdown_is_read_and_nothing_else_of_it_means_anything():
    assert blocks("## Head\nFirst *line*\nsecond\n\n- one\n- two\n\n\n# no head\n\n-no list\n") == [
        {"kind": "heading", "text": "Head"},
        {"kind": "paragraph", "text": "First *line* second"},
        {"kind": "list", "items": ["one", "two"]},
        {"kind": "paragraph", "text": "# no head"},
        {"kind": "paragraph", "text": "-no list"},
    ]
    assert blocks("") == []
