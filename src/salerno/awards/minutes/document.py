"""The minutes as PDF/UA-1."""

from collections import Counter
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from salerno.awards.minutes.facts import ChairChange, Item, Member, MinutesFacts, Stay
from salerno.common.document_words import DocumentWords, brief_day, day, plainly, said
from salerno.common.typesetting import pdf

WORDS = DocumentWords(__package__)


def minutes_pdf(facts: MinutesFacts, language: str) -> bytes:
    """The minutes in ``language``, or in English with a note when they have no words in it. Raises ``CannotPrint``.

    The same facts give the same bytes: the file names the moment of the signature as that of its making, a draft the day of the
    meeting.
    """
    made_at = facts.signed_at or datetime.combine(facts.held_on, time(), UTC)
    return pdf(_template(), _data(facts, language), timestamp=made_at.astimezone(UTC))


@cache
def _template() -> bytes:
    return (files(__package__) / "templates" / "minutes.typ").read_bytes()


def _data(facts: MinutesFacts, asked: str) -> dict[str, Any]:
    language = WORDS.spoken(asked, "minutes")
    words = WORDS.of(language, "minutes")
    programme, held_on = plainly(facts.programme, language), day(facts.held_on, language)
    return {
        "language": language,
        "words": words,
        "title": f"{words['title']} – {programme}, {held_on}",
        "running": words["running"].format(programme=programme, date=held_on),
        "programme": said(facts.programme, language),
        "made_up": [{"text": words["made_up"], "lang": language}] if facts.is_made_up else [],
        "note": WORDS.missing_note(asked, "minutes"),
        "heading": [
            {"label": words["cohort"], "value": said(facts.cohort, language)},
            {"label": words["date"], "value": held_on},
            {"label": words["place"], "value": facts.place or words["no_place"]},
            {"label": words["chair"], "value": facts.chair},
            {
                "label": words["agreement"],
                "value": words["agreement_version"].format(
                    title=plainly(facts.agreement_title, language), version=facts.agreement_version
                ),
            },
        ],
        "members": [_member(member, words, language) for member in facts.members],
        "chair_changes": [_chair_change(change, words, language) for change in facts.chair_changes],
        "quorum": [_quorum(line, words, language) for line in facts.quorum],
        "has_quorum": words["quorum_held" if all(line.holds for line in facts.quorum) else "quorum_missed"],
        "items": [_item(item, words) for item in facts.items],
        "counts": _counts(facts, words),
        "clauses": [
            {"number": clause.number, "title": said(clause.title, language), "text": said(clause.text, language)}
            for clause in facts.clauses
        ],
        "signature": _signature(facts, words, language),
        "id": facts.board_uuid,
    }


def _member(member: Member, words: dict[str, str], language: str) -> dict[str, Any]:
    presence = _presence(member, words, language)
    return {
        "name": member.name,
        "institution": said(member.institution, language),
        "presence": f"{presence}, {words['in_the_chair']}" if member.is_chair else presence,
    }


def _presence(member: Member, words: dict[str, str], language: str) -> str:
    """That they were there, with the times: of another day than that on which they first came with the day."""
    if not member.stays:
        return words["present" if member.is_present else "absent"]
    first = member.stays[0].came_at.astimezone(UTC).date()
    return words["present_times"].format(times="; ".join(_stay(stay, first, words, language) for stay in member.stays))


def _stay(stay: Stay, first: date, words: dict[str, str], language: str) -> str:
    came = stay.came_at.astimezone(UTC)
    times = words["since" if stay.left_at is None else "from_to"].format(
        came=f"{came:%H:%M}", left=f"{(stay.left_at or came).astimezone(UTC):%H:%M}"
    )
    return times if came.date() == first else f"{brief_day(came, language)} {times}"


def _chair_change(change: ChairChange, words: dict[str, str], language: str) -> str:
    at = change.at.astimezone(UTC)
    clause = words["by_clause"].format(clause=change.clause) if change.clause else ""
    said = {"before": change.before, "after": change.after, "reason": change.reason, "clause": clause}
    return words["chair_change"].format(date=day(at, language), time=f"{at:%H:%M}", **said)


def _quorum(line: Any, words: dict[str, str], language: str) -> dict[str, Any]:
    return {
        "rule": said(line.rule, language),
        "subject": said(line.subject, language),
        "needed": str(line.needed),
        "present": str(line.present),
        "holds": words["holds" if line.holds else "fails"],
    }


def _item(item: Item, words: dict[str, str]) -> dict[str, Any]:
    notes = [
        words["conflict"].format(member=conflict.member, reason=f" ({conflict.reason})" if conflict.reason else "")
        for conflict in item.conflicts
    ]
    if item.absent:
        notes.append(words["not_there"].format(members=", ".join(item.absent)))
    if item.reason:
        notes.append(words["reason"].format(reason=item.reason))
    if item.not_granted:
        notes.append(words["not_granted"].format(reason=item.not_granted))
    return {
        "student": item.student,
        "numbers": [f"{institution}: {number}" for institution, number in item.numbers.items()],
        "proposal": _decision(item.proposal, words),
        "votes": [str(item.votes_for), str(item.votes_against), str(item.abstained)],
        "decision": _decision(item.decision, words),
        "clause": item.clause,
        "notes": notes,
    }


def _decision(value: str, words: dict[str, str]) -> str:
    """A decision in words; an unknown one as it is written."""
    return words.get(f"decision_{value}", value) if value else words["undecided"]


def _counts(facts: MinutesFacts, words: dict[str, str]) -> list[dict[str, Any]]:
    counted = Counter(item.decision for item in facts.items)
    return [{"decision": _decision(decision, words), "number": str(number)} for decision, number in counted.items()]


def _signature(facts: MinutesFacts, words: dict[str, str], language: str) -> str:
    if facts.signed_at is None:
        return words["draft"]
    signed_at = facts.signed_at.astimezone(UTC)
    return words["signed"].format(name=facts.chair, date=day(signed_at, language), time=f"{signed_at:%H:%M}")
