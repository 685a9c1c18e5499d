"""Scores of students who have handed in: set by those who coordinate mobility at their home institution."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.mobility.calls import rules
from salerno.mobility.calls.refusals import CallRefusal
from salerno.mobility.calls.selectors.scores import scored_by, seen_of
from salerno.mobility.calls.services.rows import locked_call
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import MobilityCall, Wish
from salerno.people.models import Person

HIGHEST = Decimal(100)
_STEP = Decimal("0.01")


def read_score(text: str) -> Decimal | None:
    """``"71,5"`` as a score from 0 to 100 with two decimals at most; None for an empty cell. Raises ``ValueError`` with why."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    try:
        score = Decimal(plain)
    except InvalidOperation:
        score = Decimal("NaN")
    if not score.is_finite() or not 0 <= score <= HIGHEST or score != score.quantize(_STEP):
        raise ValueError(_("A score is a number from 0 to 100, with two decimals at most."))
    return score.quantize(_STEP)


def unreadable(texts: Mapping[str, str], known: Iterable[str]) -> dict[str, str]:
    """Which of ``texts`` (by uuid of wishes) cannot be written, and why."""
    return _read_all(texts, set(known))[1]


@transaction.atomic
def save_scores(*, call: MobilityCall, texts: Mapping[str, str], seen: str, by: Person, at: datetime) -> int:
    """Write what ``texts`` say by wish (uuid); return how many scores changed. All of it or nothing.

    ``seen``: digest of what the form showed; when a colleague has saved since, nothing is written.
    """
    call = locked_call(call)
    refuse_if(rules.why_not_score(call=call))
    rows = {str(row.uuid): row for row in scored_by(by, call).select_for_update(of=("self",))}
    refuse_if(CallRefusal.SCORES_CHANGED if seen != seen_of(rows.values()) else None)
    scores, wrong = _read_all(texts, rows.keys())
    if wrong:
        raise MobilityRefused(CallRefusal.BAD_CELLS, wrong)
    changed = [row for key, row in rows.items() if key in scores and row.score != scores[key]]
    for row in changed:
        row.score = scores[str(row.uuid)]
    if changed:
        Wish.objects.bulk_update(changed, ["score"])
        record(action="mobility_call.scored", actor=by, subject=call, detail={"count": len(changed)}, at=at)
    return len(changed)


def _read_all(texts: Mapping[str, str], known: Iterable[str]) -> tuple[dict[str, Decimal | None], dict[str, str]]:
    known = set(known)
    scores: dict[str, Decimal | None] = {}
    wrong: dict[str, str] = {}
    for key, text in texts.items():
        if key not in known:
            wrong[key] = _("The score of this student is not yours to set.")
            continue
        try:
            scores[key] = read_score(text)
        except ValueError as error:
            wrong[key] = str(error)
    return scores, wrong
