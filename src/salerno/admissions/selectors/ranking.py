"""The ranking of a call as it stands: a handful of queries for however many applications."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import fmean
from typing import Any

from django.db.models import Count, Sum

from salerno.admissions.enums import HOLDS_A_PLACE, ApplicationState, ReviewState
from salerno.admissions.models import Application, Call, Review, TranscriptRow
from salerno.admissions.normalising import Score, habits_of, means, normalised
from salerno.admissions.ranking import Candidate, Ranked, in_order, propose
from salerno.common.digests import canonical_json, sha256_hex

_RANKED = (ApplicationState.REVIEWED, ApplicationState.WAITING)


@dataclass(frozen=True)
class Ranking:
    """``ranked``: every reviewed application in order, with what is proposed; ``waiting``: those on the list, in order.

    ``raw`` are means as given, ``scores`` those made comparable, ``habits`` how many scores each reviewer gave and their mean.
    ``digest`` changes with anything that a decision rests on.
    """

    ranked: list[Ranked]
    waiting: list[Candidate]
    holding: list[frozenset[str]]
    raw: dict[str, float]
    scores: dict[str, float]
    habits: dict[str, tuple[int, float]]
    digest: str

    def of(self, key: str) -> Ranked | None:
        """The place of one application."""
        return self._places.get(key)

    @cached_property
    def _places(self) -> dict[str, Ranked]:
        return {each.candidate.key: each for each in self.ranked}


def ranking_of(call: Call) -> Ranking:
    """Rank what is reviewed; who holds a place or waits already is counted, not ranked again."""
    reviews = list(
        Review.objects.submitted().filter(application__call=call).values_list("application__uuid", "reviewer_id", "total", "scores")
    )
    scores = [Score(str(key), str(who), float(total)) for key, who, total, _scores in reviews]
    comparable, raw = normalised(scores), means(scores)
    rows = list(Application.objects.filter(call=call, state__in=(*_RANKED, *HOLDS_A_PLACE)).only(*_READ).order_by("pk"))
    ties = _ties(call, rows, reviews, raw)
    reviewed = [_candidate(row, comparable.get(str(row.uuid)), ties) for row in rows if row.state == ApplicationState.REVIEWED]
    waiting = [_candidate(row, _frozen(row.score), ties) for row in rows if row.state == ApplicationState.WAITING]
    holding = [row.groups for row in rows if row.state in HOLDS_A_PLACE]
    places = {str(row.uuid): row.position or 0 for row in rows}
    return Ranking(
        ranked=propose([each for each in reviewed if each is not None], call.terms, holding, len(waiting)),
        waiting=sorted((each for each in waiting if each), key=lambda each: places[each.key]),
        holding=holding,
        raw=raw,
        scores=comparable,
        habits=dict(habits_of(scores)),
        digest=_digest(rows, reviews),
    )


_READ = ("uuid", "state", "track", "citizenship", "gender", "degree", "score", "position", "submitted_at", "call_id")


def _frozen(score: Decimal | None) -> float:
    return 0.0 if score is None else float(score)


def _candidate(row: Application, score: float | None, ties: dict[str, dict[str, float]]) -> Candidate | None:
    return None if score is None else Candidate(str(row.uuid), score, row.groups, ties.get(str(row.uuid), {}))


def _ties(
    call: Call, rows: Iterable[Application], reviews: Iterable[tuple[Any, ...]], raw: dict[str, float]
) -> dict[str, dict[str, float]]:
    """For each application the values of the call's rules for ties; credits are summed where a rule asks for them."""
    wanted = {rule.by for rule in call.terms.ties}
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        key = str(row.uuid)
        if key in raw:
            found[key]["raw"] = raw[key]
        if row.submitted_at:
            found[key]["submitted"] = row.submitted_at.timestamp()
    criteria: dict[tuple[str, str], list[float]] = defaultdict(list)
    for uuid, _who, _total, scores in reviews:
        for criterion, score in scores.items():
            criteria[str(uuid), criterion].append(score)
    for (key, criterion), values in criteria.items():
        found[key][f"criterion:{criterion}"] = fmean(values)
    if "ects" in wanted:
        passed = TranscriptRow.objects.filter(application__call=call, passed_on__isnull=False).order_by()
        for uuid, total in passed.values_list("application__uuid").annotate(total=Sum("ects_credits")):
            found[str(uuid)]["ects"] = float(total)
    return found


def _digest(rows: Iterable[Application], reviews: Iterable[tuple[Any, ...]]) -> str:
    """Of every state and every total: whoever decides on another picture than this is told."""
    states = [[str(row.uuid), row.state, row.position, row.track] for row in rows]
    totals = sorted([str(uuid), who, str(total)] for uuid, who, total, _scores in reviews)
    return sha256_hex(canonical_json([states, totals]))


def waiting_in_order(call: Call, rows: Iterable[Application], scores: dict[str, float]) -> list[Application]:
    """``rows`` as they will stand on the waiting list: by the score of their decision, ties as the call says."""
    rows = list(rows)
    reviews = list(
        Review.objects.filter(application__in=[row.pk for row in rows], state=ReviewState.SUBMITTED).values_list(
            "application__uuid", "reviewer_id", "total", "scores"
        )
    )
    raw = means([Score(str(key), str(who), float(total)) for key, who, total, _scores in reviews])
    ties = _ties(call, rows, reviews, raw)
    by_key = {str(row.uuid): row for row in rows}
    candidates = [Candidate(key, scores[key], row.groups, ties.get(key, {})) for key, row in by_key.items()]
    return [by_key[candidate.key] for candidate in in_order(candidates, call.terms)]


def states_counted(call: Call) -> dict[str, int]:
    """How many applications are in each state, one query."""
    return dict(Application.objects.filter(call=call).order_by().values_list("state").annotate(count=Count("pk")))
