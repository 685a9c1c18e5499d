"""The list of learning agreements on the desk, and its filter."""

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from salerno.common.translated import in_language
from salerno.desk.filters import ListFilter, choice
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, state_tag
from salerno.mobility.enums import PaperState
from salerno.mobility.learning_agreements.selectors.pages import due_on, waits_for
from salerno.mobility.models import Mobility

NOT_BEGUN = "not-begun"
_TAGGED = {PaperState.IN_FORCE: "done", PaperState.DRAFT: "open", PaperState.SUPERSEDED: "closed"}
STATES = [(NOT_BEGUN, _("Not begun")), *((state, state.label) for state in PaperState if state != PaperState.WITHDRAWN)]


def state_of(row: Mobility) -> str:
    """The state of a row's agreement in words."""
    return str(PaperState(row.paper_state).label) if row.paper_state else str(dict(STATES)[NOT_BEGUN])


class PaperFilter(ListFilter):
    """Which agreements one looks for."""

    state = choice(_("State"), STATES)
    late = forms.BooleanField(label=_("Late"), required=False)
    mine = forms.BooleanField(label=_("Waits for my signature"), required=False)


PAPERS = Table(
    identifier="learning-agreements",
    caption=_("Learning agreements"),
    columns=(
        Column("student", _("Student"), "wish.student.display_name", "wish__student__full_name"),
        Column("sending", _("Sending"), "wish.home.code", "wish__home__code", is_short=True),
        Column("receiving", _("Receiving"), lambda row: in_language(row.place.institution.name), "place__institution__code"),
        Column("starts_on", _("Stay begins"), "starts_on", "starts_on", shown=lambda row: day(row.starts_on), is_short=True),
        Column("version", _("Version"), "paper_number", "paper_number", is_number=True),
        Column(
            "state",
            _("State"),
            state_of,
            "paper_state",
            shown=lambda row: state_tag(_TAGGED.get(row.paper_state, "asked"), state_of(row)),
        ),
        Column("waits_for", _("Waits for"), waits_for),
        Column("due_on", _("Due on"), due_on, "paper_due", shown=lambda row: day(due_on(row)), is_short=True),
    ),
    counted=ngettext_lazy("%(n)d learning agreement", "%(n)d learning agreements", "n"),
    sort="due_on",
    url_of=lambda row: reverse("mobility:desk_paper", args=[row.uuid]),
)


def filtered(rows: QuerySet[Mobility], wanted: dict[str, object]) -> QuerySet[Mobility]:
    """``rows`` of ``on_the_desk`` in the wanted state."""
    state = wanted.get("state")
    if state == NOT_BEGUN:
        return rows.filter(paper_state__isnull=True)
    return rows.filter(paper_state=state) if state else rows
