"""The claim of the credential: the degree, as an achievement whose parts are the results."""

from salerno.awards.degrees.facts import Accreditation, DegreeFacts

from . import headings
from .nodes import Nodes, language_map, moment
from .profiles import Profile
from .results import achievement as result_achievement
from .results import same_in_each
from .terms import concept, national_level

_MONTHS_IN_A_SEMESTER = 6


def achievement(nodes: Nodes, facts: DegreeFacts, profile: Profile) -> dict:
    """The degree as a ``LearningAchievement``."""
    title = language_map(facts.qualification.title)
    return nodes.node(
        "learningAchievement",
        "LearningAchievement",
        title=title,
        identifier=nodes.identifier(facts.number, "Diploma number"),
        additionalNote=_notes(nodes, facts),
        awardedBy=_awarding(nodes, facts),
        creditReceived=nodes.ects(facts.credits),
        provenBy=_overall_assessment(nodes, facts),
        entitlesTo=_entitlement(nodes, facts),
        specifiedBy=_qualification(nodes, facts, profile),
        hasPart=[result_achievement(nodes, facts, result) for result in facts.results],
    )


def _notes(nodes: Nodes, facts: DegreeFacts) -> list[dict]:
    return nodes.notes(
        (
            (headings.MADE_UP if facts.is_made_up else {}, None),
            (headings.DISTINCTION if facts.with_distinction else {}, None),
            (facts.programme_title, headings.PROGRAMME),
            (facts.additional_information, headings.ADDITIONAL),
        )
    )


def _awarding(nodes: Nodes, facts: DegreeFacts) -> dict:
    """Its notes: the clause on which the board stood, and section 8 of the supplement."""
    clause = same_in_each(f"{facts.decision.clause} ({facts.decision.agreement_version})", facts.qualification.title)
    notes = nodes.notes(((clause, headings.DECISION), (facts.national_system, headings.NATIONAL_SYSTEM)))
    return nodes.awarding(facts.awarding, facts.granted_on, notes)


def _overall_assessment(nodes: Nodes, facts: DegreeFacts) -> dict | None:
    """ELM has no grade without an assessment: the board's, on the day of its decision."""
    if not facts.overall_grade:
        return None
    title = language_map(facts.qualification.title)
    scheme = nodes.node(
        "gradingScheme",
        "GradingScheme",
        title=headings.GRADING,
        description=language_map(facts.qualification.grading),
    )
    return nodes.node(
        "learningAssessment",
        "LearningAssessment",
        title=title,
        awardedBy=nodes.awarding(facts.awarding, facts.decision.held_on),
        grade=nodes.note(same_in_each(facts.overall_grade, title)),
        specifiedBy=nodes.node("learningAssessmentSpec", "LearningAssessmentSpecification", title=title, gradingScheme=scheme),
    )


def _entitlement(nodes: Nodes, facts: DegreeFacts) -> dict | None:
    """Access to further study, where the facts state it. The professional status is a note: it may well say that there is none."""
    said = language_map(facts.qualification.further_study)
    if not said:
        return None
    title = {language: headings.FURTHER_STUDY.get(language, words) for language, words in said.items()}
    specification = nodes.node(
        "entitlementSpec",
        "LearningEntitlementSpecification",
        title=title,
        dcType=concept("entitlement", "learning-opportunity"),
        entitlementStatus=concept("entitlement-status", "actual"),
    )
    return nodes.node(
        "entitlement",
        "LearningEntitlement",
        title=title,
        description=said,
        awardedBy=nodes.awarding(facts.awarding, facts.granted_on),
        specifiedBy=specification,
    )


def _qualification(nodes: Nodes, facts: DegreeFacts, profile: Profile) -> dict:
    given = facts.qualification
    level = given.national_level
    opportunity = nodes.node(
        "awardingOpportunity",
        "AwardingOpportunity",
        awardingBody=nodes.organisation(facts.awarding),
        location=nodes.place(facts.awarding.country, facts.awarding.city),
    )
    node = nodes.node(
        "qualification",
        "Qualification",
        title=language_map(given.title),
        identifier=nodes.identifier(facts.programme_code, "Programme code"),
        description=language_map(given.requirements),
        additionalNote=_qualification_notes(nodes, facts),
        isPartialQualification=False,
        eqfLevel=concept("eqf", str(given.eqf_level)),
        nqfLevel=national_level(level.uri, language_map(level.label)) if level else None,
        thematicArea=[concept("isced-f", code) for code in given.isced_f],
        creditPoint=nodes.ects(given.credits),
        language=[concept("language", language) for language in given.languages],
        mode=concept("learning-assessment", given.mode) if given.mode else None,
        learningSetting=concept("learning-setting", "formal"),
        maximumDuration=f"P{given.semesters * _MONTHS_IN_A_SEMESTER}M",
        entryRequirement=nodes.note(given.access_requirements),
        learningOutcome=nodes.outcomes(facts.outcomes),
        awardingOpportunity=opportunity,
        accreditation=_accreditation(nodes, given.accreditation) if given.accreditation else None,
    )
    return {**node, "hasPart": _as_part_of_itself(node)} if profile is Profile.SUPPLEMENT else node


def _as_part_of_itself(node: dict) -> dict:
    """The diploma-supplement shapes want of every ``Qualification`` a part that is a ``Qualification``: no finite tree satisfies
    that. A qualification is a part of itself, which is true, says nothing new and ends the chain. The courses are parts of the
    achievement, and none of them is a qualification."""
    return {name: node[name] for name in ("id", "type", "title")}


def _qualification_notes(nodes: Nodes, facts: DegreeFacts) -> list[dict]:
    given = facts.qualification
    return nodes.notes(
        (
            (given.field_of_study, headings.FIELD),
            (given.mode_of_study, headings.MODE),
            (given.professional_status, headings.PROFESSIONAL_STATUS),
            (given.law, headings.LAW),
        )
    )


def _accreditation(nodes: Nodes, given: Accreditation) -> dict:
    """The agency's decision. The shapes demand its kind, its title and the agency with its country."""
    agency = nodes.node(
        "org",
        "Organisation",
        legalName=language_map(given.agency),
        location=nodes.place(given.agency_country),
    )
    return nodes.node(
        "accreditation",
        "Accreditation",
        title=language_map(given.title),
        dcType=concept("accreditation", given.kind),
        accreditingAgent=agency,
        dateIssued=moment(given.decided_on) if given.decided_on else None,
        expiryDate=moment(given.expires_on) if given.expires_on else None,
        report=nodes.web(given.report),
    )
