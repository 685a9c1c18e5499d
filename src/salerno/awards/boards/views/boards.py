"""Examination boards on the desk: called together, opened, closed, signed. A student before the board: ``board_students``."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.awards.boards import rules
from salerno.awards.boards.forms import AgendaForm, ConveneForm
from salerno.awards.boards.selectors.boards import GOES_ON, BoardPage, board_page, boards_of, candidates_for, cohorts_to_examine
from salerno.awards.boards.selectors.minutes import minutes_of
from salerno.awards.boards.services import boards as services
from salerno.awards.boards.services import decisions
from salerno.awards.degrees.services.degrees import sign_minutes
from salerno.awards.enums import BoardRefusal, BoardState
from salerno.awards.errors import BoardRefused
from salerno.awards.models import Board
from salerno.awards.sections import sits_on_boards
from salerno.awards.tables import BOARDS
from salerno.common.translated import in_language
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.people.access import record_list_opening
from salerno.people.models import Person


@desk_page(sits_on_boards)
def boards(request: HttpRequest) -> HttpResponse:
    """The boards of the person, and the cohorts for which one can be called together."""
    context = {"cohorts": list(cohorts_to_examine(request.user))}
    return show_table(request, BOARDS, boards_of(request.user), "awards/desk/boards.html", context, counts_people=False)


@desk_page(sits_on_boards)
def convene(request: HttpRequest, cohort: uuid.UUID) -> HttpResponse:
    """Call a board together for a cohort."""
    row = found(cohorts_to_examine(request.user), uuid=cohort)
    form = ConveneForm(request.POST or None, seats=rules.seats_for(row, timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        try:
            board = services.convene(offering=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except BoardRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The board is called together, and its members are told."))
            return redirect("awards:board", board.uuid)
    title = _("Call a board together: %(title)s") % {"title": in_language(row.programme.title)}
    context = {"form": form, "title": title, "label": _("Call the board together"), "back_url": reverse("awards:boards")}
    return show(request, "awards/desk/board_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def board(request: HttpRequest, board: uuid.UUID) -> HttpResponse:
    """A board with its members, its quorum and its agenda."""
    return _show_board(request, board_or_404(request, board))


def _show_board(request: HttpRequest, row: Board, *, status: int = 200, **more: Any) -> HttpResponse:
    page = board_page(row)
    record_list_opening(viewer=request.user, what="board", count=len(page.lines), at=timezone.now(), subject=row)
    runs = _runs(request.user, row)
    context = {
        "page": page,
        "board": row,
        "title": in_language(row.offering.programme.title),
        "runs": runs,
        "goes_on": runs and row.state in GOES_ON,
        "why_not": {act: _why_not(act, page, request.user) for act in ("open", *_ACTS)},
        "has_open_lines": row.state == BoardState.SITTING and runs and any(line.is_open for line in page.lines),
        **more,
    }
    return show(request, "awards/desk/board.html", context, status=status)


@login_required
@require_POST
def presence(request: HttpRequest, board: uuid.UUID) -> HttpResponse:
    """Keep who is here; with ``open``, open the meeting, which a quorum must allow."""
    row = board_or_404(request, board, runs=True)
    present = [int(pk) for pk in request.POST.getlist("present") if pk.isascii() and pk.isdigit()]
    act = services.open_board if "open" in request.POST else services.note_presence
    try:
        act(board=row, present=present, by=request.user, at=timezone.now())
    except BoardRefused as error:
        return _show_board(request, row, status=422, refusal=str(error), ticked=present)
    messages.success(request, _("The meeting is open.") if "open" in request.POST else _("Who is present is written down."))
    return redirect("awards:board", row.uuid)


@login_required
def agenda(request: HttpRequest, board: uuid.UUID) -> HttpResponse:
    """Put students on the agenda: all who satisfy the rules now (``ready``), or some by hand."""
    row = board_or_404(request, board, runs=True)
    form = AgendaForm(
        request.POST if request.method == "POST" and "ready" not in request.POST else None, candidates=candidates_for(row)
    )
    if request.method == "POST" and ("ready" in request.POST or form.is_valid()):
        who_and_when: dict[str, Any] = {"board": row, "by": request.user, "at": timezone.now()}
        try:
            if "ready" in request.POST:
                count = services.draw_agenda(**who_and_when)
            else:
                count = services.put_on_agenda(students=form.cleaned_data["students"], **who_and_when)
        except BoardRefused as error:
            return _show_board(request, row, status=422, refusal=str(error))
        said = ngettext("%(n)d student was put on the agenda.", "%(n)d students were put on the agenda.", count)
        messages.success(request, said % {"n": count})
        return redirect("awards:board", row.uuid)
    record_list_opening(
        viewer=request.user, what="cohort", count=len(form.fields["students"].choices), at=timezone.now(), subject=row
    )
    context = {"form": form, "board": row, "title": in_language(row.offering.programme.title)}
    return show(request, "awards/desk/board_agenda.html", context, status=422 if form.is_bound else 200)


@login_required
def as_proposed(request: HttpRequest, board: uuid.UUID) -> HttpResponse:
    """GET previews which students (``item``) get which decision by whose votes; POST decides."""
    row = board_or_404(request, board, runs=True)
    page = board_page(row)
    wanted = set((request.POST if request.method == "POST" else request.GET).getlist("item"))
    lines = [line for line in page.lines if str(line.item.uuid) in wanted]
    chosen = [line for line in lines if line.is_open]
    if request.method == "POST":
        results = decisions.decide_as_proposed(items=[line.item for line in chosen], by=request.user, at=timezone.now())
        _tell_results(request, page.lines, results)
        return redirect("awards:board", row.uuid)
    present = [member for member in page.members if member.is_present]
    context = {
        "page": page,
        "board": row,
        "title": in_language(row.offering.programme.title),
        "chosen": [(line, page.facts.clause(page.facts.decisions[line.item.proposal])) for line in chosen],
        "left_out": [line for line in lines if not line.is_open],
        "present": present,
        "refusal": None if row.state == BoardState.SITTING else BoardRefusal.NOT_SITTING,
    }
    return show(request, "awards/desk/board_as_proposed.html", context)


def _tell_results(request: HttpRequest, lines: list[Any], results: dict[int, BoardRefused | None]) -> None:
    count = sum(refused is None for refused in results.values())
    said = ngettext("%(n)d decision was written down.", "%(n)d decisions were written down.", count) % {"n": count}
    (messages.success if count else messages.warning)(request, said)
    names = {line.item.pk: line.item.student.full_name for line in lines}
    for pk, refused in results.items():
        if refused is not None:
            messages.error(request, _("%(name)s: %(reason)s") % {"name": names[pk], "reason": refused})


@dataclass(frozen=True)
class Act:
    """A step of a board: its question, its verb, what follows from it."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise


