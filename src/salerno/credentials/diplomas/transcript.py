"""The Transcript of Records: every result by semester in the words of its institution, with conversions and what they stand on."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from salerno.awards.degrees.facts import DegreeFacts
from salerno.common.document_words import day, said
from salerno.common.names import plain_number
from salerno.common.typesetting import Attachment, pdf, png_pages, qr_svg

from ..proving.badge import emblem_svg
from ..proving.certificate_words import DISCLAIMER
from . import wording
from .records import credits_by_institution, records
from .wording import WORDS, name_of, own_name


def transcript_pdf(facts: DegreeFacts, *, language: str, verify_url: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """The transcript as PDF/UA-1, in ``language``, or in English with a note when it has no words in it. Raises ``CannotPrint``."""
    data, sources = _data(facts, language, verify_url), _sources(verify_url)
    return pdf(wording.template("transcript"), data, timestamp=wording.granted_at(facts), attachments=attachments, sources=sources)


def transcript_pages(facts: DegreeFacts, *, language: str, verify_url: str, ppi: float = 144) -> list[bytes]:
    """The same pages as PNG."""
    return png_pages(wording.template("transcript"), _data(facts, language, verify_url), ppi=ppi, sources=_sources(verify_url))


def _sources(verify_url: str) -> dict[str, str | bytes]:
    return {"records.typ": wording.template("records"), "qr.svg": qr_svg(verify_url), "emblem.svg": emblem_svg()}


def _data(facts: DegreeFacts, asked: str, verify_url: str) -> dict[str, Any]:
    language = wording.spoken(asked, "transcript")
    words = WORDS.of(language, "record", "transcript")
    return {
        "language": language,
        "words": words,
        "title": f"{words['title']} – {facts.graduate.full_name}",
        "running": words["running"].format(name=facts.graduate.full_name, number=facts.number),
        "style": wording.style_of(facts.awarding),
        "institution": own_name(facts.awarding),
        "made_up": wording.made_up(facts, language),
        "note": WORDS.missing_note(asked, "transcript"),
        "holder": _holder(facts, words, language),
        "records": records(facts, language),
        "institutions": [
            {
                "name": name_of(facts.body(schac), language),
                "credits": plain_number(credits, language),
                "share": plain_number(round(100 * credits / facts.credits, 1), language),
            }
            for schac, credits in credits_by_institution(facts).items()
            if facts.credits > Decimal(0)
        ],
        "thesis": _thesis(facts, words, language),
        "verify_url": verify_url,
        "disclaimer": DISCLAIMER[language],
    }


def _holder(facts: DegreeFacts, words: dict[str, str], language: str) -> list[dict[str, Any]]:
    graduate, born = facts.graduate, day(facts.graduate.birth_date, language)
    numbers = [
        (words["number_at"].format(institution=name_of(facts.body(schac), language)), value)
        for schac, value in graduate.numbers.items()
    ]
    lines: list[tuple[str, Any]] = [
        (words["name"], graduate.full_name),
        (words["birth"], words["born"].format(date=born, place=graduate.birth_place)),
        *numbers,
        (words["programme"], said(facts.programme_title, language)),
        (words["qualification"], said(facts.qualification.title, language)),
        (words["awarding"], own_name(facts.awarding)),
        (words["granted"], day(facts.granted_on, language)),
        (words["diploma_number"], facts.number),
    ]
    return [{"label": label, "value": value} for label, value in lines]


def _thesis(facts: DegreeFacts, words: dict[str, str], language: str) -> list[dict[str, Any]]:
    thesis = facts.thesis
    if thesis is None:
        return []
    return [
        {"label": words["thesis_title"], "value": said(thesis.title, language)},
        {"label": words["supervisors"], "value": ", ".join(thesis.supervisors)},
        {"label": words["defended"], "value": day(thesis.defended_on, language)},
        {"label": words["grade"], "value": thesis.grade},
    ]
