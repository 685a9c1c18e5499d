"""What changes agreements between two institutions.

One lock, on the agreement; its conditions and approvals change under it alone, so that nobody approves what somebody else is
writing. Next versions and what they replace are locked in this order: the newer, then the older.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.institutions.models import Institution
from salerno.mobility.agreements import rules
from salerno.mobility.agreements.ewp_wording import hash_of
from salerno.mobility.agreements.refusals import AgreementRefusal
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.enums import NEXT_AGREEMENT, AgreementState
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import Approval, Condition, InterInstitutionalAgreement
from salerno.mobility.querysets import coordinated_by
from salerno.people.models import Person

EDITABLE = frozenset({"starts_on", "ends_on", "note"})
_OF_A_CONDITION = ("sending_id", "receiving_id", "kind", "isced_f", "eqf_levels", "places", "months", "languages")


@transaction.atomic
def draft_agreement(
    *,
    first: Institution,
    second: Institution,
    values: Mapping[str, Any],
    conditions: Iterable[Mapping[str, Any]] = (),
    by: Person | None,
    at: datetime,
    source: str = "",
) -> InterInstitutionalAgreement:
    """An agreement in preparation, with a code of its own; ``source`` names the file from which it was taken in.

    ``values``: ``EDITABLE``; each condition: what ``Condition`` holds. The first side is locked, so that no code is given twice.
    """
    Institution.objects.select_for_update().get(pk=first.pk)
    refuse_if(rules.why_not_draft(first=first, second=second, by=by))
    agreement = InterInstitutionalAgreement(first=first, second=second, **_known(values))
    _refuse_dates(agreement)
    agreement.code = _free_code(f"{first.code}-{second.code}-{agreement.starts_on.year}")
    agreement.save()
    _write_conditions(agreement, conditions)
    detail = {"code": agreement.code, "digest": digest_of(agreement)} | ({"source": source} if source else {})
    record(action="iia.drafted", actor=by, subject=agreement, detail=detail, at=at)
    return agreement


@transaction.atomic
def edit_agreement(
    *,
    agreement: InterInstitutionalAgreement,
    values: Mapping[str, Any],
    conditions: Iterable[Mapping[str, Any]],
    seen: str,
    by: Person | None,
    at: datetime,
) -> InterInstitutionalAgreement:
    """Write a draft anew. ``seen``: the digest of what stood on the page that was typed in; refused when it changed since."""
    agreement = _locked(agreement)
    refuse_if(rules.why_not_edit(agreement=agreement, by=by) or rules.why_changed(agreement, seen))
    for name, value in _known(values).items():
        setattr(agreement, name, value)
    _refuse_dates(agreement)
    agreement.save()
    agreement.conditions.all().delete()
    _write_conditions(agreement, conditions)
    if (now := digest_of(agreement)) != seen:
        record(action="iia.edited", actor=by, subject=agreement, detail={"digest": now}, at=at)
    return agreement


@transaction.atomic
def discard_agreement(*, agreement: InterInstitutionalAgreement, seen: str, by: Person | None, at: datetime) -> None:
    """Throw a draft away."""
    agreement = _locked(agreement)
    refuse_if(rules.why_not_edit(agreement=agreement, by=by) or rules.why_changed(agreement, seen))
    record(action="iia.discarded", actor=by, subject=agreement, detail={"code": agreement.code}, at=at)
    agreement.delete()


@transaction.atomic
def propose_agreement(
    *, agreement: InterInstitutionalAgreement, seen: str, by: Person | None, at: datetime
) -> InterInstitutionalAgreement:
    """Lay a draft before both sides: from here on it no longer changes."""
    agreement = _locked(agreement)
    refuse_if(rules.why_not_propose(agreement=agreement, by=by, on=at.date()) or rules.why_changed(agreement, seen))
    return _moved(agreement, AgreementState.PROPOSED, "iia.proposed", by, at, {"digest": seen})


@transaction.atomic
def take_back_agreement(
    *, agreement: InterInstitutionalAgreement, seen: str, by: Person | None, at: datetime
) -> InterInstitutionalAgreement:
    """Make a proposal a draft again. An approval that was given falls: what it approved may change now; the record keeps it."""
    agreement = _locked(agreement)
    refuse_if(rules.why_not_take_back(agreement=agreement, by=by) or rules.why_changed(agreement, seen))
    agreement.approvals.all().delete()
    return _moved(agreement, AgreementState.DRAFT, "iia.taken_back", by, at)


@transaction.atomic
def approve_agreement(
    *, agreement: InterInstitutionalAgreement, institution: Institution, seen: str, by: Person, at: datetime
) -> InterInstitutionalAgreement:
    """Approve for one side what was read (``seen``: its digest). With the second side it is approved, and on its day in force."""
    agreement = _locked(agreement)
    refuse_if(rules.why_not_approve(agreement=agreement, institution=institution, by=by, on=at.date()))
    refuse_if(rules.why_changed(agreement, seen))
    older = _locked_older(agreement)
    Approval.objects.create(agreement=agreement, institution=institution, by=by, at=at, digest=seen)
    noted = institution.pk not in coordinated_by(by)
    detail = {"institution": institution.code, "digest": seen, "iia_hash": hash_of(agreement), "noted": noted}
    record(action="iia.approved", actor=by, subject=agreement, detail=detail, at=at)
    if agreement.approvals.count() == 2:
        agreement = _moved(agreement, AgreementState.APPROVED, "iia.approved_by_both", None, at, {"digest": seen})
        if agreement.starts_on <= at.date():
            _begin(agreement, older, at)
    return agreement


@transaction.atomic
def end_agreement(
    *, agreement: InterInstitutionalAgreement, seen: str, by: Person | None, at: datetime
) -> InterInstitutionalAgreement:
    """End it before its last day. Places that were given stand."""
    agreement = _locked(agreement)
    refuse_if(rules.why_not_end(agreement=agreement, by=by) or rules.why_changed(agreement, seen))
    return _moved(agreement, AgreementState.ENDED, "iia.ended", by, at)


@transaction.atomic
def next_version(
    *, agreement: InterInstitutionalAgreement, seen: str, by: Person | None, at: datetime
) -> InterInstitutionalAgreement:
    """A draft with the same conditions that will take the place of ``agreement`` on its first day."""
    agreement = _locked(agreement)
    refuse_if(rules.why_not_follow(agreement=agreement, by=by) or rules.why_changed(agreement, seen))
    Institution.objects.select_for_update().get(pk=agreement.first_id)
    values = {name: getattr(agreement, name) for name in ("first", "second", *EDITABLE)}
    code = _free_code(agreement.code)
    draft = InterInstitutionalAgreement.objects.create(code=code, replaces=agreement, **values)
    _write_conditions(draft, agreement.conditions.values(*_OF_A_CONDITION))
    record(action="iia.drafted", actor=by, subject=draft, detail={"code": code, "replaces": agreement.code}, at=at)
    return draft


def follow_the_calendar(*, at: datetime) -> tuple[int, int]:
    """Bring into force what both have approved and whose first day has come; end what is over. How many of each; daily."""
    begun = ended = 0
    day = at.date()
    due = InterInstitutionalAgreement.objects.filter(state=AgreementState.APPROVED, starts_on__lte=day, ends_on__gte=day)
    for row in due.order_by("starts_on", "pk"):
        begun += _follow(row, day, at)
    over = InterInstitutionalAgreement.objects.filter(state__in=rules.BOTH_APPROVED, ends_on__lt=day)
    for row in over.order_by("pk"):
        ended += _expire(row, day, at)
    return begun, ended


@transaction.atomic
def _follow(row: InterInstitutionalAgreement, day: date, at: datetime) -> bool:
    row = _locked(row)
    if row.state != AgreementState.APPROVED or row.starts_on > day:
        return False
    _begin(row, _locked_older(row), at)
    return True


@transaction.atomic
def _expire(row: InterInstitutionalAgreement, day: date, at: datetime) -> bool:
    row = _locked(row)
    if row.state not in rules.BOTH_APPROVED or row.ends_on >= day:
        return False
    _moved(row, AgreementState.ENDED, "iia.ended", None, at)
    return True


def _begin(agreement: InterInstitutionalAgreement, older: InterInstitutionalAgreement | None, at: datetime) -> None:
    """In force; what it replaces ends at the same moment."""
    _moved(agreement, AgreementState.IN_FORCE, "iia.begun", None, at)
    if older is not None and older.state in rules.BOTH_APPROVED:
        _moved(older, AgreementState.ENDED, "iia.ended", None, at, {"replaced_by": agreement.code})


def _moved(
    agreement: InterInstitutionalAgreement,
    state: AgreementState,
    action: str,
    by: Person | None,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> InterInstitutionalAgreement:
    if state not in NEXT_AGREEMENT[AgreementState(agreement.state)]:
        raise ValueError(f"No arrow leads from {agreement.state} to {state}.")
    agreement.state = state
    agreement.save(update_fields=["state"])
    record(action=action, actor=by, subject=agreement, detail=detail, at=at)
    return agreement


def _locked(agreement: InterInstitutionalAgreement) -> InterInstitutionalAgreement:
    """The row as it stands now, locked; refused when it was thrown away meanwhile."""
    rows = InterInstitutionalAgreement.objects.select_for_update(of=("self",)).select_related("first", "second", "replaces")
    found = rows.filter(uuid=agreement.uuid).first()
    if found is None:
        raise MobilityRefused(AgreementRefusal.CHANGED_MEANWHILE)
    return found


def _locked_older(agreement: InterInstitutionalAgreement) -> InterInstitutionalAgreement | None:
    return _locked(agreement.replaces) if agreement.replaces else None


def _known(values: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := set(values) - EDITABLE:
        raise ValueError(f"An agreement has no {', '.join(sorted(unknown))}.")
    return values


def _refuse_dates(agreement: InterInstitutionalAgreement) -> None:
    if agreement.starts_on >= agreement.ends_on:
        raise MobilityRefused(AgreementRefusal.DATES, {"ends_on": AgreementRefusal.DATES.label})


def _write_conditions(agreement: InterInstitutionalAgreement, conditions: Iterable[Mapping[str, Any]]) -> None:
    rows = [Condition(agreement=agreement, **condition) for condition in conditions]
    sides = {agreement.first_id, agreement.second_id}
    if any({row.sending_id, row.receiving_id} != sides for row in rows):
        raise ValueError("A condition sends from one side to the other.")
    Condition.objects.bulk_create(rows)


def _free_code(wish: str) -> str:
    """``wish`` without what a code cannot hold, or its next free number: ``AMU-SU-2027``, ``AMU-SU-2027-v2``."""
    base = re.sub(r"[^A-Za-z0-9]", "-", re.sub(r"-v\d+\Z", "", wish))[:50]
    taken = set(InterInstitutionalAgreement.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := base if number == 1 else f"{base}-v{number}") not in taken)