_ACTS = {
    "close": Act(
        gettext_lazy("Close the meeting?"),
        gettext_lazy(
            "Nothing more is decided. The minutes wait for the chair, and the meeting can be reopened until they are signed."
        ),
        gettext_lazy("Close the meeting"),
        gettext_lazy("The meeting is closed. The minutes wait for the chair."),
    ),
    "reopen": Act(
        gettext_lazy("Reopen the meeting?"),
        gettext_lazy(
            "Who is present is written down anew. Decisions can be taken and taken back, and the meeting must be closed again."
        ),
        gettext_lazy("Reopen the meeting"),
        gettext_lazy("The meeting goes on."),
    ),
    "sign": Act(
        gettext_lazy("Sign the minutes?"),
        gettext_lazy(
            "This cannot be taken back: the minutes are frozen as they stand, the degrees are granted and numbered, and the "
            "graduates are told."
        ),
        gettext_lazy("Sign the minutes"),
        gettext_lazy("The minutes are signed, and the degrees are granted."),
    ),
}


@login_required
def move_board(request: HttpRequest, board: uuid.UUID, act: str) -> HttpResponse:
    """GET asks; POST closes, reopens, or signs the minutes, which the chair alone does."""
    row = board_or_404(request, board, runs=True)
    page = board_page(row)
    words, refusal = _ACTS[act], _why_not(act, page, request.user)
    if request.method == "POST" and not refusal:
        services_of = {"close": services.close_board, "reopen": services.reopen_board, "sign": sign_minutes}
        try:
            services_of[act](board=row, by=request.user, at=timezone.now())
        except BoardRefused as error:
            refusal = str(error)
        else:
            messages.success(request, str(words.done))
            return redirect("awards:board", row.uuid)
    context = {
        "act": words,
        "refusal": refusal,
        "page": page,
        "board": row,
        "title": in_language(row.offering.programme.title),
        "is_signature": act == "sign",
    }
    return show(request, "awards/desk/board_act.html", context, status=422 if request.method == "POST" else 200)


def _why_not(act: str, page: BoardPage, person: Person) -> str:
    """Why the board cannot do this now, as a sentence; empty: it can."""
    rule = {"open": rules.why_not_open, "close": rules.why_not_close}.get(act, rules.why_not_end)
    refusal = rule(page.board, person)
    if refusal is None and page.outdated and act in ("close", "sign"):
        return f"{BoardRefusal.CHANGED_SINCE.label} {page.outdated}"
    return str(refusal.label) if refusal else ""


@login_required
@require_safe
def minutes(request: HttpRequest, board: uuid.UUID) -> HttpResponse:
    """The exact PDF that the chair signed; before that a draft, which says that it is one."""
    row = board_or_404(request, board)
    record_list_opening(viewer=request.user, what="minutes", count=row.items.count(), at=timezone.now(), subject=row)
    content = bytes(row.minutes_pdf) or minutes_of(row, language=(get_language() or "en").split("-")[0]).pdf
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="minutes-{row.held_on.isoformat()}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def board_or_404(request: HttpRequest, board: uuid.UUID, *, runs: bool = False) -> Board:
    """SECURITY: a board that is open to the person; with ``runs``, one whose acts the person writes down."""
    rows = Board.objects.run_by(request.user) if runs else Board.objects.open_to(request.user)
    related = ("offering__programme", "offering__academic_session", "offering__regulations", "agreement", "chair")
    return found(rows.select_related(*related), uuid=board)


def _runs(person: Person, row: Board) -> bool:
    return Board.objects.run_by(person).filter(pk=row.pk).exists()
