"""An agreement of a partner (IIAs 7.0) as a draft of ours: what it says, and what is not kept of it.

SECURITY: a stranger's bytes are read by ``ewp``, which refuses document types, entities, XInclude and what is too large or too
deep, before anything is made of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from salerno.institutions.models import Institution
from salerno.mobility.agreements.refusals import ImportRefusal
from salerno.mobility.enums import MobilityKind
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp import agreements as ewp
from salerno.mobility.ewp.checking import check
from salerno.mobility.ewp.iia_hash import iia_hash
from salerno.mobility.ewp.refusals import EwpRefused

MOST_BYTES = 500_000
_STUDENTS = {
    ewp.MobilityKind.STUDENT_STUDIES: MobilityKind.STUDIES,
    ewp.MobilityKind.STUDENT_TRAINEESHIP: MobilityKind.TRAINEESHIP,
}


@dataclass(frozen=True)
class Reading:
    """What a file says, ready for ``services.agreements.draft_agreement``; ``not_kept``: a sentence for each thing left out."""

    first: Institution
    second: Institution
    values: dict[str, Any]
    conditions: list[dict[str, Any]]
    not_kept: list[str]


def read_agreement(content: bytes) -> Reading:
    """The one agreement in ``content``. Raises ``EwpRefused`` for what is not to be read, ``MobilityRefused`` else."""
    report = check(content)
    if report.refusal:
        raise EwpRefused(report.refusal, *report.problems)
    found, lost = ewp.AGREEMENTS.imported_in_part(content)
    if len(found) != 1:
        raise MobilityRefused(ImportRefusal.SEVERAL if found else ImportRefusal.NONE)
    document = found[0]
    sides = _sides(document)
    first, last = _days(document)
    not_kept = [*(str(problem.sentence) for problem in lost), *_left_out(document)]
    return Reading(
        *(sides[partner.hei_id] for partner in document.partners),
        values={"starts_on": first, "ends_on": last, "note": _origin(document, iia_hash(content)[0].computed)},
        conditions=[_condition(each, sides) for each in document.cooperation_conditions if each.kind in _STUDENTS],
        not_kept=list(dict.fromkeys(not_kept)),
    )


def _sides(document: ewp.InterInstitutionalAgreement) -> dict[str, Institution]:
    names = [partner.hei_id for partner in document.partners]
    rows = {row.schac: row for row in Institution.objects.filter(schac__in=names)}
    if unknown := [name for name in names if name not in rows]:
        raise MobilityRefused(ImportRefusal.UNKNOWN_PARTNER, {"partner": ", ".join(unknown)})
    return rows


def _days(document: ewp.InterInstitutionalAgreement) -> tuple[date, date]:
    """From 1 September of the first academic year to 31 August at the end of the last: EWP says no days."""
    years = [each.receiving_first_academic_year_id for each in document.cooperation_conditions]
    ends = [each.receiving_last_academic_year_id for each in document.cooperation_conditions]
    if not years:
        raise MobilityRefused(ImportRefusal.NONE)
    return date(int(min(years)[:4]), 9, 1), date(int(max(ends)[-4:]), 8, 31)


def _origin(document: ewp.InterInstitutionalAgreement, computed: str) -> str:
    """By what names the partner's copy is known."""
    holder = document.partners[0]
    names = {"partner": holder.hei_id, "code": holder.iia_code or "", "id": holder.iia_id or "", "hash": computed}
    return _("Taken from a file of %(partner)s: code %(code)s, iia-id %(id)s, iia-hash %(hash)s.") % names


def _condition(found: ewp.MobilitySpecification, sides: dict[str, Institution]) -> dict[str, Any]:
    months = (found.total_months_per_year or Decimal()) / found.mobilities_per_year
    return {
        "sending": sides[found.sending_hei_id],
        "receiving": sides[found.receiving_hei_id],
        "kind": MobilityKind.BLENDED if found.blended and found.kind == ewp.MobilityKind.STUDENT_STUDIES else _STUDENTS[found.kind],
        "isced_f": found.subject_areas[0].isced_f_code if found.subject_areas else "",
        "eqf_levels": list(found.eqf_levels),
        "places": found.mobilities_per_year,
        "months": min(months.quantize(Decimal("0.1"), ROUND_HALF_UP), Decimal("999.9")),
        "languages": [
            {"language": each.language, "level": each.cefr_level.value}
            for each in found.recommended_language_skills
            if _is_kept(each)
        ],
    }


def _is_kept(skill: ewp.RecommendedLanguageSkill) -> bool:
    return skill.cefr_level is not None and not skill.not_yet_defined


def _left_out(document: ewp.InterInstitutionalAgreement) -> Iterator[str]:
    if any(partner.contacts or partner.signing_contact for partner in document.partners):
        yield _("Names and addresses of contacts.")
    if any(partner.signing_date for partner in document.partners):
        yield _("Days on which it was signed: a draft is approved here anew.")
    if any(partner.ounit_id for partner in document.partners):
        yield _("Faculties and departments.")
    if document.pdf_file:
        yield _("The signed PDF.")
    for number, each in enumerate(document.cooperation_conditions, 1):
        for said in _left_out_of(each):
            yield _("Condition %(number)d: %(said)s") % {"number": number, "said": said}


def _left_out_of(found: ewp.MobilitySpecification) -> Iterator[str]:
    if found.kind not in _STUDENTS:
        yield _("mobility of staff, all of it.")
        return
    if found.sending_contacts or found.receiving_contacts:
        yield _("names and addresses of contacts.")
    if found.sending_ounit_id or found.receiving_ounit_id:
        yield _("faculties and departments.")
    if len(found.subject_areas) > 1:
        codes = ", ".join(area.isced_f_code for area in found.subject_areas[1:])
        yield _("further fields of study: %(codes)s.") % {"codes": codes}
    if any(area.isced_clarification or area.v6_value for area in found.subject_areas):
        yield _("what is said besides about fields of study.")
    if found.other_info_terms:
        yield _("other terms: “%(text)s”.") % {"text": found.other_info_terms[:500]}
    if found.blended and found.kind == ewp.MobilityKind.STUDENT_TRAINEESHIP:
        yield _("that a traineeship may be blended.")
    if any(each.subject_area or not _is_kept(each) for each in found.recommended_language_skills):
        yield _("languages without a level, and for which field each is.")
    if found.mobilities_not_yet_defined:
        yield _("that the number of places is not yet defined.")
