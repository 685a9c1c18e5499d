"""Refusals of this package. Each carries a sentence that pages can word in the reader's language (``Words.told``)."""

from salerno.common.words import Words


class GradingRefused(ValueError):
    """What was given cannot be used; ``sentence`` says why and what is allowed."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class GradeRefused(GradingRefused):
    """Not a grade of the scale or of the table."""


class TableRefused(GradingRefused):
    """Not a sound grading table."""
