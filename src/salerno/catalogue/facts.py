"""What a course package tells the catalogue: plain values, so that the lower room knows nothing of packages."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class OutcomeDescription:
    """An outcome as a package states it; ``requires`` are keys of the same course."""

    key: str
    title: dict[str, str]
    requires: tuple[str, ...] = ()
    is_critical: bool = False


@dataclass(frozen=True)
class CourseDescription:
    """A course as a package states it. ``institutions`` are SCHAC codes, the leading one first."""

    slug: str
    code: str
    kind: str
    title: dict[str, str]
    summary: dict[str, str]
    description: dict[str, str]
    prerequisites: dict[str, str]
    languages: tuple[str, ...]
    licence: str
    institutions: tuple[str, ...]
    workload_minutes: int
    eqf_level: int | None = None
    ects_credits: Decimal | None = None
    isced_f: tuple[str, ...] = ()
    participation: str = ""
    authors: tuple[dict[str, str], ...] = ()
    outline: tuple[dict[str, Any], ...] = ()
    outcomes: tuple[OutcomeDescription, ...] = field(default=())
