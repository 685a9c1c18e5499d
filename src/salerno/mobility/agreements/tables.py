"""The lists of agreements and of offers, as tables that are files too."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from salerno.common.names import language_name, plain_number
from salerno.common.translated import in_language
from salerno.desk.tables import Column, Table
from salerno.desk.words import day, state_tag
from salerno.mobility.models import Condition, InterInstitutionalAgreement, TraineeshipOffer

_LIKE = {"in-force": "open", "approved": "done", "proposed": "suspended"}


def state_of(row: InterInstitutionalAgreement | TraineeshipOffer) -> SafeString:
    """The state as a word and a mark."""
    return state_tag(_LIKE.get(row.state, row.state), row.get_state_display())


def _languages(row: Condition) -> str:
    return ", ".join(f"{language_name(each['language'])} {each['level']}" for each in row.languages)


AGREEMENTS = Table(
    identifier="agreements",
    caption=_("Agreements"),
    columns=(
        Column("code", _("Code"), "code", "code", is_short=True),
        Column("first", _("First side"), "first.code", "first__code", is_short=True),
        Column("second", _("Second side"), "second.code", "second__code", is_short=True),
        Column("starts", _("First day"), "starts_on", "starts_on", shown=lambda row: day(row.starts_on), is_short=True),
        Column("ends", _("Last day"), "ends_on", "ends_on", shown=lambda row: day(row.ends_on), is_short=True),
        Column("places", _("Places a year"), "places", "places", is_number=True),
        Column("approvals", _("Approvals"), "approvals_given", "approvals_given", is_number=True),
        Column("state", _("State"), "get_state_display", "state", shown=state_of),
    ),
    counted=ngettext_lazy("%(n)d agreement", "%(n)d agreements", "n"),
    sort="-starts",
    url_of=lambda row: reverse("mobility:agreement", args=[row.uuid]),
)
CONDITIONS = (
    Column("from", _("Sending institution"), "sending.code"),
    Column("to", _("Receiving institution"), "receiving.code"),
    Column("kind", _("Kind"), "get_kind_display"),
    Column("field", _("Field (ISCED-F)"), "isced_f"),
    Column("levels", _("EQF levels"), lambda row: ", ".join(map(str, row.eqf_levels))),
    Column("places", _("Places a year"), "places", is_number=True),
    Column("months", _("Months each"), "months", is_number=True, shown=lambda row: plain_number(row.months)),
    Column("languages", _("Languages (CEFR)"), _languages),
)
TRAINEESHIPS = Table(
    identifier="traineeships",
    caption=_("Offers of traineeships"),
    columns=(
        Column("title", _("Traineeship"), lambda row: in_language(row.title)),
        Column("host", _("Host"), "host.code", "host__code", is_short=True),
        Column("starts", _("First day"), "starts_on", "starts_on", shown=lambda row: day(row.starts_on), is_short=True),
        Column("ends", _("Last day"), "ends_on", "ends_on", shown=lambda row: day(row.ends_on), is_short=True),
        Column("places", _("Places"), "places", "places", is_number=True),
        Column("supervisor", _("Supervisor"), "supervisor_name"),
        Column("state", _("State"), "get_state_display", "state", shown=state_of),
    ),
    counted=ngettext_lazy("%(n)d offer", "%(n)d offers", "n"),
    sort="-starts",
    url_of=lambda row: reverse("mobility:desk_traineeship", args=[row.uuid]),
)
