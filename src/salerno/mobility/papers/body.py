"""What a version of a learning agreement says, as frozen values that JSON keeps."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from salerno.common.frozen_values import built, plain

TERMS = ("1/1", "1/2", "2/2", "1/3", "2/3", "3/3")
INSERTED, DELETED = "inserted", "deleted"
TABLES = ("studied", "recognised", "virtual")
FOR_DELETED = ("not-available", "language-mismatch", "timetable-conflict")
FOR_INSERTED = ("substituting-deleted", "extending-mobility", "adding-virtual-component")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One component. ``term``: the second of two is ``2/2``.

    ``instead_of`` (table B): the codes in table A for which it is recognised, divided by commas. ``conditions`` (table B): empty
    when it is recognised without more ado. ``description`` (table C). ``status``: inserted or deleted by a change, with its
    ``reason`` (a code of EWP) and, when no code fits, ``reason_text``.
    """

    title: str
    code: str = ""
    ects: Decimal = Decimal(0)
    term: str = "1/2"
    instead_of: str = ""
    conditions: str = ""
    description: str = ""
    status: str = ""
    reason: str = ""
    reason_text: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes it this component: its code, or its title where it has none."""
        return (self.code, "" if self.code else self.title.casefold())

    @property
    def codes_instead(self) -> tuple[str, ...]:
        """The codes of ``instead_of``."""
        return tuple(code for code in (each.strip() for each in self.instead_of.split(",")) if code)

    @property
    def is_live(self) -> bool:
        """Whether it is to be taken: all but what a change takes out."""
        return self.status != DELETED


@dataclass(frozen=True, kw_only=True)
class Traineeship:
    """The traineeship at the receiving organisation (table A of the form for traineeships), mentoring and insurance.

    ``accident_by`` and ``liability_by``: who insures: sending, receiving, both, or nobody (empty).
    """

    title: str = ""
    hours_per_week: Decimal = Decimal(0)
    programme: str = ""
    knowledge: str = ""
    monitoring: str = ""
    evaluation: str = ""
    support: str = ""
    mentor_name: str = ""
    mentor_email: str = ""
    supervisor_name: str = ""
    supervisor_email: str = ""
    accident_by: str = ""
    liability_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Blended:
    """The two parts of a blended or short mobility: the days there, and what is followed online, between which days.

    Erasmus+ Programme Guide: 5 to 30 days there, travel not counted; the virtual part is left to choice for doctoral candidates
    alone; at least 3 ECTS credits, for doctoral candidates without such a limit.
    """

    physical_starts_on: date | None = None
    physical_ends_on: date | None = None
    virtual: str = ""
    virtual_starts_on: date | None = None
    virtual_ends_on: date | None = None

    @property
    def days(self) -> int:
        """How many days the student is there, first and last included; 0 while a day is missing."""
        if self.physical_starts_on is None or self.physical_ends_on is None:
            return 0
        return (self.physical_ends_on - self.physical_starts_on).days + 1


@dataclass(frozen=True, kw_only=True)
class Body:
    """``language`` and ``level`` (CEFR) of what is taught there; ``traineeship`` and ``blended`` only in the forms for those."""

    language: str = "en"
    level: str = ""
    studied: tuple[Row, ...] = ()
    recognised: tuple[Row, ...] = ()
    virtual: tuple[Row, ...] = ()
    traineeship: Traineeship | None = None
    blended: Blended | None = None
    provisions_url: str = ""

    def live(self, table: str) -> tuple[Row, ...]:
        """What of ``table`` is to be taken."""
        return tuple(row for row in getattr(self, table) if row.is_live)

    def ects(self, table: str) -> Decimal:
        """The credits of what is to be taken in ``table``."""
        return sum((row.ects for row in self.live(table)), Decimal(0))


def as_json(body: Body) -> dict[str, Any]:
    """``body`` as values that JSON knows."""
    return plain(body)


def from_json(value: dict[str, Any]) -> Body:
    """The body that ``as_json`` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
    return built(Body, value)


def settled(body: Body) -> Body:
    """``body`` without what was taken out and without marks of change: what the next change starts from."""
    tables = {name: tuple(_unmarked(row) for row in body.live(name)) for name in TABLES}
    return replace(body, **tables)


def _unmarked(row: Row) -> Row:
    return replace(row, status="", reason="", reason_text="")


def marked(base: Body, wanted: Body) -> Body:
    """``wanted`` as a change of ``base``: each row says whether the change inserts or deletes it, as EWP and the templates do.

    A row of ``base`` that is missing in ``wanted`` is deleted; one that reads otherwise is deleted as it was, and inserted as it
    is. What has not changed carries no mark and no reason.
    """
    return replace(wanted, **{name: tuple(_marked(getattr(base, name), getattr(wanted, name))) for name in TABLES})


def _marked(before: Iterable[Row], wanted: Iterable[Row]) -> Iterable[Row]:
    """Rows of before in their place, then what is new."""
    asked = list(wanted)
    standing = {_unmarked(row) for row in asked if row.is_live}
    deleted = {row.key: row for row in asked if not row.is_live}
    before = tuple(before)
    for row in before:
        if row in standing:
            yield row
            continue
        said = deleted.get(row.key) or next((each for each in asked if each.key == row.key), row)
        reason = said.reason if said.reason in FOR_DELETED else ""
        yield replace(row, status=DELETED, reason=reason, reason_text=said.reason_text)
    for row in asked:
        if row.is_live and _unmarked(row) not in before:
            yield replace(row, status=INSERTED, reason=row.reason if row.reason in FOR_INSERTED else "")
