"""Tables of the desk pages of this room."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.models import Regulations
from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day


def version_name(row: Regulations) -> str:
    """``JM-AIH, version 2``."""
    return gettext("%(programme)s, version %(number)d") % {"programme": row.programme.code, "number": row.number}


REGULATIONS = Table(
    identifier="regulations",
    caption=_("Regulations"),
    columns=(
        Column("version", _("Version"), version_name, "number", is_short=True),
        Column("programme", _("Programme"), lambda row: in_language(row.programme.title), "programme__code"),
        Column("note", _("Why there is a new version"), "note"),
        Column("published", _("Published"), "published_at", "published_at", shown=lambda row: day(row.published_at), is_short=True),
        Column("cohorts", _("Cohorts"), "cohorts", "cohorts", is_number=True),
    ),
    counted=ngettext_lazy("%(n)d version", "%(n)d versions", "n"),
    sort="-published",
    url_of=lambda row: reverse("catalogue:regulations", args=[row.uuid]),
)
