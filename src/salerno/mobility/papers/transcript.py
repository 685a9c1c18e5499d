"""The transcript of records of a guest as PDF/UA-1."""

from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import Any

from salerno.common.document_words import day, exactly, plainly, said
from salerno.common.names import country_name
from salerno.common.typesetting import pdf
from salerno.mobility.papers.document import WORDS
from salerno.mobility.papers.facts import End
from salerno.mobility.papers.transcript_facts import Distribution, Result, TranscriptFacts

LANGUAGE = "en"
"""Of the document: the one that universities of different countries share."""


def transcript_pdf(facts: TranscriptFacts) -> bytes:
    """The transcript. The same facts give the same bytes. Raises ``CannotPrint``."""
    return pdf(_template(), _data(facts), timestamp=facts.issued_at.astimezone(UTC))


@cache
def _template() -> bytes:
    return (files(__package__) / "templates" / "transcript.typ").read_bytes()


def _data(facts: TranscriptFacts) -> dict[str, Any]:
    words = WORDS.of(LANGUAGE, "transcript")
    return {
        "language": LANGUAGE,
        "words": words,
        "title": f"{words['title']} – {facts.student.full_name}",
        "issuer": said(facts.receiving.name, LANGUAGE),
        "author": plainly(facts.receiving.name, LANGUAGE),
        "running": words["running"].format(name=facts.student.full_name, number=facts.number),
        "made_up": [{"text": words["made_up"], "lang": LANGUAGE}] if facts.is_made_up else [],
        "issued": words["issued"].format(date=day(facts.issued_at.astimezone(UTC), LANGUAGE), number=facts.number),
        "student": _student(facts, words),
        "stay": _stay(facts, words),
        "results": [_result(each, words) for each in facts.results],
        "total": words["total"].format(ects=exactly(facts.passed, LANGUAGE)),
        "distributions": [_distribution(each, words) for each in facts.distributions],
        "digest": facts.digest,
        "id": f"{facts.omobility} / {facts.number}",
    }


def _student(facts: TranscriptFacts, words: dict[str, str]) -> list[dict[str, Any]]:
    who = facts.student
    rows = [
        (words["name"], who.full_name),
        (words["birth_date"], day(who.birth_date, LANGUAGE) if who.birth_date else ""),
        (words["number"], who.number),
        (words["programme"], said(who.programme, LANGUAGE)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value and value != said({}, LANGUAGE)]


def _stay(facts: TranscriptFacts, words: dict[str, str]) -> list[dict[str, str]]:
    days = f"{day(facts.arrived_on, LANGUAGE)} – {day(facts.departed_on, LANGUAGE)}"
    rows = ((words["receiving"], _end(facts.receiving)), (words["sending"], _end(facts.sending)), (words["days"], days))
    return [{"label": label, "value": value} for label, value in rows]


def _end(end: End) -> str:
    return ", ".join(part for part in (plainly(end.name, LANGUAGE), country_name(end.country, LANGUAGE), end.contact) if part)


def _result(row: Result, words: dict[str, str]) -> dict[str, str]:
    grade = f"{row.value} ({row.scale})" if row.value and row.scale else row.value
    return {
        "code": row.code,
        "title": row.title,
        "day": day(row.earned_on, LANGUAGE),
        "ects": exactly(row.ects, LANGUAGE),
        "grade": grade or "–",
        "outcome": words["passed" if row.is_passed else "failed"],
    }


def _distribution(row: Distribution, words: dict[str, str]) -> dict[str, Any]:
    about = words["of_field"].format(field=row.isced_f) if row.isced_f else words["of_all"]
    return {
        "title": f"{row.scale}, {about}, {row.years}",
        "rows": [[share.grade, exactly(share.percentage, LANGUAGE)] for share in row.shares],
    }
