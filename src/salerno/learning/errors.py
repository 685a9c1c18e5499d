"""Refusals of the room."""


class LearningRefused(Exception):
    """An act of studying was refused; the text tells the learner why, and that nothing was lost."""


class IdempotencyKeyUsed(LearningRefused):
    """The key that came with an answer belongs to another answer."""
