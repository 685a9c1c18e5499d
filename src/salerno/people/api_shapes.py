"""What every answer of the API shares: one shape of refusal, one shape of list."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Field, Schema

Item = TypeVar("Item")


class Problem(Schema):
    """Why a request was refused. ``code`` is for programs and stays as it is; ``detail`` is for people, in their language."""

    detail: str
    code: str


class ApiRefused(Exception):
    """A request is refused with this status, code and sentence; ``headers`` go with the answer."""

    def __init__(self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, str(detail)
        self.headers = dict(headers or {})


def problems(*statuses: int) -> dict[int, type[Problem]]:
    """The refusals that an operation may answer with, for its ``response``; any of them may be 429."""
    return dict.fromkeys((*statuses, 429), Problem)


class Window(Schema):
    """Which page of a list is wanted."""

    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(50, ge=1, le=100)


class Page(Schema, Generic[Item]):
    """One page of a list. ``total`` counts the whole list; ``pages`` is at least 1."""

    items: list[Item]
    total: int
    page: int
    pages: int


def page_of(rows: QuerySet | Sequence[Any], window: Window) -> dict[str, Any]:
    """The page of ``rows`` that ``window`` asks for, as `Page` states it: two queries, one for a list that is loaded."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    start = (window.page - 1) * window.page_size
    return {
        "items": list(rows[start : start + window.page_size]),
        "total": total,
        "page": window.page,
        "pages": max(1, -(-total // window.page_size)),
    }
