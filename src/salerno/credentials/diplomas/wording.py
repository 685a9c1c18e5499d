"""What the documents of a degree share in their wording: words, names of institutions, look, moments."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files

from salerno.awards.degrees.facts import Body, DegreeFacts
from salerno.common.document_words import FALLBACK, DocumentWords, said

WORDS = DocumentWords(__package__)


def spoken(language: str, document: str) -> str:
    """``language``, if ``document`` (diploma, supplement, transcript) is worded in it; English otherwise."""
    return WORDS.spoken(language, document)


def name_of(body: Body, language: str) -> str:
    """An institution's name, which is a name in whichever language it stands: no note."""
    return said(body.name, language)["text"] or body.schac


def own_language(body: Body) -> str:
    """The language in which an institution speaks of itself: the first of its own."""
    return first_of(body.languages)


def first_of(languages: Sequence[str]) -> str:
    """The first of an institution's languages; English where it names none."""
    return languages[0] if languages else FALLBACK


def own_name(body: Body) -> str:
    """What an institution calls itself."""
    return name_of(body, own_language(body))


def listed(names: list[str], conjunction: str) -> str:
    """``A, B and C``."""
    return f" {conjunction} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def made_up(facts: DegreeFacts, *languages: str) -> list[dict[str, str]]:
    """The warning that a document of the demonstration bears, once in each language; nothing on a real one."""
    return [{"text": WORDS.of(language)["made_up"], "lang": language} for language in languages] if facts.is_made_up else []


def granted_at(facts: DegreeFacts) -> datetime:
    """The moment that a file gives for its making: the day of the grant, so that the same award gives the same bytes."""
    return datetime.combine(facts.granted_on, time(), UTC)


@cache
def _styles() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "data" / "styles.toml").read_text(encoding="utf-8"))


def style_of(body: Body) -> Mapping[str, str]:
    """Colour and frame of an institution's documents."""
    return _styles().get(body.schac, _styles()["default"])


@cache
def template(name: str) -> bytes:
    """A Typst template of this package."""
    return (files(__package__) / "templates" / f"{name}.typ").read_bytes()
