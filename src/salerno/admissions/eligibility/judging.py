"""One statement for each entry rule, from an applicant's papers.

What is not known is not counted against anybody. Credits of rows without a sector, and of courses that are not passed yet, might
still fill a gap: as long as they could, the verdict is *cannot say* (Kleene's three-valued logic for ``all`` and ``any``).
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from salerno.admissions.eligibility.facts import LEVELS, NATIVE, Papers, Rule, Statement, TranscriptRow, Verdict
from salerno.admissions.eligibility.sectors import is_among, read_sectors

MET, NOT_MET, CANNOT_SAY = Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_SAY


def judge(rules: Iterable[Rule], papers: Papers) -> tuple[Statement, ...]:
    """What each of ``rules`` comes to, in their order."""
    return tuple(_JUDGES[rule.kind](rule, papers) for rule in rules)


def verdict_of(statements: Iterable[Statement]) -> Verdict:
    """What all together come to: met when there is nothing to meet."""
    return _all({statement.verdict for statement in statements})


def _all(verdicts: set[Verdict]) -> Verdict:
    return NOT_MET if NOT_MET in verdicts else CANNOT_SAY if CANNOT_SAY in verdicts else MET


def _any(verdicts: set[Verdict]) -> Verdict:
    return MET if MET in verdicts else CANNOT_SAY if CANNOT_SAY in verdicts else NOT_MET


def _degree(rule: Rule, papers: Papers) -> Statement:
    level = papers.degree.eqf_level
    params = {"needed": int(rule.amount), "found": level}
    if level is None:
        return Statement(rule, CANNOT_SAY, "degree-unknown", params)
    if level < rule.amount:
        return Statement(rule, NOT_MET, "degree-below", params)
    if papers.degree.awarded_on is None:
        return Statement(rule, CANNOT_SAY, "degree-not-yet", params)
    return Statement(rule, MET, "degree-met", params)


def _degree_class(rule: Rule, papers: Papers) -> Statement:
    given = papers.degree.class_code.replace(" ", "").upper()
    params = {"classes": rule.classes, "found": given}
    if not given:
        return Statement(rule, CANNOT_SAY if papers.degree.eqf_level is None else NOT_MET, "class-unknown", params)
    is_met = given in {code.replace(" ", "").upper() for code in rule.classes}
    return Statement(rule, MET if is_met else NOT_MET, "class-met" if is_met else "class-other", params)


def _ects(rule: Rule, papers: Papers) -> Statement:
    return _credits(rule, papers, "ects", lambda row: True, lambda row: False)


def _sector_ects(rule: Rule, papers: Papers) -> Statement:
    return _credits(
        rule,
        papers,
        "sector",
        lambda row: is_among(row.sector, rule.sectors),
        lambda row: read_sectors(row.sector) is None,
    )


def _credits(
    rule: Rule, papers: Papers, words: str, counts: Callable[[TranscriptRow], bool], is_open: Callable[[TranscriptRow], bool]
) -> Statement:
    """``found``: passed and counting; ``to_come``: counting, not passed; ``open``: passed or not, of a sector that nobody knows."""
    found = _sum(row for row in papers.transcript if counts(row) and row.passed_on is not None)
    to_come = _sum(row for row in papers.transcript if counts(row) and row.passed_on is None)
    unknown = _sum(row for row in papers.transcript if is_open(row))
    params: dict[str, object] = {
        "needed": rule.amount,
        "found": found,
        "missing": max(rule.amount - found, Decimal(0)),
        "to_come": to_come,
        "open": unknown,
        "sectors": rule.sectors,
    }
    if found >= rule.amount:
        return Statement(rule, MET, f"{words}-met", params)
    if not papers.transcript:
        return Statement(rule, CANNOT_SAY, "no-transcript", params)
    if found + to_come >= rule.amount:
        return Statement(rule, CANNOT_SAY, f"{words}-to-come", params)
    if found + to_come + unknown >= rule.amount:
        return Statement(rule, CANNOT_SAY, f"{words}-open", params)
    return Statement(rule, NOT_MET, f"{words}-missing", params)


def _sum(rows: Iterable[TranscriptRow]) -> Decimal:
    return sum((row.ects for row in rows), Decimal(0))


def _language(rule: Rule, papers: Papers) -> Statement:
    level = papers.languages.get(rule.language, "")
    params = {"language": rule.language, "needed": rule.level, "found": level}
    if level == NATIVE:
        return Statement(rule, MET, "language-native", params)
    if level not in LEVELS:
        return Statement(rule, CANNOT_SAY, "language-unknown", params)
    is_met = LEVELS.index(level) >= LEVELS.index(rule.level)
    return Statement(rule, MET if is_met else NOT_MET, "language-met" if is_met else "language-below", params)


def _documents(rule: Rule, papers: Papers) -> Statement:
    country = papers.degree.country.upper()
    missing = tuple(kind for kind in rule.documents if kind not in papers.documents)
    params = {"documents": rule.documents, "missing": missing, "country": country}
    if rule.countries and not country:
        return Statement(rule, CANNOT_SAY, "country-unknown", params)
    if rule.countries and country not in {code.upper() for code in rule.countries}:
        return Statement(rule, MET, "country-other", params)
    return Statement(rule, NOT_MET if missing else MET, "documents-missing" if missing else "documents-met", params)


def _every(rule: Rule, papers: Papers) -> Statement:
    return _compound(rule, papers, _all)


def _one(rule: Rule, papers: Papers) -> Statement:
    return _compound(rule, papers, _any)


def _compound(rule: Rule, papers: Papers, together: Callable[[set[Verdict]], Verdict]) -> Statement:
    parts = judge(rule.parts, papers)
    verdict = together({part.verdict for part in parts})
    counted = {"met": sum(part.verdict is MET for part in parts), "of": len(parts)}
    return Statement(rule, verdict, f"{rule.kind}-{verdict.value}", counted, parts)


_JUDGES: dict[str, Callable[[Rule, Papers], Statement]] = {
    "degree": _degree,
    "degree-class": _degree_class,
    "ects": _ects,
    "sector-ects": _sector_ects,
    "language": _language,
    "documents": _documents,
    "all": _every,
    "any": _one,
}
