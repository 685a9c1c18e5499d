"""The learning agreement as PDF/UA-1, with the signatures that it has: frozen at each of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from salerno.common.document_words import DocumentWords, day, exactly, plainly, said
from salerno.common.names import country_name, language_name
from salerno.common.typesetting import pdf
from salerno.mobility.papers.body import TABLES, Blended, Row, Traineeship
from salerno.mobility.papers.facts import End, PaperFacts, Signed

WORDS = DocumentWords(__package__)
ROLES = ("learner", "sending", "receiving")


def agreement_pdf(facts: PaperFacts, signatures: Sequence[Signed], language: str) -> bytes:
    """The agreement in ``language``, or in English with a note. Raises ``CannotPrint``.

    The same facts and signatures give the same bytes: the file names the moment of the last signature as that of its making; a
    draft, which says that it is one, the first day of the stay.
    """
    made_at = max((row.at for row in signatures), default=datetime.combine(facts.starts_on, time(), UTC))
    return pdf(_template(), _data(facts, signatures, language), timestamp=made_at.astimezone(UTC))


@cache
def _template() -> bytes:
    return (files(__package__) / "templates" / "agreement.typ").read_bytes()


def _data(facts: PaperFacts, signatures: Sequence[Signed], asked: str) -> dict[str, Any]:
    language = WORDS.spoken(asked, "agreement")
    words = WORDS.of(language, "agreement")
    title = words[f"title_{_form(facts)}"]
    return {
        "language": language,
        "words": words,
        "title": f"{title} – {facts.student.full_name}",
        "heading": title,
        "issuer": said(facts.sending.name, language),
        "author": plainly(facts.sending.name, language),
        "running": words["running"].format(title=title, name=facts.student.full_name, number=facts.number),
        "version": _version(facts, signatures, words),
        "made_up": [{"text": words["made_up"], "lang": language}] if facts.is_made_up else [],
        "note": WORDS.missing_note(asked, "agreement"),
        "student": _student(facts, words, language),
        "stay": _stay(facts, words, language),
        "tables": [_table(facts, name, words, language) for name in TABLES if getattr(facts.body, name)],
        "traineeship": _traineeship(facts.body.traineeship, words, language),
        "commitment": words[f"commitment_{_form(facts)}"],
        "signatures": [_signature(role, signatures, words, language) for role in ROLES],
        "digest": facts.digest,
        "id": f"{facts.agreement} / {facts.number}",
    }


def _form(facts: PaperFacts) -> str:
    if facts.body.traineeship:
        return "traineeship"
    return "blended" if facts.body.blended else "studies"


def _version(facts: PaperFacts, signatures: Sequence[Signed], words: dict[str, str]) -> str:
    version = words[f"version_{facts.kind}"].format(number=facts.number)
    return version if signatures else f"{version}. {words['draft']}"


def _student(facts: PaperFacts, words: dict[str, str], language: str) -> list[dict[str, Any]]:
    who = facts.student
    rows = [
        (words["name"], who.full_name),
        (words["birth_date"], day(who.birth_date, language) if who.birth_date else ""),
        (words["citizenship"], country_name(who.citizenship, language) if who.citizenship else ""),
        (words["email"], who.email),
        (words["number"], who.number),
        (words["programme"], said(who.programme, language)),
        (words["level"], f"EQF {who.eqf_level}" if who.eqf_level else ""),
        (words["field"], who.isced_f),
    ]
    return [{"label": label, "value": value} for label, value in rows if value and value != said({}, language)]


def _stay(facts: PaperFacts, words: dict[str, str], language: str) -> list[dict[str, Any]]:
    spoken = f"{language_name(facts.body.language, language)} {facts.body.level}".strip()
    return [
        {"label": words["sending"], "value": _end(facts.sending, language)},
        {"label": words["receiving"], "value": _end(facts.receiving, language)},
        {"label": words["period"], "value": f"{day(facts.starts_on, language)} – {day(facts.ends_on, language)}"},
        {"label": words["spoken"], "value": spoken},
        *_parts(facts.body.blended, words, language),
    ]


def _parts(said: Blended | None, words: dict[str, str], language: str) -> list[dict[str, str]]:
    """The two parts of a blended or short mobility, as far as they are known."""
    if said is None:
        return []
    rows = (
        (words["physical"], _days(said.physical_starts_on, said.physical_ends_on, language)),
        (words["virtual_part"], _days(said.virtual_starts_on, said.virtual_ends_on, language)),
        (words["virtual"], said.virtual),
    )
    return [{"label": label, "value": value} for label, value in rows if value]


def _days(first: date | None, last: date | None, language: str) -> str:
    return f"{day(first, language)} – {day(last, language)}" if first and last else ""


def _end(end: End, language: str) -> str:
    parts = (plainly(end.name, language), country_name(end.country, language), end.contact)
    return ", ".join(part for part in parts if part)


def _table(facts: PaperFacts, name: str, words: dict[str, str], language: str) -> dict[str, Any]:
    rows = getattr(facts.body, name)
    is_change = facts.kind == "change"
    return {
        "title": words[f"table_{name}{'_traineeship' if facts.body.traineeship and name == 'recognised' else ''}"],
        "rows": [
            {
                "code": row.code,
                "title": row.title,
                "notes": list(_notes(row, words)),
                "term": row.term,
                "ects": exactly(row.ects, language),
                "change": _change(row, words) if is_change else "",
            }
            for row in rows
        ],
        "is_change": is_change,
        "total": words["total"].format(ects=exactly(facts.body.ects(name), language)),
    }


def _notes(row: Row, words: dict[str, str]) -> list[str]:
    notes = [words["instead_of"].format(codes=row.instead_of)] if row.instead_of and row.instead_of != row.code else []
    notes += [words["condition"].format(text=row.conditions)] if row.conditions else []
    return notes + ([row.description] if row.description else [])


def _change(row: Row, words: dict[str, str]) -> str:
    if not row.status:
        return words["kept"]
    reason = words.get(f"reason_{row.reason}", "") or row.reason_text
    return f"{words[row.status]} – {reason}" if reason else words[row.status]


def _traineeship(row: Traineeship | None, words: dict[str, str], language: str) -> list[dict[str, str]]:
    if row is None:
        return []
    values = {
        "trainee_title": row.title,
        "hours": exactly(row.hours_per_week, language),
        "tasks": row.programme,
        "knowledge": row.knowledge,
        "monitoring": row.monitoring,
        "evaluation": row.evaluation,
        "supervisor": " ".join(filter(None, (row.supervisor_name, row.supervisor_email))),
        "mentor": " ".join(filter(None, (row.mentor_name, row.mentor_email))),
        "support": row.support,
        "accident": words[f"insured_{row.accident_by or 'nobody'}"],
        "liability": words[f"insured_{row.liability_by or 'nobody'}"],
    }
    return [{"label": words[name], "value": value} for name, value in values.items() if value]


def _signature(role: str, signatures: Sequence[Signed], words: dict[str, str], language: str) -> dict[str, str]:
    row = next((each for each in signatures if each.role == role), None)
    if row is None:
        return {"role": words[f"role_{role}"], "name": "–", "at": words["not_signed"]}
    at = row.at.astimezone(UTC)
    moment = words["moment"].format(date=day(at, language), time=f"{at:%H:%M}")
    elsewhere = words[f"evidence_{row.evidence}"] if row.evidence else ""
    name = f"{row.name}, {row.position}" if row.position else row.name
    return {"role": words[f"role_{role}"], "name": name, "at": f"{moment} {elsewhere}".strip()}
