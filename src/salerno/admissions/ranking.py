"""Who is admitted, waits or is refused: rank, ties, quotas, places. Pure; proposes and gives a reason, decides nothing.

Candidates stand in the order of their scores. Scores that agree to ``decimals`` places are a tie, which the rules of the call
break in their order; what is still equal is drawn by lot, from the call's seed, so that the drawing can be repeated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import zip_longest


class Proposal(StrEnum):
    """What the ranking proposes."""

    ADMIT = "admit"
    WAIT = "wait"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Candidate:
    """``groups``: what quotas look at, such as ``track:biology`` or ``citizenship:IT``; ``ties``: values of the rules for ties."""

    key: str
    score: float
    groups: frozenset[str] = frozenset()
    ties: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quota:
    """Places for whoever belongs to one of ``groups``: ``at_least`` are kept for them, ``at_most`` may go to them."""

    key: str
    groups: frozenset[str]
    at_least: int = 0
    at_most: int | None = None

    def counts(self, groups: frozenset[str]) -> bool:
        """Whether a candidate of these groups counts here."""
        return bool(self.groups & groups)


@dataclass(frozen=True, slots=True)
class TieRule:
    """Between equals the greater value of ``by`` goes first, or the smaller one."""

    by: str
    greater_first: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """What the call says. ``floor``: nobody below it is admitted or waits; ``waiting`` of None: as many as there are."""

    places: int
    quotas: tuple[Quota, ...] = ()
    ties: tuple[TieRule, ...] = ()
    floor: float | None = None
    waiting: int | None = None
    decimals: int = 2
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate's place. ``decided_by``: the rule that put it before the next one of equal score, ``lot`` at last.

    ``sentence`` names the words of the reason, ``params`` fills them in.
    """

    candidate: Candidate
    rank: int
    proposal: Proposal
    sentence: str
    params: Mapping[str, object]
    decided_by: str = ""


def in_order(candidates: Iterable[Candidate], terms: Terms) -> list[Candidate]:
    """``candidates``, best first."""
    return sorted(candidates, key=lambda candidate: _sort_key(candidate, terms))


def _sort_key(candidate: Candidate, terms: Terms) -> tuple[object, ...]:
    ties = [-_tie(candidate, rule) for rule in terms.ties]
    return (-round(candidate.score, terms.decimals), *ties, _lot(candidate, terms))


def _tie(candidate: Candidate, rule: TieRule) -> float:
    value = candidate.ties.get(rule.by)
    if value is None:
        return float("-inf")
    return value if rule.greater_first else -value


def _lot(candidate: Candidate, terms: Terms) -> str:
    return sha256(f"{terms.seed}\n{candidate.key}".encode()).hexdigest()


def propose(
    candidates: Iterable[Candidate], terms: Terms, holding: Sequence[frozenset[str]] = (), waiting: int = 0
) -> list[Ranked]:
    """A proposal for every candidate, in the order of rank. ``holding``: groups of those who have a place already; ``waiting``:
    how many wait already, so that deciding in several lots makes the list no longer than the call allows.

    Reserved places are filled first, each with the best of its group; the others go by rank to whoever no upper limit stops.
    """
    ordered = in_order(candidates, terms)
    able = [candidate for candidate in ordered if terms.floor is None or round(candidate.score, terms.decimals) >= terms.floor]
    admitted = _admitted(able, terms, holding)
    left = [candidate.key for candidate in able if candidate.key not in admitted]
    queue = left if terms.waiting is None else left[: max(terms.waiting - waiting, 0)]
    places_in_queue = {key: place for place, key in enumerate(queue, start=waiting + 1)}
    full = {quota.key for quota in terms.quotas if _is_full(quota, [*holding, *_groups_of(ordered, admitted)])}
    return [
        _ranked(candidate, rank, following, terms, admitted, places_in_queue, full)
        for rank, (candidate, following) in enumerate(zip_longest(ordered, ordered[1:]), start=1)
    ]


