"""Refusals of the room."""

from collections.abc import Mapping

from salerno.enrolment.enums import ProgrammeRefusal, Refusal


class EnrolmentRefused(Exception):
    """Enrolling or withdrawing was refused; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.label)
        self.refusal = refusal


class ProgrammeRefused(Exception):
    """An act on the studies of a student was refused; ``refusal`` says why, ``cells`` what is wrong where (by registration)."""

    def __init__(self, refusal: ProgrammeRefusal, cells: Mapping[str, str] | None = None) -> None:
        super().__init__(refusal.label)
        self.refusal, self.cells = refusal, dict(cells or {})
