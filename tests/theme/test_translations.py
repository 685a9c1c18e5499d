"""The catalogues of the interface: complete for each language that is offered, true to the code, and well set."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from scripts import messages

import salerno

OFFERED = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)\d*[sd]|%%|\{\w+\}|</?\w+>")
DATE_FORMAT = re.compile(r"""(?:\|(?:date|time):|date_format\([^"']+, ?)["']([^"']+)["']""")
TAG = re.compile(r"<[^>]+>")
ROOMS = Path(salerno.__file__).parent


def entries(language: str) -> list[tuple[list[str], list[str]]]:
    """Each message as its English and its translated forms."""
    return [(forms(message.id), forms(message.string)) for message in messages.read_catalogue(language) if message.id]


def forms(text: str | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def keys(catalogue: object) -> set[tuple[object, object]]:
    return {(message.context, message.id) for message in catalogue if message.id}


def test_there_is_one_catalogue_for_each_language_that_is_offered():
    found = sorted(path.relative_to(ROOMS).as_posix() for path in ROOMS.rglob("*.po"))

    assert found == [f"theme/locale/{code}/LC_MESSAGES/django.po" for code in sorted(OFFERED)]


@pytest.mark.parametrize("language", OFFERED)
def test_a_catalogue_holds_what_the_code_says_and_nothing_else(language: str):
    in_code, in_file = keys(messages.messages_in_code()), keys(messages.read_catalogue(language))

    assert (in_code - in_file, in_file - in_code) == (set(), set()), "python scripts/messages.py brings it up to date"


@pytest.mark.parametrize("language", OFFERED)
def test_a_catalogue_is_written_as_the_script_writes_it(language: str):
    assert messages.catalogue_file(language).read_bytes() == messages.written(messages.read_catalogue(language))


@pytest.mark.parametrize("language", OFFERED)
def test_every_sentence_is_translated_in_each_of_its_forms(language: str):
    catalogue = messages.read_catalogue(language)

    waiting = [message.id for message in catalogue if message.id and not messages.is_translated(message)]
    short = [
        message.id
        for message in catalogue
        if message.pluralizable and len(forms(message.string)) != catalogue.num_plurals
    ]

    assert (waiting, short) == ([], [])


@pytest.mark.parametrize("language", OFFERED)
def test_placeholders_and_elements_are_those_of_a_form_in_the_code(language: str):
    different = [
        (sources[-1], translated)
        for sources, translations in entries(language)
        for translated in translations
        if sorted(PLACEHOLDER.findall(translated)) not in [sorted(PLACEHOLDER.findall(source)) for source in sources]
    ]

    assert different == []


def test_french_marks_stand_behind_a_space_that_does_not_break():
    text = [TAG.sub("", form) for _sources, translations in entries("fr") for form in translations]

    assert [form for form in text if re.search(r"[ \w][;!?](?:\s|$)| :(?:\s|$)|« | »|[“”]|\d %|\d (?=\d{3}\b)", form)] == []


def test_french_words_have_one_kind_of_apostrophe():
    text = [TAG.sub("", form) for _sources, translations in entries("fr") for form in translations]

    assert [form for form in text if "'" in form] == []


def test_dates_are_written_in_the_forms_of_the_readers_language():
    files = [*ROOMS.glob("*/templates/**/*.*"), *ROOMS.rglob("*.py")]
    named = {name for path in files for name in DATE_FORMAT.findall(path.read_text(encoding="utf-8"))}

    assert named == {"DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "H:i", "H:i T"}


def test_a_new_language_begins_with_every_sentence_empty(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path)

    waiting = messages.bring_up_to_date("sv")

    begun = messages.read_catalogue("sv")
    assert len(waiting) == len(keys(messages.messages_in_code())) == len(begun)
    assert (str(begun.locale), begun.num_plurals) == ("sv", 2)


def test_a_translation_is_kept_and_what_left_the_code_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path)
    catalogue = messages.Catalog(locale="it")
    catalogue.add("Catalogue", "Catalogo")
    catalogue.add("Said nowhere", "Detto da nessuna parte")
    path = messages.catalogue_file("it")
    path.parent.mkdir(parents=True)
    path.write_bytes(messages.written(catalogue))

    messages.bring_up_to_date("it")

    words = {message.id: message.string for message in messages.read_catalogue("it")}
    assert (words["Catalogue"], "Said nowhere" in words) == ("Catalogo", False)