def _admitted(able: Sequence[Candidate], terms: Terms, holding: Sequence[frozenset[str]]) -> dict[str, str]:
    """Keys of those who get a place, with the quota that kept it for them (empty: by rank)."""
    admitted: dict[str, str] = {}
    chosen = list(holding)
    for quota in (*terms.quotas, None):
        for candidate in able:
            if quota is not None and (not quota.counts(candidate.groups) or _count(quota, chosen) >= quota.at_least):
                continue
            if candidate.key in admitted or len(chosen) >= terms.places or _stopped_by(candidate.groups, chosen, terms):
                continue
            admitted[candidate.key] = quota.key if quota else ""
            chosen.append(candidate.groups)
    return admitted


def next_to_move_up(waiting: Iterable[Candidate], holding: Sequence[frozenset[str]], terms: Terms) -> Candidate | None:
    """Who gets a place that has come free: ``holding`` are the groups of those who hold one now. None when none is free.

    ``waiting`` is in order. A reserved place that is empty goes to the first of its group, then everything by order; the limits
    of the call hold as on the first day.
    """
    if len(holding) >= terms.places:
        return None
    able = [candidate for candidate in waiting if not _stopped_by(candidate.groups, holding, terms)]
    lacking = [quota for quota in terms.quotas if _count(quota, holding) < quota.at_least]
    kept_for = (candidate for quota in lacking for candidate in able if quota.counts(candidate.groups))
    return next(kept_for, next(iter(able), None))


def _count(quota: Quota, chosen: Iterable[frozenset[str]]) -> int:
    return sum(quota.counts(groups) for groups in chosen)


def _is_full(quota: Quota, chosen: Sequence[frozenset[str]]) -> bool:
    return quota.at_most is not None and _count(quota, chosen) >= quota.at_most


def _stopped_by(groups: frozenset[str], chosen: Sequence[frozenset[str]], terms: Terms) -> Quota | None:
    return next((quota for quota in terms.quotas if quota.counts(groups) and _is_full(quota, chosen)), None)


def _groups_of(ordered: Iterable[Candidate], admitted: Mapping[str, str]) -> list[frozenset[str]]:
    return [candidate.groups for candidate in ordered if candidate.key in admitted]


def _ranked(
    candidate: Candidate,
    rank: int,
    following: Candidate | None,
    terms: Terms,
    admitted: Mapping[str, str],
    queue: Mapping[str, int],
    full: set[str],
) -> Ranked:
    params: dict[str, object] = {"rank": rank, "score": round(candidate.score, terms.decimals), "places": terms.places}
    decided_by = _decided_by(candidate, following, terms)
    if candidate.key in admitted:
        params["quota"] = admitted[candidate.key]
        sentence = "admitted-reserved" if admitted[candidate.key] else "admitted-by-rank"
        return Ranked(candidate, rank, Proposal.ADMIT, sentence, params, decided_by)
    stopping = next((quota.key for quota in terms.quotas if quota.key in full and quota.counts(candidate.groups)), "")
    params["quota"] = stopping
    if candidate.key in queue:
        params["position"] = queue[candidate.key]
        return Ranked(candidate, rank, Proposal.WAIT, "waits-quota" if stopping else "waits", params, decided_by)
    if terms.floor is not None and params["score"] < terms.floor:  # type: ignore[operator]
        return Ranked(candidate, rank, Proposal.REFUSE, "refused-floor", {**params, "floor": terms.floor}, decided_by)
    return Ranked(candidate, rank, Proposal.REFUSE, "refused-places", params, decided_by)


def _decided_by(candidate: Candidate, following: Candidate | None, terms: Terms) -> str:
    """Which rule set two neighbours of equal score apart; nothing when their scores do."""
    if following is None or round(candidate.score, terms.decimals) != round(following.score, terms.decimals):
        return ""
    return next((rule.by for rule in terms.ties if _tie(candidate, rule) != _tie(following, rule)), "lot")
