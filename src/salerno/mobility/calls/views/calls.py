"""Calls for students: the list, one call, one's wishes."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from salerno.desk.pages import found
from salerno.mobility.calls.forms_wishes import WishForm, first_values, in_order, numbers_of, wished
from salerno.mobility.calls.refusals import WishRefusal
from salerno.mobility.calls.selectors.pages import CallPage, call_page, calls_of, own_calls
from salerno.mobility.calls.services import wishes as services
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import MobilityCall, Wish


@require_safe
@login_required
def calls(request: HttpRequest) -> HttpResponse:
    """The calls to one's cohorts."""
    return render(request, "mobility/calls/calls.html", {"calls": own_calls(request.user)})


@require_safe
@login_required
def call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """One call: places, chances, timeline; after publication what came of it."""
    page = call_page(call=_own_call(request, call), viewer=request.user, at=timezone.now())
    return render(request, "mobility/calls/call.html", {"page": page, "call": page.call})


def _own_call(request: HttpRequest, call: uuid.UUID) -> MobilityCall:
    """SECURITY: a call to the person's own cohort, or 404."""
    return found(calls_of(request.user), uuid=call)


@login_required
def wishes(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """GET: the form; POST: keep what was typed. A refusal shows it again as it was typed."""
    page = call_page(call=_own_call(request, call), viewer=request.user, at=timezone.now())
    places = [row.place for _country, rows in page.countries for row in rows if row.is_mine]
    form = WishForm(request.POST or None, call=page.call, places=places, initial=first_values(page.wish))
    if request.method != "POST":
        return _show_wishes(request, page, form, {row.key: str(row.rank) for row in page.chosen}, page.refusal)
    numbers = numbers_of(request.POST, places)
    refusal: str | Promise = ""
    if (order := in_order(numbers)) is None:
        refusal = WishRefusal.SAME_RANK.label
    elif form.is_valid():
        try:
            services.save_wishes(
                call=page.call, wished=wished(form, order), revision=_revision(request), by=request.user, at=timezone.now()
            )
        except MobilityRefused as error:
            refusal = str(error)
        else:
            messages.success(request, _("Your wishes are kept. They count once you hand them in."))
            return redirect("mobility:call", page.call.uuid)
    return _show_wishes(request, page, form, numbers, None, refusal, status=422)


def _revision(request: HttpRequest) -> int:
    """As of which revision the form was shown; -1, which never was, when it says no number."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _show_wishes(
    request: HttpRequest,
    page: CallPage,
    form: WishForm,
    numbers: dict[str, str],
    closed: WishRefusal | None,
    refusal: str | Promise = "",
    *,
    status: int = 200,
) -> HttpResponse:
    """What has a number first, in that order, then the rest. After a refusal what was typed stands there still, and where somebody
    has saved since (``is_behind``) what is kept now stands beside it: saving again is then a decision."""
    rows = [row for _country, group in page.countries for row in group if row.is_mine]
    order = in_order(numbers)
    position = {key: place for place, key in enumerate(order or numbers)}
    rows.sort(key=lambda row: (row.key not in position, position.get(row.key, 0)))
    context = {
        "page": page,
        "call": page.call,
        "form": form,
        "rows": [(row, numbers.get(row.key, "")) for row in rows],
        "closed": closed,
        "refusal": refusal,
        "revision": page.wish.revision if page.wish else 0,
        "is_behind": bool(refusal) and _revision(request) != (page.wish.revision if page.wish else 0),
    }
    return render(request, "mobility/calls/wishes.html", context, status=status)


@dataclass(frozen=True)
class Act:
    """A step of one's wishes: its question, its verb, what follows from it."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    do: Callable[..., Wish]
    is_danger: bool = False


_ACTS = {
    "hand-in": Act(
        gettext_lazy("Hand your wishes in?"),
        gettext_lazy("They count as they stand. Until the call closes you can take them back and change them."),
        gettext_lazy("Hand in the wishes"),
        gettext_lazy("Your wishes are handed in."),
        services.hand_in,
    ),
    "take-back": Act(
        gettext_lazy("Take your wishes back?"),
        gettext_lazy("You can change them then. They only count when you hand them in again before the call closes."),
        gettext_lazy("Take back the wishes"),
        gettext_lazy("You can change your wishes now. Hand them in again before the call closes."),
        services.take_back,
    ),
    "withdraw": Act(
        gettext_lazy("Withdraw from this call?"),
        gettext_lazy("You are given no place then. What you wrote is kept, and while the call is open you can write again."),
        gettext_lazy("Withdraw from the call"),
        gettext_lazy("You have withdrawn. You are given no place in this call."),
        services.withdraw,
        is_danger=True,
    ),
}


@login_required
def move_wishes(request: HttpRequest, wish: uuid.UUID, act: str) -> HttpResponse:
    """GET asks; POST hands in, takes back or withdraws."""
    row = found(Wish.objects.of(request.user).select_related("call"), uuid=wish)
    if act not in _ACTS:
        raise Http404
    words = _ACTS[act]
    back = reverse("mobility:call", args=[row.call.uuid])
    if request.method == "POST":
        try:
            words.do(wish=row, by=request.user, at=timezone.now())
        except MobilityRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(words.done))
        return redirect(back)
    context: dict[str, Any] = {"act": words, "call": row.call, "back_url": back}
    return render(request, "mobility/calls/move_wishes.html", context)
