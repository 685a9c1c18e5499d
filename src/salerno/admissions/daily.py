"""What falls due with the day in admissions. Pseudonymising cannot be undone, and waits for a person (``salerno admissions``)."""

from datetime import datetime

from salerno.admissions.services.offers import lapse_offers, remind_of_offers
from salerno.common.daily import Duty


def _offers(*, at: datetime) -> str:
    lapsed, moved = lapse_offers(at=at)
    return f"{lapsed} offers have lapsed, {moved} applicants moved up."


def _reminders(*, at: datetime) -> str:
    return f"{remind_of_offers(at=at)} applicants were reminded of an offer that ends soon."


DUTIES = (Duty("admission-offers", _offers), Duty("admission-reminders", _reminders))
