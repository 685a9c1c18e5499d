"""What falls due with the day in mobility."""

from datetime import datetime

from salerno.common.daily import Duty
from salerno.mobility.agreements.services.agreements import follow_the_calendar
from salerno.mobility.learning_agreements.services.reminders import remind
from salerno.mobility.nominations.services import forget_unanswered
from salerno.mobility.stays.services.accepting import lapse_places
from salerno.mobility.traineeships.services.reminders import remind as remind_trainees


def _agreements(*, at: datetime) -> str:
    begun, ended = follow_the_calendar(at=at)
    return f"{begun} agreements came into force, {ended} ended."


def _places(*, at: datetime) -> str:
    lapsed, gained = lapse_places(at=at)
    return f"{lapsed} places have lapsed, {gained} students got a place or moved up."


def _nominations(*, at: datetime) -> str:
    return f"{forget_unanswered(at=at)} nominations from elsewhere were not answered, and are deleted."


def _learning_agreements(*, at: datetime) -> str:
    return f"{remind(at=at)} reminders of learning agreements were queued."


def _trainees(*, at: datetime) -> str:
    return f"{remind_trainees(at=at)} letters to trainees were queued."


DUTIES = (
    Duty("mobility-agreements", _agreements),
    Duty("mobility-places", _places),
    Duty("mobility-nominations", _nominations),
    Duty("learning-agreements", _learning_agreements),
    Duty("trainees", _trainees),
)
