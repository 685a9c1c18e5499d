"""Refusals of this room."""

from salerno.awards.enums import BoardRefusal, GradeRefusal, RecognitionRefusal, ThesisRefusal


class GradesRefused(Exception):
    """An act on grades was refused; ``cells`` says by enrolment (uuid) what is wrong with single grades, ``detail`` whose."""

    def __init__(self, refusal: GradeRefusal, cells: dict[str, str] | None = None, detail: str = "") -> None:
        super().__init__(f"{refusal.label} {detail}".strip())
        self.refusal = refusal
        self.cells = cells or {}


class BoardRefused(Exception):
    """An act of a board, or on an award, was refused; ``detail`` says more where there is more to say."""

    def __init__(self, refusal: BoardRefusal, detail: str = "") -> None:
        super().__init__(f"{refusal.label} {detail}".strip())
        self.refusal = refusal
        self.detail = detail


class ThesisRefused(Exception):  # noqa: N818
    """An act on a thesis was refused; ``detail`` says more where there is more to say."""

    def __init__(self, refusal: ThesisRefusal, detail: str = "") -> None:
        super().__init__(f"{refusal.label} {detail}".strip())
        self.refusal = refusal
        self.detail = detail


class RecognitionRefused(Exception):
    """A result from elsewhere was not recognised, or its recognition not withdrawn."""

    def __init__(self, refusal: RecognitionRefusal) -> None:
        super().__init__(str(refusal.label))
        self.refusal = refusal
