"""Our agreements, factsheets and institutions in the words of Erasmus Without Paper (``ewp``), and the hash of an agreement.

What EWP has no form for stays here: the days of an agreement (it knows academic years), its note, blended mobility as a kind of
its own (a condition for studies that "is blended"), the length of one stay (EWP sums the months of all: places × months), and the
free text of a factsheet.
"""

from datetime import date
from decimal import Decimal

from salerno.institutions.models import Institution
from salerno.mobility.enums import AgreementState, MobilityKind
from salerno.mobility.ewp import agreements as ewp
from salerno.mobility.ewp import factsheets, institutions
from salerno.mobility.ewp.contacts import Address, Contact, PhoneNumber
from salerno.mobility.ewp.iia_hash import iia_hash
from salerno.mobility.ewp.refusals import EwpRefused
from salerno.mobility.ewp.values import CefrLevel, LangText, MonthDay
from salerno.mobility.models import Condition, Factsheet, InterInstitutionalAgreement

_KINDS = {
    MobilityKind.STUDIES: ewp.MobilityKind.STUDENT_STUDIES,
    MobilityKind.BLENDED: ewp.MobilityKind.STUDENT_STUDIES,
    MobilityKind.TRAINEESHIP: ewp.MobilityKind.STUDENT_TRAINEESHIP,
}
_ORDER = list(ewp.MobilityKind)


def agreement_as_xml(agreement: InterInstitutionalAgreement, holder: Institution) -> bytes:
    """The copy of ``holder``, one of the two sides, as the IIAs API 7.0 answers it. Raises ``EwpRefused``."""
    other = agreement.second if holder.pk == agreement.first_id else agreement.first
    signed = {row.institution_id: row.at.date() for row in agreement.approvals.all()}
    rows = sorted(
        agreement.conditions.select_related("sending", "receiving"), key=lambda row: (_ORDER.index(_KINDS[row.kind]), row.pk)
    )
    years = academic_years(agreement.starts_on, agreement.ends_on)
    document = ewp.InterInstitutionalAgreement(
        partners=tuple(_partner(agreement, side, signed.get(side.pk)) for side in (holder, other)),
        in_effect=agreement.state == AgreementState.IN_FORCE,
        cooperation_conditions=tuple(_condition(row, years) for row in rows),
    )
    return ewp.AGREEMENTS.exported((document,))


def hash_of(agreement: InterInstitutionalAgreement) -> str:
    """EWP's hash of the agreement as its first side holds it; empty for a draft that EWP has no words for yet.

    Both sides hold one row here and call it by one identifier, so that the hash is the same for both.
    """
    try:
        return iia_hash(agreement_as_xml(agreement, agreement.first))[0].computed
    except EwpRefused:
        return ""


def academic_years(starts_on: date, ends_on: date) -> tuple[str, str]:
    """First and last academic year, ``2026/2027``: what begins in August begins with the year of that autumn, and what ends by the
    end of September ends with the year before.
    """
    first = starts_on.year if starts_on.month >= 8 else starts_on.year - 1
    last = ends_on.year if ends_on.month >= 10 else ends_on.year - 1
    return _year(first), _year(max(first, last))


def _year(autumn: int) -> str:
    return f"{autumn}/{autumn + 1}"


def _partner(agreement: InterInstitutionalAgreement, side: Institution, signed_on: date | None) -> ewp.Partner:
    return ewp.Partner(hei_id=side.schac, iia_id=str(agreement.uuid), iia_code=agreement.code, signing_date=signed_on)


def _condition(row: Condition, years: tuple[str, str]) -> ewp.MobilitySpecification:
    skills = (ewp.RecommendedLanguageSkill(each["language"], CefrLevel(each["level"])) for each in row.languages)
    return ewp.MobilitySpecification(
        kind=_KINDS[row.kind],
        sending_hei_id=row.sending.schac,
        receiving_hei_id=row.receiving.schac,
        receiving_first_academic_year_id=years[0],
        receiving_last_academic_year_id=years[1],
        mobilities_per_year=row.places,
        recommended_language_skills=tuple(skills),
        subject_areas=(ewp.SubjectArea(row.isced_f),),
        total_months_per_year=Decimal(row.places) * row.months,
        blended=row.kind == MobilityKind.BLENDED,
        eqf_levels=tuple(sorted(row.eqf_levels)),
    )


def institution_as_xml(institution: Institution) -> bytes:
    """What the Institutions API 2.2 answers about ``institution``."""
    hei = institutions.Hei(
        hei_id=institution.schac,
        names=tuple(LangText(text, language) for language, text in sorted(institution.name.items()) if text),
        abbreviation=institution.code,
        street_address=_address(institution),
        website_urls=(LangText(institution.website),),
        contacts=(Contact((LangText(institution.code),), emails=(institution.contact,)),) if institution.contact else (),
    )
    return institutions.HEIS.exported((hei,))


def _address(institution: Institution) -> Address | None:
    lines = tuple(line.strip() for line in institution.address.splitlines() if line.strip())[:4]
    return Address(address_lines=lines, locality=institution.city or None, country=institution.country) if lines else None


def factsheet_as_xml(factsheet: Factsheet) -> bytes:
    """What the Mobility Factsheet API 1.2 answers. Raises ``EwpRefused`` as long as something that it demands is not filled in."""
    terms = {each["term"]: each for each in factsheet.deadlines}
    document = factsheets.Factsheet(
        hei_id=factsheet.institution.schac,
        student_nominations=_calendar(terms, "nomination"),
        student_applications=_calendar(terms, "application"),
        application_info=_information(factsheet, "application"),
        decision_weeks_limit=factsheet.decision_weeks,
        tor_weeks_limit=factsheet.transcript_weeks,
        housing_info=_information(factsheet, "housing"),
        visa_info=_information(factsheet, "visa"),
        insurance_info=_information(factsheet, "insurance"),
    )
    return factsheets.FACTSHEETS.exported((document,))


def _calendar(terms: dict[str, dict[str, str]], name: str) -> factsheets.CalendarEntry:
    autumn, spring = (_month_day(terms.get(term, {}).get(name, "")) for term in ("autumn", "spring"))
    return factsheets.CalendarEntry(autumn, spring)


def _month_day(text: str) -> MonthDay | None:
    """``05-15``; nothing when it is not filled in, for the schema to say so."""
    month, _dash, day = text.partition("-")
    return MonthDay(int(month), int(day)) if month and day else None


def _information(factsheet: Factsheet, about: str) -> factsheets.InformationEntry:
    contact = next((each for each in factsheet.contacts if each["role"] == about), {})
    urls = tuple(LangText(each["url"]) for each in factsheet.links if each["about"] == about)
    return factsheets.InformationEntry(contact.get("email", ""), PhoneNumber(e164=contact.get("phone") or None), urls)
