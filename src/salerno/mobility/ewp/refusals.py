"""Why a document of Erasmus Without Paper is not taken, or not written."""

from dataclasses import dataclass
from enum import StrEnum

from salerno.common.words import Words


class EwpReason(StrEnum):
    """Stable codes for pages and commands; the first six are those of ``salerno.common.safe_xml``."""

    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    DOCUMENT_TYPE = "document_type"
    TOO_DEEP = "too_deep"
    TOO_MANY_NODES = "too_many_nodes"
    XINCLUDE = "xinclude"

    UNKNOWN_DOCUMENT = "unknown_document"
    ANOTHER_DOCUMENT = "another_document"
    NOT_TO_THE_SCHEMA = "not_to_the_schema"
    WRONG_HASH = "wrong_hash"
    AGAINST_THE_STANDARD = "against_the_standard"
    CANNOT_BE_KEPT = "cannot_be_kept"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in a sentence, and the line where it stands, when it stands in a file."""

    sentence: Words
    line: int | None = None


class EwpRefused(Exception):
    """``reason`` says which rule, ``problems`` what was found: at least one."""

    def __init__(self, reason: EwpReason, *problems: Problem) -> None:
        super().__init__(f"{reason}: " + " ".join(problem.sentence for problem in problems))
        self.reason = reason
        self.problems = problems
