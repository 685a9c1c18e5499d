"""The ranking of a call, kept in memory until an act of admissions was recorded.

To rank 10,000 applications takes a second; the committee turns the pages of one ranking all day. Every act adds to the hash chain
of the record (``audit``), in the transaction that changes the rows: so a ranking holds as long as the entries since then tell of
nothing but openings and of other rooms. All processes see the same chain. Decisions do not rest on this: ``services.deciding``
ranks anew under its lock, and compares digests.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from salerno.admissions.enums import ApplicationState
from salerno.admissions.models import Call
from salerno.admissions.ranking import Proposal, Quota
from salerno.admissions.selectors.ranking import Ranking, ranking_of, states_counted
from salerno.audit.models import Entry, Head
from salerno.common.compiled import Compiled, Parameter

_LOOKS = frozenset({"people.listed", "person.opened"})
_MOST_CALLS = 3
_MOST_ENTRIES = 300
_NUMBER = Entry._meta.get_field("sequence")
_HEAD = Compiled(lambda: Head.objects.order_by("pk").values_list("sequence", "hash")[:1])
_SINCE = Compiled(
    lambda: (
        Entry.objects.filter(sequence__gte=Parameter("first", _NUMBER), sequence__lte=Parameter("last", _NUMBER))
        .order_by("sequence")
        .values_list("hash", "subject_type", "action")[: _MOST_ENTRIES + 1]
    )
)


@dataclass(frozen=True)
class QuotaFill:
    """How far a quota is used: by who holds a place, and by those whom the ranking proposes to admit."""

    quota: Quota
    held: int
    proposed: int

    @property
    def is_short(self) -> bool:
        """Whether fewer than the places that are kept would be given."""
        return self.held + self.proposed < self.quota.at_least


@dataclass(frozen=True)
class KeptRanking:
    """A ranking with what is counted of it; ``end`` is the end of the record (number, hash) before its rows were read.

    ``drawn``: pieces of pages as they were drawn, for each language and way of drawing. They hold as long as the ranking does.
    """

    end: tuple[int, str]
    ranking: Ranking
    counts: dict[str, int]
    disagreeing: int
    quotas: tuple[QuotaFill, ...]
    proposed: dict[Proposal, int]
    drawn: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)


_KEPT: dict[uuid.UUID, KeptRanking] = {}


def kept_ranking(call: Call) -> KeptRanking:
    """The ranking of ``call`` as it stands: two queries when nothing happened, else a handful."""
    end = _end_of_record()
    kept = _KEPT.get(call.uuid)
    if kept is None or not _holds(kept, end):
        kept = _rank(call, end)
    elif kept.end != end:
        kept = replace(kept, end=end)
    _KEPT.pop(call.uuid, None)
    _KEPT[call.uuid] = kept
    while len(_KEPT) > _MOST_CALLS:
        _KEPT.pop(next(iter(_KEPT)), None)
    return kept


def _end_of_record() -> tuple[int, str]:
    rows = _HEAD.rows()
    return tuple(rows[0]) if rows else (0, "")


def _holds(kept: KeptRanking, end: tuple[int, str]) -> bool:
    """Whether nothing of admissions happened since. The kept end must still stand in the record: a restore may have cut it off."""
    if kept.end == end:
        return True
    entries = _SINCE.rows(first=kept.end[0], last=end[0])
    if not entries or len(entries) > _MOST_ENTRIES or entries[0][0] != kept.end[1]:
        return False
    return not any(kind.startswith("admissions.") and action not in _LOOKS for _hash, kind, action in entries[1:])


def _rank(call: Call, end: tuple[int, str]) -> KeptRanking:
    ranking = ranking_of(call)
    admitted = [each.candidate.groups for each in ranking.ranked if each.proposal == Proposal.ADMIT]
    disagreeing = call.applications.filter(disagrees=True, state=ApplicationState.ELIGIBLE).count()
    return KeptRanking(
        end=end,
        ranking=ranking,
        counts=states_counted(call),
        disagreeing=disagreeing,
        quotas=tuple(QuotaFill(each, _count(each, ranking.holding), _count(each, admitted)) for each in call.terms.quotas),
        proposed={each: sum(row.proposal == each for row in ranking.ranked) for each in Proposal},
    )


def _count(quota: Quota, groups: Iterable[frozenset[str]]) -> int:
    return sum(quota.counts(each) for each in groups)
