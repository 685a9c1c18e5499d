"""From what places of a call can be made: conditions of agreements in force, and open offers of traineeships."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from salerno.common.translated import in_language
from salerno.institutions.models import Institution
from salerno.mobility.calls.rules import tier_of
from salerno.mobility.enums import MobilityKind, OfferState
from salerno.mobility.models import Condition, InterInstitutionalAgreement, MobilityCall, TraineeshipOffer


@dataclass(frozen=True)
class Source:
    """``key`` names it in a form; ``said`` says where it comes from; ``is_taken``: the call has a place from it."""

    key: str
    institution: Institution
    said: str
    is_taken: bool
    as_place: dict[str, Any]


def sources_for(call: MobilityCall) -> list[Source]:
    """What can become a place of the call, in the order of institutions; four queries.

    Conditions: of agreements in force when the stay begins, of the call's kind, from an institution that gives the programme, at
    the programme's level. Offers: open, within the days of the call, for calls for traineeships.
    """
    taken = set(call.places.values_list("condition", "traineeship"))
    conditions, offers = {pair[0] for pair in taken}, {pair[1] for pair in taken}
    found = [_from_condition(row, row.pk in conditions) for row in _conditions(call)]
    found += [_from_offer(row, row.pk in offers) for row in _offers(call)]
    return sorted(found, key=lambda source: (source.institution.position, source.institution.slug, source.key))


def _conditions(call: MobilityCall) -> list[Condition]:
    programme = call.offering.programme
    rows = Condition.objects.filter(
        kind=call.kind,
        places__gt=0,
        agreement__in=InterInstitutionalAgreement.objects.holding_on(call.starts_on).values("pk"),
        sending__in=programme.institutions.values("institution"),
    ).select_related("agreement", "sending", "receiving")
    return [row for row in rows if not row.eqf_levels or programme.eqf_level in row.eqf_levels]


def _offers(call: MobilityCall) -> list[TraineeshipOffer]:
    if call.kind != MobilityKind.TRAINEESHIP:
        return []
    rows = TraineeshipOffer.objects.filter(state=OfferState.OPEN, starts_on__lte=call.ends_on, ends_on__gte=call.starts_on)
    return list(rows.select_related("host"))


def _from_condition(row: Condition, is_taken: bool) -> Source:
    values = {"code": row.agreement.code, "sending": row.sending.code}
    return Source(
        key=f"condition:{row.uuid}",
        institution=row.receiving,
        said=_("agreement %(code)s, for students of %(sending)s") % values,
        is_taken=is_taken,
        as_place=_place(row.receiving, row.places, row.languages) | {"condition": row},
    )


def _from_offer(row: TraineeshipOffer, is_taken: bool) -> Source:
    return Source(
        key=f"offer:{row.uuid}",
        institution=row.host,
        said=_("offer “%(title)s”") % {"title": in_language(row.title)},
        is_taken=is_taken,
        as_place=_place(row.host, row.places, row.languages) | {"traineeship": row},
    )


def _place(institution: Institution, capacity: int, languages: list[dict[str, str]]) -> dict[str, Any]:
    asked = {each["language"]: each["level"] for each in languages if each.get("level")}
    requirements = {"language": asked} if asked else {}
    return {"institution": institution, "tier": tier_of(institution), "capacity": capacity, "requirements": requirements}
