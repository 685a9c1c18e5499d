"""What is wrong with regulations: one mistake for each place, with its line and what to do.

A sentence keeps its template and what was put into it, so that a page says it in the reader's language
(``sentence.told(gettext)``), while the command and the tests have it in English.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """``line`` counts from 1; 0 where there is no file. ``place`` names the value: ``track.0.semester.1.number``."""

    line: int
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.line}: {self.place}: {self.message} {self.remedy}"


class RegulationsRefused(Exception):
    """Regulations cannot be read. ``path`` names the file; ``mistakes`` are in the order of its lines."""

    def __init__(self, path: str, mistakes: Iterable[Mistake]) -> None:
        self.path, self.mistakes = path, sorted(set(mistakes))
        super().__init__("\n".join(f"{path}:{mistake}" for mistake in self.mistakes))
