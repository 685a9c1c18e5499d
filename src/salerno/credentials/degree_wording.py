"""A degree in the words of an Open Badge: what ``DegreeFacts`` say, as ``proving.achievement`` wants it."""

from babel.dates import format_date
from django.utils.translation import gettext as _

from salerno.awards.degrees.facts import DegreeFacts, from_json
from salerno.awards.models import Award
from salerno.common.translated import in_language
from salerno.credentials.addresses import absolute
from salerno.credentials.code_lists import cycle_of, eqf_term, field_terms
from salerno.credentials.europass.headings import MADE_UP
from salerno.credentials.proving import achievement as words

_KINDS = {6: "BachelorDegree", 7: "MasterDegree", 8: "DoctoralDegree"}


def achievement(award: Award, language: str) -> words.Achievement:
    """The degree of ``award``; each university's is an achievement of its own. gettext must speak ``language`` already."""
    programme = award.programme_enrolment.offering.programme
    return degree_achievement(from_json(award.facts), language, absolute("catalogue:programme", programme.slug))


def degree_achievement(facts: DegreeFacts, language: str, programme_url: str) -> words.Achievement:
    """The degree that ``facts`` tell; the programme's own page is at ``programme_url``."""
    degree = facts.qualification
    accreditation = degree.accreditation
    return words.Achievement(
        id=f"{programme_url}#degree-{facts.awarding.slug}",
        kind=_KINDS.get(degree.eqf_level, "Degree"),
        title=in_language(degree.title, language),
        description=_description(facts, language),
        criteria=_criteria(facts, language),
        criteria_url=programme_url,
        outcomes=tuple(
            words.Outcome(title=in_language(outcome, language), url=f"{programme_url}#outcome-{place}")
            for place, outcome in enumerate(facts.outcomes, start=1)
        ),
        language=language,
        workload_hours=None,
        ects_credits=degree.credits,
        eqf=eqf_term(degree.eqf_level),
        cycle=cycle_of(degree.eqf_level),
        fields=field_terms(degree.isced_f),
        assessment=words.Term(label=_("Examinations of the universities; the degree was decided on by an examination board")),
        participation=words.Term(label=in_language(degree.mode_of_study, language)),
        quality_assurance=words.Term(label=in_language(accreditation.title, language) if accreditation else ""),
        prerequisites=in_language(degree.access_requirements, language) or None,
        code=facts.programme_code,
    )


def grade(award: Award, language: str, description_id: str) -> words.Grade | None:
    """The overall grade in its own scale; None where the degree has none."""
    facts = from_json(award.facts)
    if not facts.overall_grade:
        return None
    scale = in_language(facts.qualification.grading, language) or _("Overall grade")
    return words.Grade(value=facts.overall_grade, scale=scale, description_id=description_id)


def _description(facts: DegreeFacts, language: str) -> str:
    """Made-up degrees say so first."""
    texts = [MADE_UP] * facts.is_made_up + [facts.programme_title, facts.qualification.field_of_study]
    lines = [in_language(text, language) for text in texts]
    return "\n".join([*filter(None, lines), *([_("Awarded with distinction.")] if facts.with_distinction else [])])


def _criteria(facts: DegreeFacts, language: str) -> str:
    decided = _("Decided on %(day)s by the examination board, by clause %(clause)s of version %(version)s of the agreement.") % {
        "day": format_date(facts.decision.held_on, "d MMMM y", locale=language),
        "clause": facts.decision.clause,
        "version": facts.decision.agreement_version,
    }
    return "\n\n".join(filter(None, (in_language(facts.qualification.requirements, language), decided)))
