"""Why nothing is handed out: each refusal is a type of its own, and says where the fault is."""

from enum import StrEnum
from typing import Any


class AllocationRefused(Exception):
    """There is no allocation. Never a half one."""


class Wrong(StrEnum):
    """What is wrong with what was given. The value is the English sentence; ``values`` of the refusal fill it."""

    NOT_JSON = "This is not JSON: {problem}."
    NOT_OF_THIS_KIND = "This must be {kind}."
    MISSING = "“{name}” is missing."
    UNKNOWN_NAME = "“{name}” is not known here; known are {known}."
    NO_KEY = "A key is a printable text that is not empty, or a whole number."
    TWICE = "“{key}” stands here twice."
    NO_SEED = "The seed is a printable text that is not empty, or a whole number."
    UNKNOWN_PLACE = "There is no place “{key}”."
    UNKNOWN_TIER = "“{tier}” is not a tier; tiers are {known}."
    NO_SCORE = "A score is a finite number."
    NO_NUMBER_OF_PLACES = "Capacity and minimum are whole numbers, 0 or more."
    MINIMUM_ABOVE_CAPACITY = "The minimum, {minimum}, is above the capacity, {capacity}."
    UNKNOWN_LEVEL = "“{level}” is not a level of the CEFR; levels are {known}."
    NO_LIMIT = "A limit for one home is a whole number, 1 or more."
    NO_HOME = "Where a place takes only so many of one home, each student has a home: a printable text that is not empty."
    UNKNOWN_STUDENT = "There is no student “{key}”."


class ProblemRefused(AllocationRefused, ValueError):
    """What was given cannot be right. ``where`` leads to it, such as ``students[3].choices[1]``."""

    def __init__(self, wrong: Wrong, where: str, **values: Any) -> None:
        super().__init__(f"{where}: {wrong.value.format(**values)}" if where else wrong.value.format(**values))
        self.wrong, self.where, self.values = wrong, where, values


class RuleNotKept(AllocationRefused):
    """The best total cannot keep a rule of ``place``, and is not given without it."""

    def __init__(self, place: str | int) -> None:
        super().__init__(f"The best total cannot limit how many of one home go to “{place}”. Deferred acceptance can.")
        self.place = place


class TimeExceeded(AllocationRefused):
    """The search took longer than it was given: ``seconds``. Whatever was found before is thrown away."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"No best total was found within {seconds:g} seconds.")
        self.seconds = seconds


class NotOfThisProblem(AllocationRefused):
    """The published allocation does not fit the problem: ``faults`` says what does not."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("The published allocation does not fit: " + " ".join(faults))
        self.faults = faults
