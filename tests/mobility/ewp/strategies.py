"""Made-up things of EWP, as wild as its schemas allow."""

from datetime import UTC, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from salerno.mobility.ewp import agreements, components, contacts, elmo, factsheets, institutions, opportunities, updates
from salerno.mobility.ewp import learning_agreements as la
from salerno.mobility.ewp import transcripts as tor
from salerno.mobility.ewp.elements import one_line
from salerno.mobility.ewp.values import CefrLevel, Gender, LangText, MonthDay, Typed, YearMonth

visible = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
strings = st.text(visible | st.sampled_from("\t\n\r<&]'\""), max_size=8)
lines = st.text(visible, max_size=8).map(one_line)
identifiers = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=8)
urls = st.sampled_from(["https://example.org/é?a=1&b=2", "https://example.org/"])
emails = st.sampled_from(["a@example.org", "é'<b@mail.example.org"])
languages = st.sampled_from(["en", "fr", "ru-Cyrl"])
numbers = st.decimals(0, 1000, places=2) | st.just(Decimal("1E+2"))
days = st.dates()
moments = st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-3, minutes=-30))]))
years = st.sampled_from(["2025/2026", "2026/2027", "2027/2027"])
isced = st.sampled_from(["0988", "0613"])


def maybe(strategy):
    return st.none() | strategy


def some(strategy, least=0):
    return st.lists(strategy, min_size=least, max_size=2).map(tuple)


texts = st.builds(LangText, strings, maybe(languages))
line_texts = st.builds(LangText, lines, maybe(languages))
url_texts = st.builds(LangText, urls, maybe(languages))
typed_strings = st.builds(Typed, strings, lines)
typed_lines = st.builds(Typed, lines, lines)
month_days = st.builds(MonthDay, st.integers(1, 12), st.integers(1, 28))

phones = st.builds(contacts.PhoneNumber, maybe(st.just("+39123")), maybe(strings), maybe(strings))
ADDRESS_PARTS = ("building_number", "building_name", "street_name", "unit", "floor", "post_office_box")
common_parts = {
    "recipient_names": some(strings),
    **dict.fromkeys(("postal_code", "locality", "region"), maybe(strings)),
    "country": maybe(st.sampled_from(["IT", "SE"])),
}
addresses = st.builds(contacts.Address, address_lines=some(strings), **common_parts) | st.builds(
    contacts.Address, delivery_point_codes=some(strings), **dict.fromkeys(ADDRESS_PARTS, maybe(strings)), **common_parts
)
people = st.builds(
    contacts.Contact,
    contact_names=some(texts, 1),
    person_given_names=some(texts),
    person_family_names=some(texts),
    person_gender=maybe(st.sampled_from(Gender)),
    phone_numbers=some(phones),
    fax_numbers=some(phones),
    emails=some(emails),
    street_address=maybe(addresses),
    mailing_address=maybe(addresses),
    role_descriptions=some(texts),
)

units_and_heis = {
    "names": some(texts, 1),
    "abbreviation": maybe(strings),
    "street_address": maybe(addresses),
    "mailing_address": maybe(addresses),
    "website_urls": some(url_texts),
    "logo_url": maybe(urls),
    "mobility_factsheet_urls": some(url_texts),
    "contacts": some(people),
}
heis = st.builds(
    institutions.Hei,
    hei_id=strings,
    other_ids=some(typed_strings),
    course_catalogue_urls=some(url_texts),
    root_ounit_id=maybe(identifiers),
    ounit_ids=some(identifiers),
    **units_and_heis,
)
ounits = st.builds(
    institutions.OrganizationalUnit, ounit_id=identifiers, ounit_code=strings, parent_ounit_id=maybe(identifiers), **units_and_heis
)

entries = st.builds(factsheets.InformationEntry, emails, phones, some(url_texts, 1))
dates_of_year = st.builds(factsheets.CalendarEntry, month_days, month_days)
sheets = st.builds(
    factsheets.Factsheet,
    hei_id=strings,
    student_nominations=dates_of_year,
    student_applications=dates_of_year,
    decision_weeks_limit=st.integers(-1, 9),
    tor_weeks_limit=st.integers(0, 9),
    **dict.fromkeys(("application_info", "housing_info", "visa_info", "insurance_info"), entries),
    additional_requirements=some(st.builds(factsheets.AdditionalRequirement, strings, strings, some(url_texts))),
    accessibility=some(
        st.builds(factsheets.Accessibility, st.sampled_from(factsheets.AccessibilityType), strings, entries, maybe(strings))
    ),
    additional_info=some(st.builds(factsheets.AdditionalInfo, strings, entries)),
)

