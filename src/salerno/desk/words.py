"""Days, moments and states, as the desk's tables write them."""

from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_SHOWN_AS = {
    "active": "open",
    "open": "open",
    "asked": "waiting",
    "suspended": "waiting",
    "completed": "done",
    "answered": "done",
    "valid": "done",
    "done": "done",
    "revoked": "refused",
}


def day(value: date | datetime | None) -> str:
    """``24 Nov 2026`` in the reader's zone; nothing for None."""
    if value is None:
        return ""
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, "DATE_FORMAT")


def moment(value: datetime | None) -> str:
    """``24 Nov 2026, 10:12 CET``: in the reader's zone, the zone shown."""
    return "" if value is None else date_format(timezone.localtime(value), "DATETIME_FORMAT")


def state_tag(state: str, label: object) -> SafeString:
    """The state as a word and a mark."""
    return render_to_string("components/state_tag.html", {"label": label, "state": _SHOWN_AS.get(state, "closed")})


def days_of_role(since: date, until: date | None) -> str:
    """Since when a role holds, and until when."""
    if until is None:
        return _("since %(first)s") % {"first": day(since)}
    return _("%(first)s to %(last)s") % {"first": day(since), "last": day(until)}
