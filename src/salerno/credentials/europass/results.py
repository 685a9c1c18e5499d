"""A passed part of the programme, as an achievement that an assessment proves and an activity led to."""

from decimal import Decimal

from salerno.awards.degrees.facts import ConvertedGrade, DegreeFacts, Result, Text

from . import headings
from .nodes import Nodes, language_map, number
from .terms import concept

_ACTIVITY_KINDS = frozenset({"internship", "thesis"})


def same_in_each(words: str, like: Text) -> Text:
    """Words that need no translation, such as a number, in each language of ``like``."""
    return dict.fromkeys(like, words) if words else {}


def achievement(nodes: Nodes, facts: DegreeFacts, result: Result) -> dict:
    """One ``LearningAchievement``: the credits received, the grade in the words of its own scale, what was learned and how."""
    body = facts.body(result.schac)
    thesis = facts.thesis if result.kind == "thesis" else None
    return nodes.node(
        "learningAchievement",
        "LearningAchievement",
        title=language_map(result.title),
        description=language_map(thesis.title) if thesis else None,
        identifier=nodes.identifier(result.code, "Course code"),
        additionalNote=_notes(nodes, facts, result),
        awardedBy=nodes.awarding(body, result.passed_on),
        creditReceived=nodes.ects(result.credits),
        provenBy=None if _is_without_grade(result) else _assessment(nodes, facts, result),
        influencedBy=_activity(nodes, facts, result),
        specifiedBy=_specification(nodes, result),
    )


def _is_without_grade(result: Result) -> bool:
    """A result from elsewhere may be recognised without a grade; any other that has none is an error, and is refused."""
    return result.kind == "recognised" and not result.grade


def _notes(nodes: Nodes, facts: DegreeFacts, result: Result) -> list[dict]:
    title = language_map(result.title)
    pairs = [(same_in_each(str(result.semester), title), headings.SEMESTER)]
    if result.kind == "recognised":
        pairs.append((headings.RECOGNISED, None))
    if result.kind == "thesis" and facts.thesis:
        pairs.append((same_in_each(", ".join(facts.thesis.supervisors), title), headings.SUPERVISORS))
        pairs.append((same_in_each(facts.thesis.defended_on.isoformat(), title), headings.DEFENDED))
    return nodes.notes(pairs)


def _assessment(nodes: Nodes, facts: DegreeFacts, result: Result) -> dict:
    title = language_map(result.title)
    converted = [(_converted(facts, grade, title), headings.CONVERTED) for grade in result.converted]
    return nodes.node(
        "learningAssessment",
        "LearningAssessment",
        title=title,
        additionalNote=nodes.notes(converted),
        awardedBy=nodes.awarding(facts.body(result.schac), result.passed_on),
        grade=nodes.note(same_in_each(result.grade, title)),
        shortenedGrading=_shortened_grading(nodes, result),
        specifiedBy=nodes.node(
            "learningAssessmentSpec",
            "LearningAssessmentSpecification",
            title=title,
            language=concept("language", result.language) if result.language else None,
            gradingScheme=_grading_scheme(nodes, result, title),
        ),
    )


def _converted(facts: DegreeFacts, grade: ConvertedGrade, like: Text) -> Text:
    names = facts.body(grade.schac).name
    tables = ", ".join(grade.tables)
    said = f"{grade.grade} ({grade.scale}; {grade.lowest}–{grade.highest}; {tables})"
    return {language: f"{names.get(language) or grade.schac}: {said}" for language in like}


def _grading_scheme(nodes: Nodes, result: Result, like: Text) -> dict:
    """The scale, with its grading table when there is one (ECTS Users' Guide 2015, 4.3).

    The table stands in words: ELM's ``ResultDistribution`` wants counts, which a table of percentages does not hold, and the
    context of ELM 3.1 misspells its property so that the shapes never see it.
    """
    rows = "; ".join(f"{share.grade}: {number(share.percentage)} %" for share in result.distribution)
    return nodes.node(
        "gradingScheme", "GradingScheme", title=same_in_each(result.scale, like), description=same_in_each(rows, like)
    )


def _shortened_grading(nodes: Nodes, result: Result) -> dict | None:
    """How many per cent did better, the same and worse, in whole numbers; ``None`` when the table does not hold the grade."""
    grades = [share.grade for share in result.distribution]
    if result.grade not in grades:
        return None
    here = grades.index(result.grade)
    shares = [share.percentage for share in result.distribution]
    return nodes.node(
        "shortenedGrading",
        "ShortenedGrading",
        percentageHigher=round(sum(shares[:here], Decimal(0))),
        percentageEqual=round(shares[here]),
        percentageLower=round(sum(shares[here + 1 :], Decimal(0))),
    )


def _activity(nodes: Nodes, facts: DegreeFacts, result: Result) -> dict | None:
    """What the student did for it; nothing is said of what was recognised from elsewhere."""
    if result.kind == "recognised":
        return None
    body = facts.body(result.schac)
    title = language_map(result.title)
    return nodes.node(
        "activity",
        "LearningActivity",
        title=title,
        awardedBy=nodes.awarding(body, result.passed_on),
        directedBy=nodes.organisation(body),
        workload=_duration(result.hours),
        specifiedBy=nodes.node(
            "learningActivitySpec",
            "LearningActivitySpecification",
            title=title,
            language=concept("language", result.language) if result.language else None,
            volumeOfLearning=_duration(result.hours),
            dcType=concept("learning-activity", result.kind) if result.kind in _ACTIVITY_KINDS else None,
        ),
    )


def _specification(nodes: Nodes, result: Result) -> dict:
    return nodes.node(
        "learningAchievementSpec",
        "LearningAchievementSpecification",
        title=language_map(result.title),
        identifier=nodes.identifier(result.code, "Course code"),
        language=concept("language", result.language) if result.language else None,
        thematicArea=concept("isced-f", result.isced_f) if result.isced_f else None,
        creditPoint=nodes.ects(result.credits),
        volumeOfLearning=_duration(result.hours),
        learningSetting=concept("learning-setting", "formal"),
        learningOutcome=nodes.outcomes(result.outcomes),
    )


def _duration(hours: Decimal | None) -> str | None:
    """``PT240H``, ``PT37H30M`` (xsd:duration); ``None`` when nobody counted."""
    if hours is None:
        return None
    whole, minutes = divmod(round(hours * 60), 60)
    return f"PT{whole}H{minutes}M" if minutes else f"PT{whole}H"
