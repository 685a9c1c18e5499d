"""Refusals of the room."""

from collections.abc import Sequence

from salerno.courseware.package.findings import Finding


class PublicationRefused(Exception):
    """A package cannot be published; ``findings`` say where and why."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class DraftConflict(Exception):
    """Somebody else saved this file in the meantime; nothing was overwritten."""
