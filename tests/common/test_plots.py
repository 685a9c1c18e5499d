"""Bars: widths in hundredths, written with a point in every language."""

from django.utils import translation

from salerno.common.plots import bars


def test_the_widest_bar_fills_the_width_and_widths_are_written_with_a_point():
    with translation.override("fr"):
        plot = bars("Three", [("a", [(3, "3")]), ("b", [(1, "1"), (0, "none")])])

    assert [(row.label, [bar.width for bar in row.bars]) for row in plot.rows] == [("a", ["100.00"]), ("b", ["33.33", "0.00"])]


def test_a_given_scale_holds_and_nothing_is_drawn_of_nothing():
    assert [bar.width for row in bars("", [("a", [(5, "5")])], widest=20).rows for bar in row.bars] == ["25.00"]
    assert [bar.width for row in bars("", [("a", [(0, "0")])]).rows for bar in row.bars] == ["0.00"]
    assert bars("", []).rows == []
