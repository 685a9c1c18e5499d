"""What the template of the diagnostic test draws: paths and numbers, ready to be written.

``diagnostic-test.js`` draws the same from the same numbers; a browser test holds the two together. Paths are
text with a point as decimal mark whatever the language, because SVG reads no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp

from salerno.learning.explorables import diagnostic_test as model

AXIS = (-3.5, 7.5)  # scores shown, in standard deviations of the people without the disease
SCORES = (640, 220)  # width and height of the two distributions, the axis line 10 above the bottom
ROC = 220  # side of the ROC plot
COLUMNS, CELL = 40, 10  # the 1,000 people stand in 25 rows of 40
TABLE_THRESHOLDS = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)


@dataclass(frozen=True)
class Row:
    """One row of the table beside the ROC curve; shares in per cent."""

    threshold: float
    sensitivity: float
    specificity: float
    ppv: float
    npv: float


@dataclass(frozen=True)
class Picture:
    """All that the page shows for one position of the sliders."""

    settings: model.Settings
    counts: model.Counts
    finding: str
    ppv: float
    npv: float
    area_under_roc: float
    sliders: dict[str, str]
    paths: dict[str, str]
    rows: tuple[Row, ...]

    @property
    def percent(self) -> dict[str, float]:
        """Sensitivity and specificity as the page says them."""
        return {
            "sensitivity": 100 * self.settings.sensitivity,
            "specificity": 100 * self.settings.specificity,
        }

    @property
    def was(self) -> dict[str, str]:
        """What the form carries along so that only a moved slider counts."""
        return {
            "separation": f"{self.settings.separation:.6f}",
            "threshold": f"{self.settings.threshold:.6f}",
        }


def picture(given: Mapping[str, object], form: Mapping[str, object] | None = None) -> Picture:
    """The picture of a course's settings ``given``, moved by the page's query ``form`` if there is one."""
    settings = model.settings_from_form(form or {}, model.settings_from(given))
    counts = model.count_people(settings)
    ppv, npv = model.predictive_values(settings)
    return Picture(
        settings=settings,
        counts=counts,
        finding=model.finding(settings),
        ppv=100 * ppv,
        npv=100 * npv,
        area_under_roc=settings.area_under_roc,
        sliders={name: f"{value:g}" for name, value in model.slider_values(settings).items()},
        paths=_score_paths(settings) | _roc_paths(settings) | _people_paths(counts),
        rows=tuple(_row(settings, threshold) for threshold in TABLE_THRESHOLDS),
    )


def _row(settings: model.Settings, threshold: float) -> Row:
    moved = replace(settings, threshold=threshold)
    ppv, npv = model.predictive_values(moved)
    return Row(threshold, 100 * moved.sensitivity, 100 * moved.specificity, 100 * ppv, 100 * npv)


def _score_paths(settings: model.Settings) -> dict[str, str]:
    """The two densities, each cut at the threshold into what the test says of it."""
    cut, low, high = settings.threshold, *AXIS
    return {
        "cleared": _hill(0, low, cut),
        "false_alarms": _hill(0, cut, high),
        "missed": _hill(settings.separation, low, cut),
        "found": _hill(settings.separation, cut, high),
        "threshold": f"M{_score_x(cut):.1f} 0V{SCORES[1] - 10}",
    }


def _hill(mean: float, start: float, end: float) -> str:
    steps = 48
    base = SCORES[1] - 10
    points = []
    for step in range(steps + 1):
        score = start + (end - start) * step / steps
        points.append(f"{_score_x(score):.1f} {base - (base - 20) * exp(-((score - mean) ** 2) / 2):.1f}")
    return f"M{_score_x(start):.1f} {base}L" + "L".join(points) + f"L{_score_x(end):.1f} {base}Z"


def _score_x(score: float) -> float:
    return (score - AXIS[0]) / (AXIS[1] - AXIS[0]) * SCORES[0]


def _roc_paths(settings: model.Settings) -> dict[str, str]:
    """The curve from (0, 0) to (1, 1), and the point where the threshold stands on it."""
    thresholds = tuple(AXIS[1] + 1 - step * 0.1 for step in range(128))
    points = model.roc_points(settings.separation, thresholds)
    curve = "L".join(f"{ROC * x:.1f} {ROC * (1 - y):.1f}" for x, y in points)
    point = f"M{ROC * (1 - settings.specificity):.1f} {ROC * (1 - settings.sensitivity):.1f}h.01"
    return {"roc": f"M0 {ROC}L{curve}L{ROC} 0", "roc_point": point}


def _people_paths(counts: model.Counts) -> dict[str, str]:
    """1,000 marks in four shapes: missed, found, false alarms, cleared, so that all who test positive stand
    together.
    """
    marks = {
        "people_missed": (counts.missed, "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0"),
        "people_found": (counts.found, "h.01"),
        "people_false_alarms": (counts.false_alarms, "m0-4l4 4-4 4-4-4z"),
        "people_cleared": (counts.cleared, "h.01"),
    }
    paths, place = {}, 0
    for name, (number, mark) in marks.items():
        paths[name] = "".join(_mark(place + index, mark) for index in range(number))
        place += number
    return paths


def _mark(place: int, mark: str) -> str:
    row, column = divmod(place, COLUMNS)
    return f"M{column * CELL + CELL // 2} {row * CELL + CELL // 2}{mark}"
