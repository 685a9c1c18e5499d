"""What a reminder says of each matter, and where it leads."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.mobility.enums import Matter

_STAY = ("mobility:stay", "mobility:desk_stay")
_PAPER = ("mobility:paper", "mobility:desk_paper")


@dataclass(frozen=True)
class News:
    """A notice: its subject, what it says, and the pages of the student and of the desk where it is done."""

    subject: str | Promise
    text: str | Promise
    doors: tuple[str, str] = _STAY


NEWS = {
    Matter.ACCEPT: News(
        _("Your place waits for your answer"),
        _("Accept or decline the place that you are offered by the day below. After that it goes to somebody else."),
    ),
    Matter.SIGN: News(
        _("A learning agreement is late"),
        _("It waits for you, and should have been signed by the day below. Without it nothing is sure to be recognised."),
        _PAPER,
    ),
    Matter.ARRIVE: News(
        _("Has the student arrived?"),
        _("The stay should have begun on the day below, and nobody has confirmed the arrival. Confirm it, or say what happened."),
    ),
    Matter.DEPART: News(
        _("Has the student left?"),
        _("The stay should have ended on the day below, and nobody has confirmed the departure. The results wait for it."),
    ),
    Matter.RESULTS: News(
        _("Results of a stay are missing"),
        _("The student is back, and the transcript should have come by the day below. Send it, or enter the results."),
    ),
    Matter.DECIDE: News(
        _("Results wait for your decision"),
        _("Results of a host should have been decided on by the day below. Until then the student does not know what counts."),
    ),
}
