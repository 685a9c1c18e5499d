"""Refusals of the room."""

from salerno.enrolment.enums import Refusal


class EnrolmentRefused(Exception):
    """Enrolling or withdrawing was refused; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.label)
        self.refusal = refusal
