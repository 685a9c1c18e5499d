"""A traineeship under way: the agreement signed by three, the trainee there, weeks written, the tutor asked."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from salerno.enrolment.models import ProgrammeEnrolment
from salerno.messaging.models import Message
from salerno.mobility.enums import LogWeekState, MobilityKind, MobilityState, Reached
from salerno.mobility.models import LogWeek, Mobility, TraineeshipCertificate, TutorRequest
from salerno.mobility.papers.body import Body
from salerno.mobility.traineeships.services.certificates import Evaluation, sign_certificate
from salerno.mobility.traineeships.services.log import Written, save_week
from salerno.mobility.traineeships.services.tutors import ask_tutor, open_log
from salerno.people.enums import Role
from salerno.people.models import Person
from tests.support.mobility_papers import Cast, cast, internship, officer, signed, stay
from tests.support.moments import NOON
from tests.support.studies import AMU, UNIPI

ARRIVED = date(2027, 2, 1)
"""A Monday."""
WEEKS = tuple(date(2027, 2, day) for day in (1, 8, 15))
NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)
LAST_DAY = date(2027, 6, 30)
OVER = datetime(2027, 7, 1, 12, tzinfo=UTC)
TUTOR = "sam@example.org"
WRITTEN = Written("I found gaps.", Decimal(35), "Gaps have causes.", ("Judge a data set.",))


def agreed() -> Body:
    """The traineeship with a supervisor who can be written to, and two outcomes."""
    body = internship()
    more = {"supervisor_email": TUTOR, "knowledge": "Judge a data set.\n- Explain a model to a ward."}
    return replace(body, traineeship=replace(body.traineeship, **more))


def trainee(*, has_agreement: bool = True, body: Body | None = None, **values: Any) -> Cast:
    """A student of Pisa who arrived in Marseille for a traineeship."""
    who = cast(kind=MobilityKind.TRAINEESHIP, **values)
    if has_agreement:
        signed(who, body=body or agreed())
    Mobility.objects.filter(pk=who.mobility.pk).update(state=MobilityState.ARRIVED, arrived_on=ARRIVED)
    return replace(who, mobility=mobility_of(who))


def mobility_of(who: Cast) -> Mobility:
    """The mobility as it stands."""
    return Mobility.objects.with_sides().get(pk=who.mobility.pk)


def handed_in(who: Cast, *mondays: date, at: datetime = NOW, **values: Any) -> list[LogWeek]:
    """Weeks that the tutor may read."""
    written = replace(WRITTEN, **values)
    given = {"written": written, "revision": 0, "hands_in": True, "by": who.student, "at": at}
    return [save_week(mobility=who.mobility, starts_on=monday, **given) for monday in mondays]


def asked(who: Cast, by: Person | None = None, at: datetime = NOW) -> str:
    """The tutor is asked; returns the token that the mail holds."""
    ask_tutor(mobility=who.mobility, language="en", by=by or who.student, at=at)
    return token_sent()


def token_sent() -> str:
    """The token of the newest link."""
    body = Message.objects.filter(template="mobility/mail/tutor_asked").latest("pk").body
    return re.search(r"/mobility/evaluations/([\w-]+)/", body).group(1)


def evaluation(**values: Any) -> Evaluation:
    """What the tutor says."""
    plain: dict[str, Any] = {
        "starts_on": ARRIVED, "ends_on": LAST_DAY, "hours": Decimal("700.0"), "tasks": "Found gaps in a ward's data.",
        "acquired": "Judges a data set.", "reached": Reached.FULLY, "evaluation": "Careful and quick.", "tutor": "Sam Supervisor",
        "position": "Head of data", "sector": "Health",
    }  # fmt: skip
    return Evaluation(**plain | values)


def ready_to_sign(**values: Any) -> tuple[Cast, str]:
    """Two weeks handed in, the tutor asked, the log opened; the trainee and the token."""
    who = trainee(**values)
    handed_in(who, *WEEKS[:2])
    token = asked(who)
    open_log(token=token, at=NOW)
    return who, token


def certified(**values: Any) -> tuple[Cast, TraineeshipCertificate]:
    """The tutor has signed."""
    who, token = ready_to_sign()
    return who, sign_certificate(token=token, evaluation=evaluation(**values), at=OVER)


def a_traineeship(studies: ProgrammeEnrolment) -> dict[str, object]:
    """Rows that addresses name: a traineeship under way with a week, a tutor who was asked, and one that was certified."""
    kind = {"kind": MobilityKind.TRAINEESHIP, "home": UNIPI, "there": AMU}
    days = {"starts_on": date(2026, 9, 7), "ends_on": date(2026, 12, 18)}
    row = stay(studies, state=MobilityState.ARRIVED, **kind, **days)
    Mobility.objects.filter(pk=row.pk).update(arrived_on=days["starts_on"])
    LogWeek.objects.create(
        mobility=row, starts_on=days["starts_on"], state=LogWeekState.HANDED_IN, done="Gaps.", hours=35, saved_at=NOON
    )
    TutorRequest.objects.create(
        mobility=row, name="Sam", email=TUTOR, token_digest="0" * 64, asked_at=NOON, expires_at=datetime(2027, 1, 22, tzinfo=UTC)
    )
    done = stay(studies, state=MobilityState.RECOGNISED, **kind)
    facts = {
        "certificate": TraineeshipCertificate.objects.create(mobility=done, facts={}, digest="0" * 64, pdf=b"%PDF", signed_at=NOON)
    }
    return {"trainee_stay": row.uuid, "week": "2026-09-07", "certificate": facts["certificate"].uuid}


def host_office() -> Person:
    """Who administers at the host: its coordinator would act for both sides, since Aix-Marseille coordinates the consortium."""
    return officer(AMU, "Hugo Host", Role.ADMINISTRATOR)
