"""Refusals of the room."""


class LearningRefused(Exception):
    """An act of studying was refused; the text tells the learner why, and that nothing was lost."""
