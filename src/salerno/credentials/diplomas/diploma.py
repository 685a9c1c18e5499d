"""The diploma: one page across, the institution's own language and English side by side."""

from collections.abc import Sequence
from typing import Any

from salerno.awards.degrees.facts import DegreeFacts
from salerno.common.document_words import FALLBACK, day, plainly, said
from salerno.common.names import plain_number
from salerno.common.typesetting import Attachment, pdf, png_pages, qr_svg

from ..proving.badge import emblem_svg
from . import wording
from .wording import WORDS, name_of, own_name


def diploma_pdf(
    facts: DegreeFacts, *, verify_url: str, languages: Sequence[str] = (), attachments: Sequence[Attachment] = ()
) -> bytes:
    """The diploma of ``facts.awarding`` as PDF/UA-1, in ``languages``: one or two; by default the institution's own and English.

    Where there are no words in a language, English stands in its place and says so. Raises ``CannotPrint``.
    """
    data, sources = _data(facts, verify_url, languages), _sources(verify_url)
    return pdf(wording.template("diploma"), data, timestamp=wording.granted_at(facts), attachments=attachments, sources=sources)


def diploma_pages(facts: DegreeFacts, *, verify_url: str, languages: Sequence[str] = (), ppi: float = 144) -> list[bytes]:
    """The same page as PNG."""
    return png_pages(wording.template("diploma"), _data(facts, verify_url, languages), ppi=ppi, sources=_sources(verify_url))


def _sources(verify_url: str) -> dict[str, str]:
    return {"qr.svg": qr_svg(verify_url), "emblem.svg": emblem_svg()}


def _data(facts: DegreeFacts, verify_url: str, languages: Sequence[str]) -> dict[str, Any]:
    asked = tuple(dict.fromkeys(languages or (wording.own_language(facts.awarding), FALLBACK)))[:2]
    used = tuple(dict.fromkeys(wording.spoken(language, "diploma") for language in asked))
    first = WORDS.of(used[0], "diploma")
    return {
        "language": used[0],
        "words": first,
        "title": f"{first['title']} – {facts.graduate.full_name}",
        "style": wording.style_of(facts.awarding),
        "institution": own_name(facts.awarding),
        "place": facts.awarding.city,
        "made_up": wording.made_up(facts, *used),
        "notes": [note for language in asked if (note := WORDS.missing_note(language, "diploma"))],
        "holder": facts.graduate.full_name,
        "columns": [_column(facts, language) for language in used],
        "number": facts.number,
        "chair": facts.decision.chair,
        "verify_url": verify_url,
    }


def _column(facts: DegreeFacts, language: str) -> dict[str, Any]:
    words, degree, decision = WORDS.of(language, "diploma"), facts.qualification, facts.decision
    partners = [name_of(body, language) for body in (facts.awarding, *facts.partners)]
    return {
        "language": language,
        "words": words,
        "institution": name_of(facts.awarding, language),
        "confers": words["confers"].format(institution=name_of(facts.awarding, language)),
        "birth": words["birth"].format(date=day(facts.graduate.birth_date, language), place=facts.graduate.birth_place),
        "degree": said(degree.title, language),
        "field": said(degree.field_of_study, language),
        "distinction": words["distinction"] if facts.with_distinction else "",
        "programme": words["programme"].format(
            programme=plainly(facts.programme_title, language),
            credits=plain_number(degree.credits, language),
            level=degree.eqf_level,
        ),
        "together": words["together"].format(institutions=wording.listed(partners, words["and"])) if facts.partners else "",
        "law": said(degree.law, language),
        "decision": words["decision"].format(
            date=day(decision.held_on, language), clause=decision.clause, version=decision.agreement_version
        ),
        "granted": f"{words['granted']} {day(facts.granted_on, language)}",
    }