subjects = st.builds(agreements.SubjectArea, isced, maybe(strings), maybe(st.just("061")))
skills = st.builds(
    agreements.RecommendedLanguageSkill,
    languages,
    maybe(st.sampled_from([level for level in CefrLevel if level != CefrLevel.NS])),
    maybe(subjects),
    st.booleans(),
)


def conditions(kind):
    is_student = kind.startswith("student")
    amounts = maybe(st.decimals("0.01", 100, places=2))
    return st.builds(
        agreements.MobilitySpecification,
        kind=st.just(kind),
        sending_hei_id=st.sampled_from(["unisa.it", "amu.fr"]),
        receiving_hei_id=st.sampled_from(["unisa.it", "amu.fr"]),
        receiving_first_academic_year_id=st.just("2026/2027"),
        receiving_last_academic_year_id=st.sampled_from(["2026/2027", "2028/2029"]),
        mobilities_per_year=st.integers(1, 99),
        mobilities_not_yet_defined=st.booleans(),
        sending_ounit_id=maybe(identifiers),
        receiving_ounit_id=maybe(identifiers),
        sending_contacts=some(people),
        receiving_contacts=some(people),
        recommended_language_skills=some(skills, 1),
        subject_areas=some(subjects),
        other_info_terms=maybe(strings),
        total_months_per_year=amounts if is_student else st.none(),
        total_days_per_year=st.none() if is_student else amounts,
        blended=st.booleans() if is_student else st.none(),
        eqf_levels=some(st.integers(1, 8)) if is_student else st.just(()),
    )


partners = {"ounit_id": maybe(identifiers), "signing_contact": maybe(people), "signing_date": maybe(days), "contacts": some(people)}
iias = st.builds(
    agreements.InterInstitutionalAgreement,
    partners=st.tuples(
        st.builds(agreements.Partner, hei_id=st.just("unisa.it"), iia_id=identifiers, iia_code=strings, **partners),
        st.builds(agreements.Partner, hei_id=st.just("amu.fr"), iia_id=maybe(identifiers), iia_code=maybe(strings), **partners),
    ),
    in_effect=st.booleans(),
    cooperation_conditions=st.tuples(*(some(conditions(kind)) for kind in agreements.MobilityKind)).map(lambda each: sum(each, ())),
    terminated_as_a_whole=st.booleans(),
    pdf_file=maybe(strings),
)

student_signatures = st.builds(components.Signature, timestamp=moments, signer_app=maybe(strings))
signatures = st.builds(components.Signature, moments, strings, strings, strings, maybe(strings))
terms = st.builds(components.TermId, st.integers(1, 4), st.integers(1, 4))
Status, Reason = components.ComponentStatus, components.ReasonCode
CHANGES = [(Status.DELETED, Reason.NOT_AVAILABLE), (Status.INSERTED, Reason.EXTENDING_MOBILITY), (Status.INSERTED, None)]


def rows(table, is_change):
    is_plain = table in ("components_studied", "components_recognized")
    descriptions = {"virtual_components": strings, "blended_mobility_components": strings}
    row = st.builds(
        components.Component,
        title=strings,
        los_id=maybe(st.just("CR/1")),
        los_code=maybe(strings),
        loi_id=maybe(st.just("CRI/1")),
        term_id=terms if is_plain else maybe(terms),
        credits=some(st.builds(components.Credit, numbers, strings)),
        recognition_conditions=st.none() if table == "components_studied" else maybe(strings),
        short_description=st.none() if is_plain else descriptions.get(table, maybe(strings)),
        reason_text=maybe(strings) if is_change else st.none(),
    )
    if not is_change:
        return row
    return st.builds(
        lambda row, change: components.Component(**(vars(row) | dict(zip(("status", "reason_code"), change, strict=True)))),
        row,
        st.sampled_from(CHANGES),
    )


def tables(is_change=False, is_signed=True, kinds=("components_studied", "components_recognized", "virtual_components")):
    return st.builds(
        components.ComponentLists,
        student_signature=student_signatures,
        sending_hei_signature=signatures,
        receiving_hei_signature=signatures if is_signed else maybe(signatures),
        **{kind: maybe(some(rows(kind, is_change), 1 if kind[0] in "bs" else 0)) for kind in kinds},
    )


students = st.builds(la.Student, strings, strings, strings, days, st.just("IT"), st.sampled_from(Gender), emails)
changed_students = st.builds(la.Student, family_name=maybe(strings), birth_date=maybe(days))
ends = st.builds(
    la.MobilityInstitution,
    strings,
    st.builds(la.ContactPerson, strings, strings, emails, maybe(phones)),
    ounit_name=strings,
    ounit_id=maybe(identifiers),
)


def proposals(is_change):
    return st.builds(la.ChangesProposal, strings, tables(is_change, is_signed=False), maybe(changed_students))


