"""One student before the board: what the rules say, who cannot judge, the vote, the decision."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.awards.boards.forms import ConflictForm, DecideForm
from salerno.awards.boards.selectors.boards import GOES_ON, StudentPage, student_page
from salerno.awards.boards.services import decisions
from salerno.awards.enums import BoardState, Decision
from salerno.awards.errors import BoardRefused
from salerno.awards.models import Board, BoardItem, BoardMember
from salerno.common.translated import in_language
from salerno.desk.pages import found, show
from salerno.people.access import record_opening


@login_required
def board_student(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """GET shows the student; POST writes down what the board decided."""
    row = _item_or_404(request, item, runs=request.method == "POST")
    page = student_page(row)
    form = DecideForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.decide(
                item=row,
                decision=Decision(form.cleaned_data["decision"]),
                votes=form.votes,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except BoardRefused as error:
            return _show(request, page, form=form, refusal=str(error), status=422)
        messages.success(request, _("The decision on %(name)s is written down.") % {"name": row.student.full_name})
        return redirect("awards:board_student", page.following.uuid) if page.following else redirect("awards:board", row.board.uuid)
    return _show(request, page, form=form, status=422 if form.is_bound else 200)


@login_required
@require_POST
def declare_conflict(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """A member declares that they cannot judge; whoever runs the board writes it down for them."""
    row = _item_or_404(request, item)
    form = ConflictForm(request.POST, members=_speaks_for(request, row))
    if not form.is_valid():
        return _show(request, student_page(row), conflict_form=form, status=422)
    said = {"member": form.cleaned_data["member"], "reason": form.cleaned_data["why"]}
    return _act(request, row, decisions.declare_conflict, _("The conflict of interest is written down."), **said)


@login_required
@require_POST
def lift_conflict(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """Take back a declaration that was made by mistake."""
    row = _item_or_404(request, item)
    member = next((each for each in _speaks_for(request, row) if str(each.pk) == request.POST.get("member")), None)
    if member is None:
        raise Http404
    return _act(request, row, decisions.lift_conflict, _("The conflict of interest is taken back."), member=member)


@login_required
@require_POST
def look_again(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """Make the audit again, because the results have changed."""
    row = _item_or_404(request, item, runs=True)
    return _act(request, row, decisions.look_again, _("The results are looked at again."))


@login_required
def take_back(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """GET asks; POST takes the decision back."""
    row = _item_or_404(request, item, runs=True)
    if request.method == "POST":
        return _act(request, row, decisions.take_back, _("The decision is taken back."))
    return show(request, "awards/desk/board_take_back.html", _context(row))


def _act(request: HttpRequest, row: BoardItem, service: Any, done: str, **values: Any) -> HttpResponse:
    try:
        service(item=row, by=request.user, at=timezone.now(), **values)
    except BoardRefused as error:
        return _show(request, student_page(row), refusal=str(error), status=422)
    messages.success(request, done)
    return redirect("awards:board_student", row.uuid)


def _item_or_404(request: HttpRequest, item: uuid.UUID, *, runs: bool = False) -> BoardItem:
    """SECURITY: a student on the agenda of a board that is open to the person, or (``runs``) that the person runs."""
    boards = Board.objects.run_by(request.user) if runs else Board.objects.open_to(request.user)
    rows = BoardItem.objects.filter(board__in=boards.values("pk"))
    related = ("board__agreement", "board__offering__programme", "board__offering__regulations", "student__student")
    return found(rows.select_related(*related, "student__offering__regulations"), uuid=item)


def _speaks_for(request: HttpRequest, row: BoardItem) -> list[BoardMember]:
    """The members for whom the person may declare a conflict: all of a board that they run, else themselves."""
    members = row.board.members.select_related("person")
    runs = Board.objects.run_by(request.user).filter(pk=row.board_id).exists()
    return list(members if runs else members.filter(person=request.user))


def _context(row: BoardItem) -> dict[str, Any]:
    return {"item": row, "board": row.board, "title": in_language(row.board.offering.programme.title)}


def _show(request: HttpRequest, page: StudentPage, *, status: int = 200, **more: Any) -> HttpResponse:
    row = page.item
    record_opening(viewer=request.user, person=row.student.student, what="board", at=timezone.now())
    runs = Board.objects.run_by(request.user).filter(pk=row.board_id).exists()
    mine = _speaks_for(request, row)
    context = {
        **_context(row),
        "page": page,
        "votes": list(row.votes.select_related("member__person", "member__institution")),
        "conflicts": list(row.conflicts.select_related("member__person")),
        "may_lift": {member.pk for member in mine} if not row.decision else set(),
        "form": DecideForm(page=page),
        "conflict_form": ConflictForm(members=mine, initial={"member": _own(request, mine)}),
        "runs": runs,
        "may_declare": bool(mine) and not row.decision and row.board.state in GOES_ON,
        "may_decide": runs and not row.decision and row.board.state == BoardState.SITTING,
        "may_take_back": runs and row.decision and row.board.state == BoardState.SITTING,
        "may_look_again": runs and page.is_changed,
        **more,
    }
    return show(request, "awards/desk/board_student.html", context, status=status)


def _own(request: HttpRequest, members: list[BoardMember]) -> str:
    return next((str(member.pk) for member in members if member.person_id == request.user.pk), "")
