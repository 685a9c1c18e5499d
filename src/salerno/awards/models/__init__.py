"""Rows of grades, boards and awards."""

from salerno.awards.models.awards import Award
from salerno.awards.models.boards import (
    Agreement,
    Board,
    BoardChairChange,
    BoardConflict,
    BoardItem,
    BoardMember,
    BoardPresence,
    BoardVote,
)
from salerno.awards.models.grades import Grade, GradeCorrection, GradeSheet
from salerno.awards.models.recognised import RecognisedResult
from salerno.awards.models.tables import GradingTable
from salerno.awards.models.theses import JuryMember, Thesis, ThesisDeposit, ThesisSupervisor

__all__ = [
    "Agreement",
    "Award",
    "Board",
    "BoardChairChange",
    "BoardConflict",
    "BoardItem",
    "BoardMember",
    "BoardPresence",
    "BoardVote",
    "Grade",
    "GradeCorrection",
    "GradeSheet",
    "GradingTable",
    "JuryMember",
    "RecognisedResult",
    "Thesis",
    "ThesisDeposit",
    "ThesisSupervisor",
]
