"""The certificate of a traineeship as PDF/UA-1, frozen when the tutor signs it.

It says what the Erasmus+ learning agreement for traineeships asks for "After the mobility": who was where from when to when, the
tasks carried out, the knowledge, skills and competences acquired, the evaluation of the trainee; and the hours of the log.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from salerno.common.digests import canonical_json, sha256_hex
from salerno.common.document_words import DocumentWords, day, exactly, plainly, said
from salerno.common.frozen_values import built, plain
from salerno.common.names import country_name
from salerno.common.typesetting import pdf
from salerno.mobility.papers.facts import End

WORDS = DocumentWords(__package__)


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """``reached``: fully, partly or not; ``weeks`` and ``logged``: the weeks that the tutor read in the log, and their hours.

    ``hours`` is what the tutor certifies, in all.
    """

    certificate: str
    agreement: str
    trainee: str
    sending: End
    receiving: End
    sector: str
    starts_on: date
    ends_on: date
    title: str
    tasks: str
    acquired: str
    reached: str
    evaluation: str
    hours: Decimal
    weeks: int
    logged: Decimal
    tutor: str
    position: str
    signed_at: datetime
    is_made_up: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of these facts as canonical JSON."""
        return sha256_hex(canonical_json(plain(self)))


def as_json(facts: CertificateFacts) -> dict[str, Any]:
    """``facts`` as values that JSON knows."""
    return plain(facts)


def from_json(value: dict[str, Any]) -> CertificateFacts:
    """The facts that ``as_json`` wrote."""
    return built(CertificateFacts, value)


def certificate_pdf(facts: CertificateFacts, language: str) -> bytes:
    """The certificate in ``language``, or in English with a note. Raises ``CannotPrint``. The same facts give the same bytes."""
    return pdf(_template(), _data(facts, language), timestamp=facts.signed_at.astimezone(UTC))


@cache
def _template() -> bytes:
    return (files(__package__) / "templates" / "certificate.typ").read_bytes()


def _data(facts: CertificateFacts, asked: str) -> dict[str, Any]:
    language = WORDS.spoken(asked, "certificate")
    words = WORDS.of(language, "certificate")
    at = facts.signed_at.astimezone(UTC)
    return {
        "language": language,
        "words": words,
        "title": f"{words['title']} – {facts.trainee}",
        "issuer": said(facts.receiving.name, language),
        "author": plainly(facts.receiving.name, language),
        "running": words["running"].format(name=facts.trainee),
        "made_up": [{"text": words["made_up"], "lang": language}] if facts.is_made_up else [],
        "note": WORDS.missing_note(asked, "certificate"),
        "facts": _facts(facts, words, language),
        "texts": [
            {"title": words[name], "text": value}
            for name, value in (("tasks", facts.tasks), ("acquired", facts.acquired), ("evaluation", facts.evaluation))
        ],
        "reached": words[f"reached_{facts.reached}"],
        "signed": words["signed"].format(date=day(at, language), time=f"{at:%H:%M}"),
        "tutor": ", ".join(filter(None, (facts.tutor, facts.position))),
        "digest": facts.digest,
        "id": facts.certificate,
    }


def _facts(facts: CertificateFacts, words: dict[str, str], language: str) -> list[dict[str, str]]:
    rows = {
        "trainee": facts.trainee,
        "receiving": _end(facts.receiving, language),
        "sector": facts.sector,
        "sending": _end(facts.sending, language),
        "period": f"{day(facts.starts_on, language)} – {day(facts.ends_on, language)}",
        "trainee_title": facts.title,
        "hours": exactly(facts.hours, language),
        "log": words["log_says"].format(weeks=facts.weeks, hours=exactly(facts.logged, language)) if facts.weeks else "",
        "agreement": facts.agreement,
    }
    return [{"label": words[name], "value": value} for name, value in rows.items() if value]


def _end(end: End, language: str) -> str:
    return ", ".join(filter(None, (plainly(end.name, language), country_name(end.country, language))))
