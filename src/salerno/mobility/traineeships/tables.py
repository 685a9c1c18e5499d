"""The weekly log as a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from salerno.desk.tables import Column, Table

WEEKS = Table(
    identifier="traineeship-log",
    caption=_("Weekly log"),
    columns=(
        Column("week", _("Week from"), "starts_on"),
        Column("hours", _("Hours"), "hours", is_number=True),
        Column("done", _("What was done"), "done"),
        Column("learnt", _("What was learnt"), "learnt"),
        Column("outcomes", _("Agreed outcomes"), lambda week: "\n".join(week.outcomes)),
        Column("state", _("State"), "get_state_display"),
        Column("handed_in", _("Handed in"), "handed_in_at"),
        Column("seen", _("Read by the tutor"), "seen_at"),
    ),
    counted=ngettext_lazy("%(n)d week", "%(n)d weeks", "n"),
    sort="week",
)
