"""What the checker says: one finding for each mistake, with file, line, and what to do."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from salerno.common.words import Words

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One mistake. ``line`` counts from 1 (0: the whole file); ``code`` is stable, for editors and tests.

    ``message`` and ``remedy`` are English texts that can be told in another language: see `Words`.
    """

    path: str
    line: int
    code: str
    message: Words
    remedy: Words
    severity: Severity = "error"

    def to_dict(self) -> dict[str, str | int]:
        """The finding as plain JSON values, for editors."""
        return asdict(self)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.severity}: {self.message} {self.remedy} [{self.code}]"


class PackageRefused(Exception):
    """A package cannot be read. ``findings`` says why, errors and warnings, in order of path and line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class Report:
    """Gathers findings; the same mistake at the same line is kept once."""

    def __init__(self) -> None:
        self._findings: dict[Finding, None] = {}

    def error(self, path: str, line: int, code: str, message: Words, remedy: Words) -> None:
        """Note a mistake that bars publication."""
        self._findings[Finding(path, line, code, message, remedy)] = None

    def warning(self, path: str, line: int, code: str, message: Words, remedy: Words) -> None:
        """Note something that an author should see and may leave."""
        self._findings[Finding(path, line, code, message, remedy, "warning")] = None

    @property
    def findings(self) -> list[Finding]:
        """All findings, by path and line."""
        return sorted(self._findings)

    @property
    def errors(self) -> list[Finding]:
        """Only those that bar publication."""
        return [finding for finding in self.findings if finding.severity == "error"]


def to_json(findings: Iterable[Finding]) -> list[dict[str, str | int]]:
    """Findings as a list of plain dictionaries: the form that editors and the Studio read."""
    return [finding.to_dict() for finding in findings]
