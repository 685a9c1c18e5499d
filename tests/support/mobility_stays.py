"""A published call with its places, wishes and mobilities, as rows; and who coordinates on either side."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from salerno.catalogue.models import ProgrammeOffering
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.services import admit_to_programme, register_at
from salerno.institutions.models import Institution
from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.face import from_json, to_json
from salerno.mobility.enums import CallState, Method, MobilityState, ResultSource, ShownTo, Tier, WishState
from salerno.mobility.models import Choice, Mobility, MobilityCall, Place, Scenario, Wish
from salerno.mobility.recognition.services import Line, enter_results
from salerno.mobility.reports.services import write_report
from salerno.mobility.transcripts.selectors import candidates_of
from salerno.mobility.transcripts.services import issue
from salerno.people.enums import Role
from salerno.people.models import Person
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.support.studies import AMU, CIVIL, made_up_cohort

PUBLISHED = datetime(2026, 3, 2, 12, tzinfo=UTC)
UNTIL = datetime(2026, 3, 12, 22, 59, tzinfo=UTC)
IN_TIME, TOO_LATE = UNTIL - timedelta(days=1), UNTIL + timedelta(days=1)
AFTERWARDS = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOST, OTHER_HOST = "unipi.it", "su.se"


@dataclass
class Stays:
    """``students``, ``wishes`` and ``mobilities`` by the student's key; ``places`` by the host's schac."""

    call: MobilityCall
    cohort: ProgrammeOffering
    places: dict[str, Place] = field(default_factory=dict)
    students: dict[str, Person] = field(default_factory=dict)
    wishes: dict[str, Wish] = field(default_factory=dict)
    mobilities: dict[str, Mobility] = field(default_factory=dict)
    scenario: Scenario | None = None

    def where(self, key: str) -> str | None:
        """The schac of the place that the student has now."""
        row = Mobility.objects.filter(wish=self.wishes[key]).exclude(state__in=("declined", "lapsed", "lost", "cancelled")).first()
        return row.place.institution.schac if row else None


def published(
    choices: Mapping[str, Sequence[str]],
    *,
    capacities: Mapping[str, int] | None = None,
    method: Method = Method.DEFERRED,
    minima: Mapping[str, int] | None = None,
    most_of_one_home: int | None = None,
) -> Stays:
    """A published call. ``choices``: for each student, the best score first, the hosts by schac in their order."""
    cohort = made_up_cohort()
    call = MobilityCall.objects.create(
        offering=cohort,
        title={"en": "A semester abroad", "fr": "Un semestre ailleurs"},
        state=CallState.PUBLISHED,
        opens_at=PUBLISHED - timedelta(days=40),
        closes_at=PUBLISHED - timedelta(days=10),
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 1, 31),
        method=method,
        seed="lots",
        published_at=PUBLISHED,
        most_of_one_home=most_of_one_home,
    )
    stays = Stays(call, cohort)
    for schac in dict.fromkeys(host for hosts in choices.values() for host in hosts):
        stays.places[schac] = Place.objects.create(
            call=call,
            institution=Institution.objects.get(schac=schac),
            tier=Tier.CONSORTIUM,
            capacity=(capacities or {}).get(schac, 1),
            minimum=(minima or {}).get(schac, 0),
            period="autumn",
        )
    for number, (key, hosts) in enumerate(choices.items()):
        _wish(stays, key, hosts, 90 - number)
    _publish(stays, choices, method)
    return stays


def _wish(stays: Stays, key: str, hosts: Sequence[str], score: int) -> None:
    home = Institution.objects.get(schac=AMU)
    person = PersonFactory(email=f"{key}@example.org", full_name=f"Student {key.title()}")
    studies = admit_to_programme(student=person, offering=stays.cohort, track="biology", civil=CIVIL, by=None, at=PUBLISHED)
    register_at(enrolment=studies, institution=home, student_number=f"N-{key}", starts_on=date(2026, 1, 1), by=None, at=PUBLISHED)
    stays.students[key] = person
    stays.wishes[key] = wish = Wish.objects.create(
        call=stays.call,
        student=person,
        studies=studies,
        home=home,
        state=WishState.SUBMITTED,
        score=score,
        submitted_at=PUBLISHED - timedelta(days=20),
    )
    for rank, host in enumerate(hosts, start=1):
        Choice.objects.create(wish=wish, place=stays.places[host], rank=rank)


def _publish(stays: Stays, choices: Mapping[str, Sequence[str]], method: Method) -> None:
    given = {
        "students": [
            {
                "id": str(stays.wishes[key].uuid),
                "score": float(stays.wishes[key].score),
                "tier": "consortium",
                "choices": [str(stays.places[host].uuid) for host in hosts],
                "home": AMU,
            }
            for key, hosts in choices.items()
        ],
        "places": [
            {"id": str(row.uuid), "capacity": row.capacity, "minimum": row.minimum, "tier": "consortium"}
            for row in stays.places.values()
        ],
        "seed": "lots",
        **({"rules": {"most_of_one_home": most}} if (most := stays.call.most_of_one_home) else {}),
    }
    problem = from_json(json.loads(json.dumps(given)))
    found = best(problem) if method == Method.BEST else deferred(problem)
    stays.scenario = Scenario.objects.create(
        call=stays.call,
        name="Published",
        method=method,
        given=given,
        result=to_json(found),
        digest="0" * 64,
        made_at=PUBLISHED,
        published_at=PUBLISHED,
    )
    by_uuid = {str(row.uuid): row for row in stays.places.values()}
    for key, wish in stays.wishes.items():
        if place := found.assignment[str(wish.uuid)]:
            stays.mobilities[key] = stay(wish, by_uuid[place])


def stay(wish: Wish, place: Place, state: MobilityState = MobilityState.OFFERED, **values: object) -> Mobility:
    """A mobility of ``wish`` at ``place``."""
    days = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 1, 31)}
    return Mobility.objects.create(
        wish=wish, place=place, state=state, offered_at=PUBLISHED, accept_until=UNTIL, **{**days, **values}
    )


def one_stay(state: MobilityState = MobilityState.OFFERED, **values: object) -> tuple[Stays, Mobility]:
    """A call in which Ada goes to Pisa, her mobility in ``state``."""
    stays = published({"ada": [HOST, OTHER_HOST]})
    row = stays.mobilities["ada"]
    for name, value in {"state": state, **values}.items():
        setattr(row, name, value)
    row.save()
    return stays, row


def gone_and_back(studies: ProgrammeEnrolment) -> dict[str, object]:
    """A mobility of ``studies`` to Stockholm that has ended, with a result that waits and a transcript: what addresses name."""
    call = MobilityCall.objects.create(
        offering=studies.offering,
        title={"en": "A semester in Stockholm"},
        state=CallState.ENDED,
        opens_at=PUBLISHED - timedelta(days=40),
        closes_at=PUBLISHED - timedelta(days=10),
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 9, 30),
        seed="lots",
        published_at=PUBLISHED,
    )
    home, host = studies.registrations.first().institution, Institution.objects.get(schac=OTHER_HOST)
    place = Place.objects.create(call=call, institution=host, tier=Tier.CONSORTIUM, capacity=1, period="summer")
    wish = Wish.objects.create(call=call, student=studies.student, studies=studies, home=home, state=WishState.SUBMITTED)
    days = {"arrived_on": date(2026, 5, 2), "departed_on": date(2026, 9, 29)}
    row = stay(wish, place, MobilityState.DEPARTED, starts_on=call.starts_on, ends_on=call.ends_on, **days)
    by = coordinator(AMU)
    line = Line("Vårdens data", Decimal("7.5"), date(2026, 9, 20), code="SU-1", value="B", scale="se-af")
    (recognition,) = enter_results(mobility=row, lines=[line], source=ResultSource.HAND, by=by, at=AFTERWARDS)
    found = candidates_of(row)
    keys = [each.key for each in found.rows]
    made = issue(mobility=row, chosen=keys, shown=found.digest, by=coordinator(OTHER_HOST), at=AFTERWARDS)
    report = write_report(mobility=row, values=said(), by=studies.student, at=AFTERWARDS)
    return {
        "stay": row.uuid,
        "recognition": recognition.uuid,
        "transcript": made.uuid,
        "act": "depart",
        "stay_report": report.uuid,
    }


def said(**values: object) -> dict[str, object]:
    """What a student says of a stay, for others to read without a name."""
    rated = {"courses": 4, "welcome": 5, "housing": 2, "language": 4, "monthly_cost": 900}
    return {**rated, "text": "Rooms are hard to find. Begin early.", "shown_to": ShownTo.WITHOUT_NAME, **values}


def coordinator(schac: str, role: Role = Role.COORDINATOR) -> Person:
    """Somebody who coordinates at the institution with this code."""
    person = PersonFactory()
    RoleAssignmentFactory(person=person, institution=Institution.objects.get(schac=schac), role=role)
    return person


def sender() -> Person:
    """Who administers where the students come from: Aix-Marseille coordinates the consortium, so no coordinator of its own side."""
    return coordinator(AMU, Role.ADMINISTRATOR)
