"""What a student achieved, as rows: results by semester, conversions, scales, distributions, credits by institution."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from salerno.awards.degrees.facts import ConvertedGrade, DegreeFacts, Result, Share
from salerno.common.document_words import brief_day, exactly, said
from salerno.common.names import plain_number

from .wording import WORDS, name_of

KINDS = ("internship", "thesis", "recognised")
"""Kinds of result that a record names; a course needs no name."""


def records(facts: DegreeFacts, language: str) -> dict[str, Any]:
    """Everything that ``records.typ`` prints of the results."""
    words = WORDS.of(language, "record")
    marks = _marks(facts)
    return {
        "semesters": [
            {
                "title": words["semester"].format(number=semester) if semester else words["recognised_part"],
                "credits": plain_number(sum((result.credits for result in results), Decimal(0)), language),
                "rows": [_row(facts, result, marks, words, language) for result in results],
            }
            for semester, results in _by_semester(facts.results).items()
        ],
        "total": plain_number(facts.credits, language),
        "scales": _scales(facts, language),
        "distributions": _distributions(facts, words, language),
        "tables": [{"mark": mark, "text": text} for mark, text in _tables(facts, marks, words, language)],
    }


def credits_by_institution(facts: DegreeFacts) -> dict[str, Decimal]:
    """ECTS credits earned at each institution, by ``schac``, in the order of first results."""
    earned: dict[str, Decimal] = defaultdict(Decimal)
    for result in facts.results:
        earned[result.schac] += result.credits
    return dict(earned)


def _by_semester(results: Iterable[Result]) -> dict[int, list[Result]]:
    """What stands outside the semesters (number 0) comes last."""
    found: dict[int, list[Result]] = defaultdict(list)
    for result in sorted(results, key=lambda result: (result.semester == 0, result.semester)):
        found[result.semester].append(result)
    return found


def _marks(facts: DegreeFacts) -> dict[tuple[str, str, tuple[str, ...]], str]:
    """A short mark, T1, T2, …, for each target and the grading tables that its conversions stand on."""
    used = dict.fromkeys(_key(grade) for result in facts.results for grade in result.converted)
    return {key: f"T{place}" for place, key in enumerate(used, start=1)}


def _key(grade: ConvertedGrade) -> tuple[str, str, tuple[str, ...]]:
    return grade.schac, grade.scale, grade.tables


def _tables(facts: DegreeFacts, marks: dict[Any, str], words: dict[str, str], language: str) -> Iterable[tuple[str, str]]:
    for (schac, scale, tables), mark in marks.items():
        institution = name_of(facts.body(schac), language)
        yield mark, words["tables_of"].format(scale=scale, institution=institution, tables=" → ".join(tables))


def _row(facts: DegreeFacts, result: Result, marks: dict[Any, str], words: dict[str, str], language: str) -> dict[str, Any]:
    notes = [words[result.kind]] if result.kind in KINDS else []
    if result.hours:
        notes.append(words["hours"].format(hours=plain_number(result.hours, language)))
    return {
        "code": result.code,
        "title": said(result.title, language),
        "notes": " · ".join(notes),
        "institution": name_of(facts.body(result.schac), language),
        "credits": plain_number(result.credits, language),
        "grade": result.grade,
        "scale": result.scale,
        "converted": [
            {"grade": _converted(grade, words), "by": f"{grade.scale}, {marks[_key(grade)]}"} for grade in result.converted
        ],
        "passed_on": brief_day(result.passed_on, language),
    }


def _converted(grade: ConvertedGrade, words: dict[str, str]) -> str:
    if grade.lowest == grade.highest:
        return grade.grade
    return words["interval"].format(grade=grade.grade, lowest=grade.lowest, highest=grade.highest)


def _scales(facts: DegreeFacts, language: str) -> list[dict[str, str]]:
    legends = WORDS.table(language)["scales"]
    used = [result.scale for result in facts.results]
    used += [grade.scale for result in facts.results for grade in result.converted]
    return [{"scale": scale, "text": legends[scale]} for scale in dict.fromkeys(used) if scale in legends]


def _distributions(facts: DegreeFacts, words: dict[str, str], language: str) -> list[dict[str, Any]]:
    """Each table once, with the codes of the results that it speaks of."""
    codes: dict[tuple[str, str, tuple[Share, ...]], list[str]] = defaultdict(list)
    for result in facts.results:
        if result.distribution:
            codes[result.schac, result.scale, result.distribution].append(result.code)
    return [
        {
            "title": words["distribution_of"].format(
                institution=name_of(facts.body(schac), language), scale=scale, codes=", ".join(of)
            ),
            "shares": [{"grade": share.grade, "share": exactly(share.percentage, language)} for share in shares],
        }
        for (schac, scale, shares), of in codes.items()
    ]
