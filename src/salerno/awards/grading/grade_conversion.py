"""Conversion by ECTS grading tables: equal rank in the two cumulative distributions (ECTS Users' Guide 2015, 4.3).

The guide compares "the position of each grade within the two tables" and leaves to the receiving institution whether "the
minimum, average or maximum comparable grade of overlapping ranges" is taken, if it decides in advance. This is decided here:

1.  Percentages are taken from the best grade downwards and divided by their sum. A grade covers the *band* from the share of
    results that are better to the share that are better or equal.
2.  *Comparable* are the grades of the receiving table whose bands share more than a point with this band. They are the interval.
3.  The *middle* of the band decides (the guide's average): the grade in whose band it lies. On a border it is the better one.
4.  *Ends*: the best grade that anybody was given becomes the best one that anybody was given over there (the guide's maximum),
    the lowest the lowest (its minimum). Both always belong to the interval, since bands begin at 0 and end at 100. Where all
    results are one grade, that grade is no end, and its middle decides.
5.  A grade with 0 % has a band without width, the border between its neighbours, and is placed by it (3). Grades that nobody was
    given are never an answer.
6.  A grade that the table lacks, of a scale with decimals, is counted with the next lower row (14.37 with 14); of another
    scale, or where there is no lower row, it is one that nobody was given (5). Without a known scale it is refused.
7.  Equal rows in equal scales convert each grade to itself, whatever 2 to 6 say.
8.  A grade that does not pass converts to none, never to a pass. Tables hold passing grades alone.

Order is kept: a better grade never gets a worse answer. Ranks are exact fractions; nothing is rounded but what is shown.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise

from . import paths
from .conversions import Conversion, Step
from .errors import GradeRefused
from .scales import Grade, spelling
from .tables import GradingTable

_SPELLINGS_KEPT = 20_000


class Converter:
    """Converts grades of ``source`` into grades of ``target``. Each row is placed once, when this is made."""

    def __init__(self, source: GradingTable, target: GradingTable) -> None:
        self.source, self.target = source, target
        self._is_same = (source.scale, source.rows) == (target.scale, target.rows)
        self._borders = _borders(source)
        bands = zip(target.grades, pairwise(_borders(target)), strict=True)
        self._given = [(grade, *band) for grade, band in bands if band[0] < band[1]]
        self._begins, self._ends = ([band[place] for band in self._given] for place in (1, 2))
        self._cautions = paths.cautions(source, target)
        self._rows = [self._of_row(index) for index in range(len(source.rows))]
        self._known = {spelling(row.value): row for row in self._rows}
        self._known |= {spelling(grade): self._failed(grade) for grade in source.failing}
        self._spelled = {row.value: row for row in self._rows}

    def convert(self, text: str) -> Conversion:
        """The conversion of the grade that ``text`` writes. Raises ``GradeRefused``, naming the grades that are known."""
        found = self._spelled.get(text)
        if found is None:
            found = self._read(text)
            if len(self._spelled) < _SPELLINGS_KEPT:
                self._spelled[text] = found
        return found

    def convert_all(self, texts: Iterable[str]) -> list[Conversion]:
        """The conversions of many grades, in their order. Raises ``GradeRefused`` at the first that is none."""
        return [self.convert(text) for text in texts]

    def _read(self, text: str) -> Conversion:
        found = self._known.get(spelling(text))
        if found is not None:
            return found
        scale = self.source.local_scale
        if scale is None:
            raise GradeRefused(paths.unknown_grade(text, self.source.grades))
        grade = scale.read(text)
        if not grade.is_pass:
            return self._failed(grade.text)
        return self._known.get(spelling(grade.text)) or self._unlisted(grade)

    def _unlisted(self, grade: Grade) -> Conversion:
        """Rule 6: ``grade`` passes in the scale and has no row."""
        scale, rows = self.source.local_scale, self.source.grades
        below = next((index for index, row in enumerate(rows) if scale.read(row).height < grade.height), len(rows))
        is_number = grade.text != scale.honours
        if self._is_same:
            return self._itself(grade.text)
        if scale.decimals and is_number and below < len(rows):
            row = self._rows[below]
            return row.told_for(grade.text, paths.counted_with(grade.text, row.value))
        border = self._borders[below]
        return self._placed(grade.text, border, border, paths.not_in_table(grade.text))

    def _of_row(self, index: int) -> Conversion:
        grade, (begin, end) = self.source.grades[index], self._borders[index : index + 2]
        if self._is_same:
            return self._itself(grade)
        return self._placed(grade, begin, end)

    def _placed(self, grade: str, begin: Fraction, end: Fraction, *before: Step) -> Conversion:
        """Rules 2 to 5, for the band from ``begin`` to ``end``, which have no width where they are equal."""
        if begin == end:
            first, last = bisect_left(self._ends, begin), bisect_right(self._begins, begin) - 1
        else:
            first, last = bisect_right(self._ends, begin), bisect_left(self._begins, end) - 1
        middle = (begin + end) / 2
        answer = bisect_left(self._ends, middle)
        decided = paths.by_middle(middle, *self._given[answer])
        if begin != end and (begin > 0) != (end < 1):
            answer = 0 if begin == 0 else len(self._given) - 1
            decided = paths.by_end(grade, self._given[answer][0], is_best=begin == 0)
        names = [name for name, _begin, _end in self._given]
        path = (*before, paths.band(grade, begin, end), paths.comparable(names[first : last + 1]), decided)
        return self._conversion(grade, path, names[answer], names[last], names[first])

    def _itself(self, grade: str) -> Conversion:
        return self._conversion(grade, (paths.same_table(grade),), grade, grade, grade)

    def _failed(self, grade: str) -> Conversion:
        return self._conversion(grade, (paths.no_pass(grade),), None, None, None)

    def _conversion(self, value: str, path: tuple[Step, ...], *grades: str | None) -> Conversion:
        """``grades``: the answer, the lowest and the highest of the interval."""
        return Conversion(value, *grades, path, self._cautions, (self.source.digest, self.target.digest))


@lru_cache(maxsize=256)
def converter(source: GradingTable, target: GradingTable) -> Converter:
    """The converter of two tables; a process keeps those that it used last."""
    return Converter(source, target)


def _borders(table: GradingTable) -> list[Fraction]:
    """Where the bands of the rows begin and end, from 0 to exactly 1: one more than there are rows."""
    sums = list(accumulate((Fraction(percentage) for _grade, percentage in table.rows), initial=Fraction(0)))
    return [border / sums[-1] for border in sums]
