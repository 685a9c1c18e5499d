"""A diagnostic test at the bedside: what prevalence, sensitivity and specificity do to 1,000 people.

The model is the equal-variance binormal one (Green & Swets 1966; Pepe 2003, 4.4): the score of the people
without the disease is normal with mean 0 and standard deviation 1, that of the people who are ill is normal
with mean ``separation`` and standard deviation 1, and a score above ``threshold`` is a positive test. Hence,
with Φ the normal distribution,

    sensitivity = Φ(separation − threshold)        specificity = Φ(threshold)

Three numbers state everything: prevalence, separation, threshold. The sliders move them so that one thing
changes at a time:

* the threshold moves along the ROC curve: sensitivity is traded for specificity, the test stays as good as it
  is;
* sensitivity is had by a better test at the same threshold: the ill move away, specificity stays;
* specificity is had by a better test at a higher threshold: threshold and ill move together, sensitivity
  stays.

A test worse than chance is refused: there ``separation`` stays at 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor, isfinite
from statistics import NormalDist

PEOPLE = 1_000
LIMITS = {"prevalence": (0.001, 0.5), "separation": (0.0, 5.2), "threshold": (-3.0, 4.0)}
SHARES = (0.005, 0.995)
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Settings:
    """What the three numbers of the model are; the other two follow."""

    prevalence: float = 0.1
    separation: float = 2.0
    threshold: float = 0.5

    @property
    def sensitivity(self) -> float:
        return _NORMAL.cdf(self.separation - self.threshold)

    @property
    def specificity(self) -> float:
        return _NORMAL.cdf(self.threshold)

    @property
    def area_under_roc(self) -> float:
        """Chance that someone ill scores above someone who is not: Φ(separation ÷ √2) (Pepe 2003, 4.4)."""
        return _NORMAL.cdf(self.separation / 2**0.5)

    def with_sensitivity(self, share: float) -> "Settings":
        """A better or worse test at the same threshold."""
        separation = self.threshold + _NORMAL.inv_cdf(_within(share, SHARES))
        return replace(self, separation=_within(separation, LIMITS["separation"]))

    def with_specificity(self, share: float) -> "Settings":
        """A better or worse test that finds as many of the ill as before."""
        threshold = _NORMAL.inv_cdf(_within(share, SHARES))
        separation = self.separation + threshold - self.threshold
        return replace(self, threshold=threshold, separation=_within(separation, LIMITS["separation"]))


@dataclass(frozen=True)
class Counts:
    """Where 1,000 people end; the four add up to 1,000."""

    found: int
    missed: int
    false_alarms: int
    cleared: int

    @property
    def ill(self) -> int:
        return self.found + self.missed

    @property
    def well(self) -> int:
        return self.false_alarms + self.cleared

    @property
    def positive(self) -> int:
        return self.found + self.false_alarms

    @property
    def negative(self) -> int:
        return self.missed + self.cleared


def count_people(settings: Settings) -> Counts:
    """Whole people out of 1,000, rounded within the ill and within the others so that both groups keep their
    size.
    """
    ill = _rounded(PEOPLE * settings.prevalence)
    found = _rounded(ill * settings.sensitivity)
    cleared = _rounded((PEOPLE - ill) * settings.specificity)
    return Counts(found=found, missed=ill - found, false_alarms=PEOPLE - ill - cleared, cleared=cleared)


def predictive_values(settings: Settings) -> tuple[float, float]:
    """PPV and NPV by Bayes' theorem, unrounded; within the limits neither has a zero below the line."""
    found = settings.prevalence * settings.sensitivity
    missed = settings.prevalence * (1 - settings.sensitivity)
    cleared = (1 - settings.prevalence) * settings.specificity
    false_alarms = (1 - settings.prevalence) * (1 - settings.specificity)
    return found / (found + false_alarms), cleared / (cleared + missed)


def roc_points(separation: float, thresholds: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """(1 − specificity, sensitivity) at each threshold."""
    return tuple((_NORMAL.cdf(-cut), _NORMAL.cdf(separation - cut)) for cut in thresholds)


def finding(settings: Settings) -> str:
    """Which of five sentences the picture is headed by: what a positive result is worth."""
    if count_people(settings).positive == 0:
        return "nobody"
    value, _ = predictive_values(settings)
    for name, below in (("rarely", 0.1), ("seldom", 0.5), ("mostly", 0.9)):
        if value < below:
            return name
    return "nearly-always"


def settings_from(given: Mapping[str, object]) -> Settings:
    """The settings that a course states, each held within its limits; what is absent or no number keeps its
    default.
    """
    return Settings(
        **{name: _read(given, name, getattr(Settings, name), limits) for name, limits in LIMITS.items()}
    )


def slider_values(settings: Settings) -> dict[str, float]:
    """Where the four sliders stand: people in 1,000, two shares in per cent by halves, the threshold by
    twentieths.
    """
    return {
        "prevalence": _rounded(PEOPLE * settings.prevalence),
        "sensitivity": _within(_rounded(200 * settings.sensitivity) / 2, (0.5, 99.5)),
        "specificity": _within(_rounded(200 * settings.specificity) / 2, (0.5, 99.5)),
        "threshold": _rounded(20 * settings.threshold) / 20,
    }


def settings_from_form(form: Mapping[str, object], start: Settings) -> Settings:
    """The settings that the four sliders state when the form is sent without JavaScript; ``start`` if it was
    not sent.

    Sliders stand on round numbers and the model does not, so the form also carries what the page had been
    drawn from (``separation_was``, ``threshold_was``), and a slider counts only if it was moved. Specificity
    and sensitivity say how good the test is; a threshold that was moved then goes along the ROC curve of that
    test.
    """
    was = replace(
        start,
        prevalence=_read(form, "prevalence", PEOPLE * start.prevalence, (1, 500)) / PEOPLE,
        separation=_read(form, "separation_was", start.separation, LIMITS["separation"]),
        threshold=_read(form, "threshold_was", start.threshold, LIMITS["threshold"]),
    )
    shown = slider_values(was)
    now = {
        name: _read(form, name, shown[name], (-100.0, 100.0))
        for name in ("sensitivity", "specificity", "threshold")
    }
    settings = was
    if now["specificity"] != shown["specificity"]:
        settings = settings.with_specificity(now["specificity"] / 100)
    if now["sensitivity"] != shown["sensitivity"]:
        settings = settings.with_sensitivity(now["sensitivity"] / 100)
    if now["threshold"] != shown["threshold"]:
        settings = replace(settings, threshold=_within(now["threshold"], LIMITS["threshold"]))
    return settings


def _read(given: Mapping[str, object], name: str, default: float, limits: tuple[float, float]) -> float:
    try:
        number = float(str(given.get(name, default)))
    except ValueError:
        number = default
    return _within(number if isfinite(number) else default, limits)


def _within(number: float, limits: tuple[float, float]) -> float:
    return min(max(number, limits[0]), limits[1])


def _rounded(number: float) -> int:
    """Halves go up, as in the browser's ``Math.round``."""
    return floor(number + 0.5)
