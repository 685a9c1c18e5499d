"""What the desk's pages of agreements read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.audit.models import Entry
from salerno.desk.words import moment
from salerno.institutions.models import Institution
from salerno.mobility.agreements import rules
from salerno.mobility.agreements.ewp_wording import hash_of
from salerno.mobility.agreements.tables import CONDITIONS
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.agreements.words import WORDS
from salerno.mobility.enums import AgreementState
from salerno.mobility.models import Approval, Condition, InterInstitutionalAgreement
from salerno.mobility.querysets import coordinated_by
from salerno.people.access import reach_of
from salerno.people.models import Person


def agreements_for(
    person: Person, *, words: str = "", state: str = "", partner: str = "", day: date | None = None
) -> QuerySet[InterInstitutionalAgreement]:
    """The agreements of the person's institutions, narrowed by what is given, with places a year and approvals."""
    rows = InterInstitutionalAgreement.objects.governed_by(person).select_related("first", "second")
    if words:
        rows = rows.filter(Q(code__icontains=words) | Q(note__icontains=words))
    if state:
        rows = rows.filter(state=state)
    if partner:
        rows = rows.filter(Q(first__slug=partner) | Q(second__slug=partner))
    if day:
        rows = rows.holding_on(day)
    places = Condition.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement").annotate(n=Sum("places")).values("n")
    return rows.annotate(places=Coalesce(Subquery(places), 0), approvals_given=Count("approvals"))


def partners_of(person: Person) -> list[Institution]:
    """The institutions that stand in the person's agreements."""
    sides = InterInstitutionalAgreement.objects.governed_by(person).order_by()
    return list(Institution.objects.filter(Q(pk__in=sides.values("first")) | Q(pk__in=sides.values("second"))))


def own_institutions(person: Person) -> QuerySet[Institution]:
    """Those for which the person prepares agreements, factsheets and offers."""
    rows = Institution.objects.all()
    return rows if reach_of(person).everything else rows.filter(pk__in=coordinated_by(person))


@dataclass(frozen=True)
class Moment:
    """A line of the history."""

    when: str
    what: str
    detail: str
    state: str = ""


@dataclass(frozen=True)
class Side:
    """One of the two, and its approval when it is given. ``is_noted``: what it approves on paper the reader notes here."""

    institution: Institution
    approval: Approval | None
    is_noted: bool


@dataclass(frozen=True)
class AgreementPage:
    """An agreement as it stands. ``acts``: names of steps that its state allows, each with why it is refused, or None."""

    agreement: InterInstitutionalAgreement
    table: dict[str, Any]
    sides: list[Side]
    digest: str
    iia_hash: str
    moments: list[Moment]
    acts: list[tuple[str, TextChoices | None]]
    why_not_edit: TextChoices | None
    next_version: InterInstitutionalAgreement | None


def agreement_page(*, agreement: InterInstitutionalAgreement, viewer: Person, at: datetime) -> AgreementPage:
    """Everything that the page of ``agreement`` shows to ``viewer``."""
    given = {row.institution_id: row for row in agreement.approvals.select_related("by")}
    on = at.date()
    return AgreementPage(
        agreement=agreement,
        table=conditions_table(list(agreement.conditions.select_related("sending", "receiving"))),
        sides=[Side(side, given.get(side.pk), rules.notes_for(viewer, side, on)) for side in (agreement.first, agreement.second)],
        digest=digest_of(agreement),
        iia_hash=hash_of(agreement),
        moments=history_of(agreement),
        acts=[(name, why_not(name, agreement, viewer, on)) for name in _STEPS[AgreementState(agreement.state)]],
        why_not_edit=rules.why_not_edit(agreement=agreement, by=viewer),
        next_version=InterInstitutionalAgreement.objects.filter(replaces=agreement).first(),
    )


_STEPS: dict[AgreementState, tuple[str, ...]] = {
    AgreementState.DRAFT: ("propose", "discard"),
    AgreementState.PROPOSED: ("approve-first", "approve-second", "take-back"),
    AgreementState.APPROVED: ("follow", "end"),
    AgreementState.IN_FORCE: ("follow", "end"),
    AgreementState.ENDED: ("follow",),
}


def why_not(act: str, agreement: InterInstitutionalAgreement, viewer: Person, on: date) -> TextChoices | None:
    """Why ``viewer`` cannot take the step ``act``, or None."""
    given: dict[str, Any] = {"agreement": agreement, "by": viewer}
    return {
        "propose": lambda: rules.why_not_propose(**given, on=on),
        "discard": lambda: rules.why_not_edit(**given),
        "approve-first": lambda: rules.why_not_approve(**given, institution=agreement.first, on=on),
        "approve-second": lambda: rules.why_not_approve(**given, institution=agreement.second, on=on),
        "take-back": lambda: rules.why_not_take_back(**given),
        "follow": lambda: rules.why_not_follow(**given),
        "end": lambda: rules.why_not_end(**given),
    }[act]()


def conditions_table(rows: Sequence[Condition]) -> dict[str, Any]:
    """What ``components/table.html`` shows of conditions."""
    heads = [{"label": column.label, "is_number": column.is_number, "is_short": True} for column in CONDITIONS]
    return {
        "identifier": "conditions",
        "caption": _("Conditions"),
        "count": ngettext("%(n)d condition", "%(n)d conditions", len(rows)) % {"n": len(rows)},
        "columns": heads,
        "rows": [{"url": "", "cells": [column.on_the_page(row) for column in CONDITIONS]} for row in rows],
    }


def history_of(agreement: InterInstitutionalAgreement) -> list[Moment]:
    """What was done to it, by whom, as the record of acts tells it; the last first."""
    entries = list(Entry.objects.filter(subject=agreement.uuid).order_by("-sequence")[:100])
    people = {row.uuid: row.display_name for row in Person.objects.filter(uuid__in={each.actor for each in entries} - {None})}
    return [Moment(moment(each.at), str(WORDS.get(each.action, each.action)), _detail(each, people)) for each in entries]


def _detail(entry: Entry, people: dict[Any, str]) -> str:
    said = [people.get(entry.actor, "") if entry.actor else _("by itself")]
    if entry.detail.get("institution"):
        text = _("noted for %(institution)s") if entry.detail.get("noted") else _("for %(institution)s")
        said.append(text % {"institution": entry.detail["institution"]})
    if entry.detail.get("replaced_by"):
        said.append(_("replaced by %(code)s") % {"code": entry.detail["replaced_by"]})
    if entry.detail.get("digest"):
        said.append(_("text %(digest)s…") % {"digest": entry.detail["digest"][:12]})
    return " · ".join(filter(None, said))
