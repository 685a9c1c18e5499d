"""The facts of a degree as an ELMO: one learner, and one report for each institution at which credits were gained.

The order of elements is that of the schema, which is strict; the finished document is held against it. Grades stand in the words
of their own scale: ELMO has no place for converted ones, so they are left to the documents that have.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from salerno.awards.degrees.facts import Body, DegreeFacts, Graduate, Result, Text

from ..europass.headings import MADE_UP
from ..europass.nodes import number
from ..proving.moments import as_text
from .attachments import Attachment, add_attachments, references
from .documents import NAMESPACE, check_schema, elmo
from .grades import GradingSchemes, add_standing
from .refusals import CannotWord
from .words import append, paragraphs, texts

STUDENT_NUMBER = "studentNumber"
"""Type of the local number of a learner, followed by ``@`` and the institution (ELMO allows types of one's own)."""

# European Student Identifier, specification 1.0: a nation's or an institution's code.
_ESI = re.compile(r"urn:schac:personalUniqueCode:int:esi:([a-z]{2}|[a-z0-9.-]+\.[a-z]{2,}):.+", re.IGNORECASE)


def elmo_xml(
    facts: Sequence[DegreeFacts] | DegreeFacts,
    *,
    attachments: Sequence[Attachment],
    generated_at: datetime,
    esi: Sequence[str] = (),
) -> bytes:
    """An unsigned ELMO of one graduate: one degree, or those of all institutions that awarded it together.

    ``attachments``: at least one, since receivers may read nothing else (schema, type ``Attachment``); ``esi``: European Student
    Identifiers where known. Raises ``CannotWord`` for what is missing or contradicts itself, and ``ElmoRefused`` when the document
    is not valid against the schema.
    """
    degrees = (facts,) if isinstance(facts, DegreeFacts) else tuple(facts)
    _check(degrees, attachments, esi)
    moment = as_text(generated_at)
    root = etree.Element(elmo("elmo"), nsmap={None: NAMESPACE})
    append(root, "generatedDate", moment)
    _add_learner(root, degrees[0].graduate, esi)
    for report in _reports(degrees):
        _add_report(root, report, attachments, moment)
    add_attachments(root, attachments, "")
    check_schema(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


@dataclass(frozen=True)
class _Report:
    """What one institution certifies: its own degree when it awarded one, and the results gained there."""

    body: Body
    degree: DegreeFacts | None
    results: tuple[Result, ...]
    thesis: Text
    is_made_up: bool


def _check(degrees: tuple[DegreeFacts, ...], attachments: Sequence[Attachment], esi: Sequence[str]) -> None:
    if not degrees or not attachments:
        raise CannotWord("an ELMO needs a degree, and a PDF that people can read")
    if len({(each.graduate.uuid, each.programme_code) for each in degrees}) > 1:
        raise CannotWord("the degrees are not of one person in one programme")
    if len({each.awarding.schac for each in degrees}) < len(degrees):
        raise CannotWord("an institution awards a degree once")
    if strangers := {each.schac for each in attachments} - {"", *(report.body.schac for report in _reports(degrees))}:
        raise CannotWord(f"attachments of {', '.join(sorted(strangers))}, which has no report")
    if wrong := [each for each in esi if not _ESI.fullmatch(each)]:
        raise CannotWord(f"no European Student Identifier: {wrong[0][:100]}")


def _reports(degrees: tuple[DegreeFacts, ...]) -> list[_Report]:
    """One for each institution that awards or taught, the awarding ones first."""
    results = _all_results(degrees)
    awarded = {each.awarding.schac: each for each in degrees}
    thesis = next((each.thesis.title for each in degrees if each.thesis), {})
    return [
        _Report(
            _body(degrees, schac),
            awarded.get(schac),
            tuple(result for result in results if result.schac == schac),
            thesis,
            any(each.is_made_up for each in degrees),
        )
        for schac in dict.fromkeys([*awarded, *(result.schac for result in results)])
    ]


def _all_results(degrees: Iterable[DegreeFacts]) -> list[Result]:
    """The results of all degrees, each once. The same result may be converted differently for two degrees, nothing else."""
    found: dict[tuple[str, str], Result] = {}
    for result in (replace(result, converted=()) for each in degrees for result in each.results):
        if found.setdefault((result.schac, result.code), result) != result:
            raise CannotWord(f"two different results for {result.code} of {result.schac}")
    return list(found.values())


def _body(degrees: Iterable[DegreeFacts], schac: str) -> Body:
    known = {body.schac: body for each in degrees for body in (*each.hosts, *each.partners, each.awarding)}
    if schac not in known:
        raise CannotWord(f"the facts do not name the institution {schac}")
    return known[schac]


def _add_learner(root: etree._Element, graduate: Graduate, esi: Sequence[str]) -> None:
    learner = append(root, "learner")
    if graduate.citizenship:
        append(learner, "citizenship", graduate.citizenship)
    for identifier in esi:
        append(learner, "identifier", identifier, type="esi")
    for schac, local in graduate.numbers.items():
        append(learner, "identifier", local, type=f"{STUDENT_NUMBER}@{schac}")
    append(learner, "givenNames", graduate.given_names)
    append(learner, "familyName", graduate.family_name)
    append(learner, "bday", graduate.birth_date.isoformat())
    if graduate.birth_place:
        append(learner, "placeOfBirth", graduate.birth_place)


def _add_report(root: etree._Element, report: _Report, attachments: Sequence[Attachment], moment: str) -> None:
    element = append(root, "report")
    issuer = append(element, "issuer")
    append(issuer, "country", report.body.country)
    append(issuer, "identifier", report.body.schac, type="schac")
    texts(issuer, "title", report.body.name)
    append(issuer, "url", report.body.website)
    schemes = GradingSchemes(report.results)
    if report.degree is None:
        courses = element
    else:
        courses = _add_degree(element, report.degree, references(attachments, report.body.schac))
    for result in report.results:
        # Without a degree of this institution its courses stand by themselves, as the schema provides.
        parent = courses if report.degree is None else append(courses, "hasPart")
        _add_course(parent, result, schemes, report)
    append(element, "issueDate", moment)
    schemes.add_to(element, report.degree.qualification.grading if report.degree else {})
    add_attachments(element, attachments, report.body.schac)


def _add_degree(report: etree._Element, facts: DegreeFacts, attached: list[str]) -> etree._Element:
    """The degree programme and that it was passed. Its credits stand at the courses: the schema forbids to count them twice."""
    qualification = facts.qualification
    element = append(report, "learningOpportunitySpecification")
    append(element, "identifier", facts.programme_code, type="local")
    texts(element, "title", qualification.title)
    append(element, "type", "Degree Programme")
    if qualification.isced_f:
        append(element, "iscedCode", qualification.isced_f[0])
    paragraphs(element, "description", MADE_UP if facts.is_made_up else {}, facts.programme_title, *facts.outcomes)
    instance = append(append(element, "specifies"), "learningOpportunityInstance")
    append(instance, "identifier", facts.number, type="diplomaNumber")
    append(instance, "date", facts.granted_on.isoformat())
    append(instance, "status", "passed")
    if facts.overall_grade:
        append(instance, "resultLabel", facts.overall_grade)
    level = append(instance, "level")
    append(level, "type", "EQF")
    append(level, "value", str(qualification.eqf_level))
    if len(qualification.languages) == 1:
        append(instance, "languageOfInstruction", qualification.languages[0])
    if attached:
        listed = append(instance, "attachments")
        for identifier in attached:
            append(listed, "ref", identifier)
    return element


def _add_course(parent: etree._Element, result: Result, schemes: GradingSchemes, report: _Report) -> None:
    """One passed part. In EMREX a course is the smallest thing with credits, so a thesis and an internship are courses too."""
    element = append(parent, "learningOpportunitySpecification")
    append(element, "identifier", result.code, type="local")
    texts(element, "title", result.title)
    append(element, "type", "Course")
    if result.isced_f:
        append(element, "iscedCode", result.isced_f)
    made_up = MADE_UP if report.is_made_up and report.degree is None else {}
    paragraphs(element, "description", made_up, report.thesis if result.kind == "thesis" else {}, *result.outcomes)
    instance = append(append(element, "specifies"), "learningOpportunityInstance")
    append(instance, "date", result.passed_on.isoformat())
    append(instance, "status", "passed")
    append(instance, "gradingSchemeLocalId", schemes.of(result))
    append(instance, "resultLabel", result.grade)
    add_standing(instance, result)
    credit = append(instance, "credit")
    append(credit, "scheme", "ects")
    append(credit, "value", number(result.credits))
    if result.language:
        append(instance, "languageOfInstruction", result.language)
    if result.hours is not None:
        append(instance, "engagementHours", number(result.hours))
