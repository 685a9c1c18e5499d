"""A call for mobility with places, students and their wishes, as plain rows; the services are tried by the tests themselves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.enums import Standing
from salerno.institutions.models import Institution
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.face import from_json
from salerno.mobility.allocation.keeping import kept
from salerno.mobility.calls.selectors.problem import digest_of, given_by
from salerno.mobility.enums import CallState, Method, MobilityState, Tier, WishState
from salerno.mobility.models import Choice, Mobility, MobilityCall, Place, Scenario, Wish
from salerno.people.enums import Role
from salerno.people.models import Person
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.support.studies import made_up_cohort, student

AMU, UNIPI, SU = "univ-amu.fr", "unipi.it", "su.se"
OPENS, CLOSES = datetime(2026, 11, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)
WHILE_OPEN, AFTER = OPENS + timedelta(days=3), CLOSES + timedelta(days=1)
SEED = "5eed"


def institution(schac: str) -> Institution:
    """A member of the consortium by its domain."""
    return Institution.objects.get(schac=schac)


def coordinator(schac: str = AMU, role: Role = Role.COORDINATOR, **values: Any) -> Person:
    """Somebody who coordinates mobility at ``schac``."""
    person = PersonFactory(**values)
    RoleAssignmentFactory(person=person, institution=institution(schac), role=role)
    return person


def call(*, state: CallState = CallState.OPEN, **values: Any) -> MobilityCall:
    """A call of the made-up cohort for studies in autumn 2027, without places."""
    cohort = values.pop("offering", None) or made_up_cohort()
    given = {"title": {"en": "Autumn abroad", "fr": "L’automne à l’étranger"}, "opens_at": OPENS, "closes_at": CLOSES}
    days = {"starts_on": date(2027, 9, 1), "ends_on": date(2028, 1, 31)}
    return MobilityCall.objects.create(offering=cohort, state=state, seed=SEED, **given | days | values)


def place(row: MobilityCall, where: str | Institution = UNIPI, capacity: int = 1, **values: Any) -> Place:
    """A place of a call in autumn, of the consortium unless ``tier`` says otherwise."""
    there = where if isinstance(where, Institution) else institution(where)
    values = {"tier": Tier.CONSORTIUM, "period": "autumn"} | values
    return Place.objects.create(call=row, institution=there, capacity=capacity, **values)


def outside(**values: Any) -> Institution:
    """A university that is a partner of nobody here but of one call."""
    return InstitutionFactory(standing=Standing.ASSOCIATED, name={"en": "University Elsewhere"}, country="NO", **values)


def call_with_places(**values: Any) -> tuple[MobilityCall, list[Place]]:
    """A call with one seat each in Marseille, Pisa and Stockholm, and two outside the consortium."""
    row = call(**values)
    places = [place(row, where) for where in (AMU, UNIPI, SU)]
    return row, [*places, place(row, outside(), 2, tier=Tier.OUTSIDE)]


def cohort_student(row: MobilityCall, home: str = AMU, **values: Any) -> ProgrammeEnrolment:
    """A student of the call's cohort, registered at ``home``."""
    return student(PersonFactory(**values), at=(home,), cohort=row.offering)


def wish(row: MobilityCall, *places: Place, score: float | None = 50, home: str = AMU, **values: Any) -> Wish:
    """What a new student of the cohort wishes, handed in: ``places`` in their order."""
    studies = values.pop("studies", None) or cohort_student(row, home)
    given = {"state": WishState.SUBMITTED, "submitted_at": WHILE_OPEN, "home": institution(home), "score": score} | values
    made = Wish.objects.create(call=row, student=studies.student, studies=studies, **given)
    Choice.objects.bulk_create(Choice(wish=made, place=one, rank=rank) for rank, one in enumerate(places, start=1))
    return made


def mobility(made: Wish, where: Place, state: MobilityState = MobilityState.OFFERED, **values: Any) -> Mobility:
    """A student at a place, in any state."""
    days = {"starts_on": made.call.starts_on, "ends_on": made.call.ends_on}
    moments = {"offered_at": AFTER, "accept_until": AFTER + timedelta(days=made.call.accept_days)}
    return Mobility.objects.create(wish=made, place=where, state=state, **days | moments | values)


def published_call(**values: Any) -> tuple[MobilityCall, Mobility]:
    """A call whose places are published, with one student of Marseille who is offered Pisa."""
    row = call(state=CallState.PUBLISHED, published_at=AFTER, **values)
    there = place(row, UNIPI)
    return row, mobility(wish(row, there), there)


def wished_places(studies: ProgrammeEnrolment) -> dict[str, object]:
    """What addresses name of a call that ``studies`` have handed wishes in to, with a scenario by hand."""
    row = call(offering=studies.offering)
    there = place(row, SU)
    made = wish(row, there, studies=studies, home=studies.registrations.get().institution.schac)
    scenario = scenario_of(row)
    return {"mobility_call": row.uuid, "place": there.uuid, "wish": made.uuid, "scenario": scenario.uuid}


def scenario_of(row: MobilityCall) -> Scenario:
    """Who would get which place, computed now; unpublished."""
    given = given_by(row)
    result = kept(deferred(from_json(given)))
    return Scenario.objects.create(
        call=row, name="By hand", method=Method.DEFERRED, given=given, result=result, digest=digest_of(given), made_at=AFTER
    )
