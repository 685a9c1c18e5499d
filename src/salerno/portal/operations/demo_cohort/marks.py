"""Grades that are made up: drawn from a seed, so that they come out the same each time. Plain values."""

from random import Random

from salerno.portal.operations.demo_cohort.cast import Fate, Student
from salerno.portal.operations.demo_cohort.curriculum import never_passed

_FAILS_AT_FIRST = 0.07
_STEPS = ((1.2, "A"), (0.5, "B"), (-0.3, "C"), (-1.0, "D"))


def passes(student: Student, code: str, sitting: int) -> bool:
    """Whether ``student`` passes ``code`` at this sitting. Some fail at first; whoever owes nothing passes the second time."""
    if code == never_passed(student):
        return False
    return sitting > 1 or _dice(student, code, "pass").random() >= _FAILS_AT_FIRST


def mark(student: Student, code: str, scale: str, *, sitting: int = 1) -> str:
    """The grade in the words of ``scale`` (``fr-20``, ``it-30`` or ``se-af``); sometimes a dash, for who failed and stays away."""
    dice = _dice(student, code, str(sitting))
    if passes(student, code, sitting):
        return _PASS[scale](dice.gauss(_ability(student), 0.85))
    if student.fate == Fate.COMPENSATED and code == never_passed(student):
        return "9.5"
    return "-" if sitting > 1 and dice.random() < 0.3 else _FAIL[scale](dice)


def _dice(student: Student, *of: str) -> Random:
    """A string seeds the same numbers in every process."""
    return Random("/".join(("salerno", str(student.number), *of)))  # noqa: S311  (nothing here is secret)


def _ability(student: Student) -> float:
    """How strong a student is, in standard deviations: good ones are good throughout."""
    return _dice(student, "ability").gauss(0.1, 0.6)


def _french(height: float) -> str:
    return f"{min(19.0, max(10.0, round((13.2 + 2.1 * height) * 2) / 2)):g}"


def _italian(height: float) -> str:
    points = 26.4 + 2.6 * height
    return "30L" if points >= 30.5 else str(max(18, round(points)))


def _swedish(height: float) -> str:
    return next((name for least, name in _STEPS if height >= least), "E")


_PASS = {"fr-20": _french, "it-30": _italian, "se-af": _swedish}
_FAIL = {
    "fr-20": lambda dice: f"{dice.randint(10, 15) / 2:g}",
    "it-30": lambda dice: str(dice.randint(11, 17)),
    "se-af": lambda dice: dice.choice(("Fx", "F")),
}
