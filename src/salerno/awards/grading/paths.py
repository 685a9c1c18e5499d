"""The sentences of a conversion: each step of its path, and what to be careful about."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from salerno.common.words import Words
from salerno.common.words import words as _

from .conversions import Step
from .tables import GradingTable

# A share of n results is known within 98/√n percentage points (95 %, at worst): within ten points from about one hundred on.
SMALL = 100


def band(grade: str, begin: Fraction, end: Fraction) -> Step:
    """Where a grade stands among the passing results of its own table."""
    if begin == end:
        sentence = _("Nobody was given %(grade)s: it stands on the border at %(at)s %%.", grade=grade, at=_percent(begin))
        return Step("border", sentence)
    told = {"grade": grade, "begin": _percent(begin), "end": _percent(end)}
    sentence = _("%(begin)s %% of the passing results are better than %(grade)s; %(end)s %% are as good or better.", **told)
    return Step("band", sentence)


def comparable(grades: Sequence[str]) -> Step:
    """Which grades of the other table overlap the band, best first."""
    return Step("comparable", _("In the other table this place is held by: %(grades)s.", grades=", ".join(grades)))


def by_middle(middle: Fraction, grade: str, begin: Fraction, end: Fraction) -> Step:
    """The middle of the band decides."""
    told = {"middle": _percent(middle), "grade": grade, "begin": _percent(begin), "end": _percent(end)}
    return Step("middle", _("The middle, %(middle)s %%, lies in %(grade)s, which goes from %(begin)s %% to %(end)s %%.", **told))


def by_end(grade: str, answer: str, *, is_best: bool) -> Step:
    """The best becomes the best, the lowest the lowest."""
    told = {"grade": grade, "answer": answer}
    if is_best:
        return Step("best", _("%(grade)s is the best grade given; it becomes the best grade given there, %(answer)s.", **told))
    return Step("lowest", _("%(grade)s is the lowest pass given; it becomes the lowest pass given there, %(answer)s.", **told))


def counted_with(grade: str, row: str) -> Step:
    """A grade of a scale with decimals that has no row of its own."""
    return Step("counted-with", _("%(grade)s is counted with %(row)s, the next lower grade of the table.", grade=grade, row=row))


def not_in_table(grade: str) -> Step:
    """A grade that the scale knows and the table lacks."""
    return Step("not-in-table", _("%(grade)s is a grade of the scale that the table does not list.", grade=grade))


def same_table(grade: str) -> Step:
    """Nothing to convert."""
    return Step("same-table", _("Both tables are the same: %(grade)s stays as it is.", grade=grade))


def no_pass(grade: str) -> Step:
    """A failed grade."""
    return Step("no-pass", _("%(grade)s does not pass and converts to no grade: tables compare passing grades.", grade=grade))


def unknown_grade(text: str, grades: Sequence[str]) -> Words:
    """The refusal of what no table and no scale knows."""
    written = " ".join(text.split())[:40]
    return _("“%(grade)s” is not a grade of the table. Known are: %(grades)s.", grade=written, grades=", ".join(grades))


def cautions(source: GradingTable, target: GradingTable) -> tuple[Step, ...]:
    """What makes conversions between the two tables less sure: few results, or different fields of study."""
    found = [*_about_size(source, "source"), *_about_size(target, "target")]
    ours, theirs = source.isced_f, target.isced_f
    if ours and theirs and not (ours.startswith(theirs) or theirs.startswith(ours)):
        sentence = _("The tables are of different fields of study: %(ours)s and %(theirs)s.", ours=ours, theirs=theirs)
        found.append(Step("fields-differ", sentence))
    return tuple(found)


def _about_size(table: GradingTable, which: str) -> list[Step]:
    if table.n is None or table.n >= SMALL:
        return []
    told = {"n": table.n, "points": Decimal(98 / table.n**0.5).quantize(Decimal(1))}
    if which == "source":
        sentence = _("The table of the grade rests on few results (%(n)s): a rank may be off by %(points)s points.", **told)
    else:
        sentence = _("The receiving table rests on few results (%(n)s): a rank may be off by %(points)s points.", **told)
    return [Step(f"small-{which}", sentence)]


def _percent(share: Fraction) -> Decimal:
    """``share`` in percent, with two decimals at most."""
    exact = Decimal(share.numerator * 100) / share.denominator
    rounded = exact.quantize(Decimal("0.01")).normalize()
    return rounded if rounded.as_tuple().exponent <= 0 else rounded.quantize(Decimal(1))
