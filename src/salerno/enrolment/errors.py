"""Refusals of the room."""

from salerno.enrolment.enums import ProgrammeRefusal, Refusal


class EnrolmentRefused(Exception):
    """Enrolling or withdrawing was refused; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.label)
        self.refusal = refusal


class ProgrammeRefused(Exception):
    """An act on the studies of a student was refused; ``refusal`` says why."""

    def __init__(self, refusal: ProgrammeRefusal) -> None:
        super().__init__(refusal.label)
        self.refusal = refusal