whole_agreements = {
    "omobility_id": identifiers,
    "sending_hei": ends,
    "receiving_hei": ends,
    "receiving_academic_year_id": years,
    "student": students,
    "start": days | st.builds(YearMonth, st.integers(1900, 2100), st.integers(1, 12)),
    "end": days | st.builds(YearMonth, st.integers(1900, 2100), st.integers(1, 12)),
    "eqf_level_studied_at_departure": st.integers(1, 8),
    "isced_f_code": strings,
    "student_language_skill": st.builds(la.StudentLanguageSkill, languages, st.sampled_from(CefrLevel)),
    "isced_clarification": maybe(strings),
    "learning_outcomes_url": maybe(urls),
    "provisions_url": maybe(urls),
}
las = st.one_of(
    st.builds(la.LearningAgreement, changes_proposal=proposals(False), **whole_agreements),
    st.builds(
        la.LearningAgreement,
        first_version=tables(kinds=("blended_mobility_components", "short_term_doctoral_components", "virtual_components")),
        **whole_agreements,
    ),
    st.builds(
        la.LearningAgreement,
        first_version=tables(),
        approved_changes=maybe(tables(is_change=True)),
        changes_proposal=maybe(proposals(True)),
        **whole_agreements,
    ),
)
answers = st.builds(updates.ProposalUpdate, identifiers, identifiers, strings, signatures, maybe(strings))

instances = st.builds(
    opportunities.LearningOpportunityInstance,
    identifiers=some(typed_lines),
    start=maybe(days),
    date=maybe(days),
    academic_term=st.builds(opportunities.AcademicTerm, some(line_texts, 1), days, days),
    status=maybe(st.sampled_from(opportunities.ResultStatus)),
    grading_scheme_local_id=maybe(lines),
    result_label=lines,
    shortened_grading=maybe(st.builds(opportunities.ShortenedGrading, numbers, numbers, numbers)),
    result_distribution=maybe(
        st.builds(
            opportunities.ResultDistribution,
            some(st.builds(opportunities.ResultCategory, lines, st.integers(0, 99)), 1),
            some(texts),
        )
    ),
    credits=some(st.builds(opportunities.ElmoCredit, lines, maybe(numbers))).map(
        lambda others: (opportunities.ElmoCredit("ects", Decimal(6)), *others)
    ),
    levels=some(st.builds(opportunities.Level, lines, maybe(lines), maybe(texts))),
    language_of_instruction=maybe(lines),
    engagement_hours=maybe(numbers),
    attachment_refs=some(strings),
)


def specifications(parts):
    return st.builds(
        opportunities.LearningOpportunitySpecification,
        identifiers=some(typed_lines, 1),
        titles=some(line_texts, 1),
        instance=instances,
        type=maybe(st.sampled_from(["Degree Programme", "Module", "Course", "Class"])),
        subject_area=maybe(lines),
        isced_code=maybe(isced),
        url=maybe(lines),
        descriptions=some(texts),
        has_parts=parts,
    )


attachments = st.builds(
    elmo.ElmoAttachment,
    contents=some(st.builds(LangText, st.just("data:application/pdf;base64,JVBERi0="), maybe(languages))),
    titles=some(line_texts),
    type=maybe(st.just("Transcript of Records")),
    identifiers=some(typed_lines),
    descriptions=some(texts),
)
learners = st.builds(
    elmo.ElmoLearner,
    given_names=lines,
    family_name=lines,
    identifiers=some(typed_lines).map(lambda others: (Typed("urn:schac:personalUniqueCode:int:esi:unisa.it:1", "esi"), *others)),
    citizenship=maybe(st.just(Typed("IT", "ISO"))),
    alternative_name=maybe(texts.filter(lambda name: name != LangText(""))),
    date_of_birth=days,
    place_of_birth=maybe(lines),
    country_of_birth=maybe(st.just(Typed("IT", "ISO"))),
    birth_name=maybe(lines),
    current_address=maybe(addresses),
    gender=maybe(st.sampled_from(Gender)),
)
issuers = st.builds(
    elmo.Issuer, st.just((Typed("unisa.it", "schac"),)), some(line_texts, 1), lines, maybe(st.just(Typed("IT", "ISO")))
)
reports = st.builds(
    elmo.ElmoReport,
    issuers,
    moments,
    some(specifications(some(specifications(st.just(()))))),
    some(st.builds(elmo.GradingScheme, lines, some(texts))),
    some(attachments),
)
tors = st.builds(
    tor.TranscriptOfRecords,
    omobility_id=identifiers,
    elmo=st.builds(elmo.Elmo, moments, learners, some(reports, 1), some(attachments)),
    receiving_academic_year_id=years,
    grade_conversion_table=some(
        st.builds(tor.IscedTable, isced, some(st.builds(tor.GradeFrequency, lines, numbers), 1)),
    ),
)
