"""Another member takes the chair of a board."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.awards.boards import rules
from salerno.awards.boards.forms import ChairForm
from salerno.awards.boards.services.chairs import replace_chair as replace
from salerno.awards.boards.views.boards import board_or_404
from salerno.awards.errors import BoardRefused
from salerno.common.translated import in_language
from salerno.desk.pages import show


@login_required
def replace_chair(request: HttpRequest, board: uuid.UUID) -> HttpResponse:
    """GET shows who may take the chair by the agreement; POST lets one of them take it."""
    row = board_or_404(request, board, runs=True)
    members = rules.may_take_chair(row, row.members.select_related("person", "institution"))
    form = ChairForm(request.POST or None, members=members)
    refusal = rules.why_not_replace_chair(row)
    if form.is_valid():
        try:
            replace(board=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except BoardRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The chair is replaced, and both are told."))
            return redirect("awards:board", row.uuid)
    facts = rules.facts_of(row.agreement)
    context = {
        "board": row,
        "title": in_language(row.offering.programme.title),
        "form": form,
        "refusal": refusal,
        "members": members,
        "clause": facts.clause(facts.board.chair.clause),
    }
    return show(request, "awards/desk/board_chair.html", context, status=422 if request.method == "POST" else 200)
