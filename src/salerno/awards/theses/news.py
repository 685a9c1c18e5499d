"""What is told of a thesis by e-mail, and to whom it leads.

PRIVACY: a notice says that something happened. It names the student to those who judge, and neither title, reason nor grade.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.awards.models import Thesis
from salerno.messaging.services import send_later
from salerno.people.models import Person


@dataclass(frozen=True)
class News:
    """The subject and the sentences of a notice."""

    subject: str | Promise
    text: str | Promise


_NEWS = {
    "proposed": News(
        _("You are asked to supervise a thesis"),
        _("A student has proposed a thesis and named you as a supervisor. Read it, then agree or send it back with a reason."),
    ),
    "returned": News(
        _("A thesis was sent back"),
        _("A supervisor has sent the thesis back with a reason, which stands on its page. It can be changed and proposed again."),
    ),
    "agreed": News(
        _("Your thesis is agreed"),
        _("Both supervisors have agreed. You can write, and deposit the thesis as a PDF on its page when it is finished."),
    ),
    "deposited": News(
        _("A thesis was deposited"),
        _("The student has deposited a version of the thesis. You can open it on its page."),
    ),
    "jury": News(
        _("You sit in the jury of a thesis"),
        _("You have been named as a member of the jury. The thesis is on your desk."),
    ),
    "defence": News(
        _("The defence of a thesis is announced"),
        _("The defence takes place as follows. Its page says who sits in the jury."),
    ),
    "given_back": News(
        _("A thesis was given back by its jury"),
        _("The chair asks for another version, with a reason that stands on the page of the thesis. The defence waits."),
    ),
    "judged": News(
        _("A thesis grade waits for you"),
        _("A member of the jury has entered the grade. As the chair, confirm it or send it back."),
    ),
    "grade_returned": News(
        _("A thesis grade was sent back"),
        _("The chair has sent the grade back with a reason, which stands on the page of the thesis. Enter it again."),
    ),
}


def tell(what: str, thesis: Thesis, people: Iterable[Person], at: datetime) -> None:
    """Queue the notice ``what`` for each of ``people``, in their language and time zone."""
    student = thesis.enrolment.learner
    for person in people:
        is_own = person.pk == student.pk
        send_later(
            "awards/thesis_notice",
            to=person.email,
            language=person.language,
            context={
                "person": person,
                "news": _NEWS[what],
                "student": None if is_own else student,
                "course": thesis.enrolment.offering.course,
                "thesis": thesis if what == "defence" else None,
                "path": reverse("awards:my_thesis") if is_own else reverse("awards:desk_thesis", args=[thesis.uuid]),
            },
            at=at,
            person_uuid=person.uuid,
        )
