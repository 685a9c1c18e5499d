"""Who is late: the list, and reminding many after a preview."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from salerno.desk.pages import desk_page, show, show_table
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.late.selectors import LateLine, late_lines, reminders_of
from salerno.mobility.late.services import remind_of
from salerno.mobility.late.tables import LATE, LateFilter
from salerno.people.access import record_list_opening


@require_safe
@desk_page(coordinates_mobility)
def late(request: HttpRequest) -> HttpResponse:
    """What is past its day, the latest first, also as a file."""
    form = LateFilter(request.GET)
    matter = form.understood.get("matter", "")
    lines = late_lines(request.user, timezone.now(), matter)
    return show_table(request, LATE, lines, "mobility/late/late.html", {"filter": form, "matter": matter})


@desk_page(coordinates_mobility)
def remind(request: HttpRequest) -> HttpResponse:
    """GET shows whom a reminder would reach and who was reminded today; POST queues it for all that are shown."""
    now = timezone.now()
    if request.method == "POST":
        count = remind_of(keys=set(request.POST.getlist("item")), by=request.user, at=now)
        said = ngettext("%(n)d reminder was queued.", "%(n)d reminders were queued.", count) % {"n": count}
        messages.success(request, said if count else _("Nobody was reminded: it is done by now, or they were reminded today."))
        return redirect("mobility:late")
    reminders = reminders_of(_chosen(request), timezone.localdate(now))
    record_list_opening(viewer=request.user, what="late", count=len(reminders), at=now)
    new = sum(len(each.people) - len(each.told) for each in reminders)
    return show(request, "mobility/late/remind.html", {"reminders": reminders, "new": new})


def _chosen(request: HttpRequest) -> list[LateLine]:
    """The lines that were ticked, or with ``all`` each of the matter; what is not late is left out."""
    keys = set(request.GET.getlist("item"))
    lines = late_lines(request.user, timezone.now(), request.GET.get("matter", ""))
    return [line for line in lines if "all" in request.GET or line.key in keys]
