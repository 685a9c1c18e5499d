"""What every page of the desk does: asks for a role, shows the menu, shows or hands out a table."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from salerno.desk.sections import menu_of
from salerno.desk.tables import Table, page_of
from salerno.people.access import record_list_opening
from salerno.people.models import Person

View = Callable[..., HttpResponse]
Row = TypeVar("Row")
_FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def desk_page(is_open_to: Callable[[Person], bool]) -> Callable[[View], View]:
    """SECURITY: the page does not exist (404) for whom it is not open; strangers are asked to sign in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_open_to(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate


def found(rows: QuerySet[Row], **wanted: Any) -> Row:
    """The one row that is wanted; what is not among ``rows`` does not exist (404)."""
    row = rows.filter(**wanted).first()
    if row is None:
        raise Http404
    return row


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the desk (the whole path of its template) with its menu."""
    return render(request, template, {"menu": menu_of(request.user, request.path), **context}, status=status)


def show_table(
    request: HttpRequest,
    table: Table,
    rows: QuerySet,
    template: str,
    context: dict[str, Any],
    *,
    about: Any = None,
    counts_people: bool = True,
) -> HttpResponse:
    """The page of a list, or with ``?as=csv`` or ``?as=xlsx`` all its rows as a file.

    PRIVACY: a list of people's data is recorded with the number of rows that were opened; ``about`` is what it lists.
    """
    rows = table.ordered(rows, request.GET.get("sort", ""))
    wanted = request.GET.get("as", "")
    if wanted in _FILES:
        return _file(request, table, list(rows), wanted, about if counts_people else None, counts_people)
    page = page_of(rows, request.GET.get("page", ""))
    if counts_people:
        _record(request, table, page.object_list, about)
    return show(request, template, {"table": table.drawn(page, request.GET), "crumb": table.caption, **context})


def _file(request: HttpRequest, table: Table, rows: list[Any], wanted: str, about: Any, counts_people: bool) -> HttpResponse:
    if counts_people:
        _record(request, table, rows, about)
    content = table.csv(rows) if wanted == "csv" else table.xlsx(rows)
    return as_file(content, table.identifier, wanted)


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """``content`` (``csv`` or ``xlsx``) to be kept under ``name`` with the day; no cache holds it."""
    response = HttpResponse(content, content_type=_FILES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


def _record(request: HttpRequest, table: Table, rows: Iterable[Any], about: Any) -> None:
    record_list_opening(viewer=request.user, what=table.identifier, count=len(list(rows)), at=timezone.now(), subject=about)
