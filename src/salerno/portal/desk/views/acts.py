"""The record of acts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from salerno.audit.services import verify_chain
from salerno.desk import rules
from salerno.desk.pages import desk_page, show_table
from salerno.desk.tables import page_of
from salerno.people.access import reach_of
from salerno.portal.desk.columns import act_table
from salerno.portal.desk.forms.filters import ActFilter
from salerno.portal.desk.selectors import acts as reads


@desk_page(rules.sees_people)
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who did what, as far as one's roles reach; the coordinator may have the chain checked."""
    form = ActFilter(request.GET, reads.actions_known())
    rows = reads.acts_list(request.user, form.filters())
    names: dict[UUID, str] = {}
    table = act_table(lambda number: _name(names, number))
    if request.GET.get("as"):
        names.update(reads.names_in(request.user, list(rows)))
    else:
        page = page_of(table.ordered(rows, request.GET.get("sort", "")), request.GET.get("page", ""))
        names.update(reads.names_in(request.user, list(page.object_list)))
    everything = reach_of(request.user).everything
    context = {
        "filter": form,
        "everything": everything,
        "length": reads.length_of_record(),
        "checked": verify_chain() if everything and request.GET.get("check") else None,
    }
    return show_table(request, table, rows, "portal/desk/audit.html", context)


def _name(names: dict[UUID, str], number: UUID | None) -> str:
    if number is None:
        return ""
    return names.get(number) or _("no. %(number)s") % {"number": str(number)[:8]}
