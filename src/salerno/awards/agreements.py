"""The consortium agreement as data: clauses that decisions cite, and the rules by which a board sits.

Plain values in, plain values out: no database, no clock.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

from salerno.awards.enums import Decision, Vote
from salerno.common.digests import canonical_json, sha256_hex

Text = Mapping[str, str]


class AgreementRefused(ValueError):
    """The file is no agreement by which a board could sit; the message names the place and what is missing."""


@dataclass(frozen=True)
class Clause:
    """A clause that a decision can cite."""

    number: str
    title: Text
    text: Text


@dataclass(frozen=True)
class National:
    """What the rules of one country ask of the institutions there."""

    country: str
    least_present: int
    text: Text


FIRST_FROM = ("institution", "anyone")


@dataclass(frozen=True)
class ChairRule:
    """Who takes the chair when the chair cannot.

    ``first_from``: ``institution`` (a member of the chair's own, as long as there is one) or ``anyone``, which holds where an
    agreement says nothing; ``clause`` is empty then.
    """

    first_from: str = "anyone"
    clause: str = ""


@dataclass(frozen=True)
class BoardRules:
    """When a board can decide, when a vote is carried, who takes the chair. Shares lie between 0 and 1."""

    share_present: Decimal
    institutions_present: int
    majority: Decimal
    chair_breaks_ties: bool
    national: tuple[National, ...]
    chair: ChairRule = ChairRule()


@dataclass(frozen=True)
class AgreementFacts:
    """One version of the agreement. ``decisions`` says which clause each decision stands on."""

    title: Text
    is_made_up: bool
    clauses: tuple[Clause, ...]
    decisions: Mapping[str, str]
    board: BoardRules
    body: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of the agreement as canonical JSON."""
        return sha256_hex(canonical_json(self.body))

    def clause(self, number: str) -> Clause | None:
        """The clause ``number``, or None."""
        return next((clause for clause in self.clauses if clause.number == number), None)


@dataclass(frozen=True)
class Seat:
    """A member: at an institution in a country, present or not."""

    institution: str
    country: str
    is_present: bool


@dataclass(frozen=True)
class Shortfall:
    """What a quorum asks for: ``key`` is ``members``, ``institutions`` or ``national`` (then ``subject`` is a country)."""

    key: str
    subject: str
    needed: int
    present: int

    @property
    def is_met(self) -> bool:
        """Whether enough are present."""
        return self.present >= self.needed


def requirements(rules: BoardRules, seats: Iterable[Seat]) -> tuple[Shortfall, ...]:
    """Everything that a quorum asks of a board with these ``seats``, met or not: the members, the institutions, each country."""
    all_seats = tuple(seats)
    there = [seat for seat in all_seats if seat.is_present]
    needed = max(1, int((rules.share_present * len(all_seats)).to_integral_value(ROUND_CEILING)))
    found = [
        Shortfall("members", "", needed, len(there)),
        Shortfall("institutions", "", rules.institutions_present, len({seat.institution for seat in there})),
    ]
    countries = {seat.country for seat in all_seats}
    for rule in rules.national:
        if rule.country in countries:
            here = sum(seat.country == rule.country for seat in there)
            found.append(Shortfall("national", rule.country, rule.least_present, here))
    return tuple(found)


def shortfalls(rules: BoardRules, seats: Iterable[Seat]) -> tuple[Shortfall, ...]:
    """What a board with these ``seats`` lacks to decide; nothing: it has a quorum. An empty board never has one."""
    return tuple(item for item in requirements(rules, seats) if not item.is_met)


def successors(rule: ChairRule, institution: str, members: Mapping[int, str]) -> set[int]:
    """Who of ``members`` (key → institution; without the chair) may take the chair from a member of ``institution``."""
    own = {key for key, theirs in members.items() if theirs == institution}
    return own if own and rule.first_from == "institution" else set(members)


def is_carried(rules: BoardRules, votes: Mapping[str, str], chair: str) -> bool:
    """Whether a motion is carried by ``votes`` (member → ``Vote``): more than the majority of those for and against.

    Abstentions count neither way. At a tie the vote of ``chair`` decides where the agreement says so; without a vote for, no
    motion is carried.
    """
    yes = sum(vote == Vote.FOR for vote in votes.values())
    no = sum(vote == Vote.AGAINST for vote in votes.values())
    if yes == no and rules.chair_breaks_ties:
        return yes > 0 and votes.get(chair) == Vote.FOR
    return yes > rules.majority * (yes + no)


def read_agreement(text: str) -> AgreementFacts:
    """The agreement that a TOML text holds. Raises ``AgreementRefused``."""
    try:
        return from_body(json.loads(json.dumps(tomllib.loads(text), default=str)))
    except tomllib.TOMLDecodeError as error:
        raise AgreementRefused(f"This is no TOML: {error}.") from error


def from_body(body: Mapping[str, Any]) -> AgreementFacts:
    """The agreement of plain values, as ``Agreement.body`` keeps them. Raises ``AgreementRefused``."""
    try:
        facts = AgreementFacts(
            title=_text(body["title"], "title"),
            is_made_up=bool(body.get("made_up", False)),
            clauses=tuple(
                Clause(str(item["number"]), _text(item["title"], "clause.title"), _text(item["text"], "clause.text"))
                for item in body["clause"]
            ),
            decisions={str(key): str(value) for key, value in body["decisions"].items()},
            board=_board(body["board"]),
            body=body,
        )
    except KeyError as error:
        raise AgreementRefused(f"The agreement lacks {error.args[0]!r}.") from error
    except (TypeError, AttributeError, InvalidOperation) as error:
        raise AgreementRefused("The agreement has a value of the wrong kind.") from error
    _refuse_contradictions(facts)
    return facts


def _board(body: Mapping[str, Any]) -> BoardRules:
    return BoardRules(
        share_present=Decimal(body["share_present"]),
        institutions_present=int(body["institutions_present"]),
        majority=Decimal(body["majority"]),
        chair_breaks_ties=bool(body["chair_breaks_ties"]),
        national=tuple(
            National(str(item["country"]), int(item["least_present"]), _text(item["text"], "board.national.text"))
            for item in body.get("national", [])
        ),
        chair=ChairRule(**{key: str(value) for key, value in body.get("chair", {}).items()}),
    )


def _text(value: Any, place: str) -> dict[str, str]:
    if not isinstance(value, dict) or not value.get("en"):
        raise AgreementRefused(f"{place} needs a text in English: {{ en = … }}.")
    return {str(language): str(text) for language, text in value.items()}


def _refuse_contradictions(facts: AgreementFacts) -> None:
    numbers = [clause.number for clause in facts.clauses]
    if twice := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise AgreementRefused(f"The clause {twice[0]} stands twice.")
    for decision in Decision.values:
        if facts.decisions.get(decision) not in numbers:
            raise AgreementRefused(f"decisions.{decision} must name a clause of this agreement.")
    if unknown := sorted(set(facts.decisions) - set(Decision.values)):
        raise AgreementRefused(f"decisions.{unknown[0]} is no decision of a board.")
    chair = facts.board.chair
    if chair.first_from not in FIRST_FROM or (chair.clause and chair.clause not in numbers):
        raise AgreementRefused("board.chair: first_from is institution or anyone, and clause one of this agreement.")
    shares = (facts.board.share_present, facts.board.majority)
    if not all(0 <= share < 1 for share in shares) or facts.board.institutions_present < 1:
        raise AgreementRefused("board: shares lie from 0 to below 1, and at least one institution is present.")
