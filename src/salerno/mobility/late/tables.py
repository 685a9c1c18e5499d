"""The list of who is late, and its filter."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from salerno.common.translated import in_language
from salerno.desk.filters import ListFilter, choice
from salerno.desk.tables import Column, Table
from salerno.desk.words import day
from salerno.mobility.enums import Matter
from salerno.mobility.late.selectors import LateLine


class LateFilter(ListFilter):
    """Which matter one looks for."""

    matter = choice(_("Matter"), Matter.choices)


def _tick(line: LateLine) -> object:
    name = gettext("Choose %(name)s: %(matter)s") % {"name": line.mobility.wish.student.display_name, "matter": line.matter.label}
    template = '<input type="checkbox" name="item" value="{}" form="chosen-late" aria-label="{}">'
    return format_html(template, line.key, name)


def days_in_words(line: LateLine) -> str:
    """``3 days late``; of an offer that can still be accepted, how long."""
    if line.days > 0:
        return ngettext("%(n)d day late", "%(n)d days late", line.days) % {"n": line.days}
    return ngettext("%(n)d day left", "%(n)d days left", -line.days) % {"n": -line.days} if line.days else gettext("ends today")


LATE = Table(
    identifier="late",
    caption=_("Who is late"),
    columns=(
        Column("student", _("Student"), "mobility.wish.student.display_name"),
        Column("chosen", _("Choose"), _tick, in_files=False),
        Column("key", _("Key"), "mobility.uuid", on_page=False),
        Column("matter", _("Matter"), lambda line: line.matter.label),
        Column("due", _("Due on"), "due_on", shown=lambda line: day(line.due_on), is_short=True),
        Column("days", _("Days late"), "days", is_number=True, shown=days_in_words),
        Column("whose", _("Waits for"), lambda line: line.whose.label),
        Column("sending", _("From"), "mobility.wish.home.code", is_short=True),
        Column("receiving", _("To"), lambda line: in_language(line.mobility.place.institution.name)),
    ),
    counted=ngettext_lazy("%(n)d matter is late", "%(n)d matters are late", "n"),
    sort="",
    url_of=lambda line: reverse("mobility:desk_stay", args=[line.mobility.uuid]),
)
