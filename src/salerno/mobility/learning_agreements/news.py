"""Notices about learning agreements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.messaging.services import send_later
from salerno.mobility.learning_agreements.selectors.facts import coordinators_of
from salerno.mobility.models import LearningAgreementVersion
from salerno.people.models import Person


@dataclass(frozen=True)
class News:
    """A notice: its subject, and what it says."""

    subject: str | Promise
    text: str | Promise


_NEWS = {
    "your_turn": News(
        _("A learning agreement waits for you"),
        _("Read what it says and what the campus found in it. Then sign it, or send it back with a comment."),
    ),
    "sent_back": News(
        _("Your learning agreement was sent back"),
        _("The comment on its page says why. Change it and sign it again; nothing of what you wrote is lost."),
    ),
    "in_force": News(
        _("A learning agreement is in force"),
        _("All three have signed it. The signed document is on its page."),
    ),
    "given_up": News(
        _("A change of a learning agreement was given up"),
        _("The student does not want it any more. The version in force holds on."),
    ),
    "commented": News(
        _("Somebody commented on a learning agreement"),
        _("The comment stands on its page."),
    ),
    "due": News(
        _("A learning agreement is due soon"),
        _("It waits for you, and should be signed by the day below."),
    ),
    "late": News(
        _("A learning agreement is late"),
        _("It waits for you, and should have been signed by the day below. Without it nothing is sure to be recognised."),
    ),
}


def tell(what: str, version: LearningAgreementVersion, people: Iterable[Person], at: datetime, *, key: str = "") -> int:
    """Queue the notice ``what`` for each of ``people``, in their language; returns how many are new.

    ``key``: no more than once for each of them.
    """
    mobility = version.agreement.mobility
    student = mobility.wish.student
    new = 0
    for person in people:
        is_own = person.pk == student.pk
        name = "mobility:paper" if is_own else "mobility:desk_paper"
        message = send_later(
            "mobility/paper_notice",
            to=person.email,
            language=person.language,
            context={
                "person": person,
                "news": _NEWS[what],
                "student": None if is_own else student,
                "receiving": mobility.place.institution,
                "due_on": version.due_on if what in ("due", "late") else None,
                "path": reverse(name, args=[mobility.uuid]),
            },
            at=at,
            person_uuid=person.uuid,
            key=f"{key}-{person.pk}" if key else None,
        )
        new += message.queued_at == at
    return new


def tell_both_ends(what: str, version: LearningAgreementVersion, by: Person, at: datetime) -> None:
    """Tell the student and the coordinators of both institutions, but not ``by``."""
    mobility = version.agreement.mobility
    ends = (mobility.wish.home, mobility.place.institution)
    people = [mobility.wish.student, *(person for end in ends for person in coordinators_of(end, at.date()))]
    tell(what, version, {person.pk: person for person in people if person.pk != by.pk}.values(), at)
