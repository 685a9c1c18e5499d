"""Why a response cannot be graded; nothing is lost by it and nothing is counted."""

from enum import StrEnum


class Reason(StrEnum):
    """The code that templates translate; `ResponseRefused.reason` says the same in English."""

    EMPTY = "empty"
    MALFORMED = "malformed"
    UNKNOWN_CHOICE = "unknown-choice"
    NOT_A_NUMBER = "not-a-number"
    OTHER_UNIT = "other-unit"
    TOO_LONG = "too-long"
    SAME_PLACE = "same-place"
    NOT_ALL_PAIRED = "not-all-paired"
    OUTSIDE_IMAGE = "outside-image"
    UNKNOWN_CONFIDENCE = "unknown-confidence"


SENTENCES = {
    Reason.EMPTY: "Nothing has been answered yet. Give an answer, or say “I don't know yet”.",
    Reason.MALFORMED: "This answer does not fit the question. Load the page again and answer once more.",
    Reason.UNKNOWN_CHOICE: "This answer was not among those shown. Load the page again and answer once more.",
    Reason.NOT_A_NUMBER: "This cannot be read as a number. Write it in digits, for example 8.3.",
    Reason.OTHER_UNIT: "The unit is not the one that is asked for. Give the number in the unit shown.",
    Reason.TOO_LONG: "This answer is too long. A word or two are enough.",
    Reason.SAME_PLACE: "Give each item a place of its own.",
    Reason.NOT_ALL_PAIRED: "Choose a partner for every line.",
    Reason.OUTSIDE_IMAGE: "Point inside the image: both numbers lie between 0 and 100.",
    Reason.UNKNOWN_CONFIDENCE: "How sure you are is low, medium or high.",
}


class ResponseRefused(ValueError):
    """A response that cannot be graded. ``code`` for templates, ``reason`` in words that a learner
    understands.
    """

    def __init__(self, code: Reason) -> None:
        self.code = code
        self.reason = SENTENCES[code]
        super().__init__(self.reason)
