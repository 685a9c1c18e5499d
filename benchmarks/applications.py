"""Run inside a campus: a closed call with ten thousand reviewed applications, and a member of its committee. Prints JSON.

``python applications.py COUNT``. Each application has two reviews, by forty reviewers of two universities who judge mildly or
harshly; a third of the scores are ties. The rows are made at once, and one act is recorded after them, as every change is.
"""

import json
import sys
from datetime import UTC, date, datetime
from random import Random

import django

django.setup()

from django.urls import reverse  # noqa: E402
from scene import make_sessions  # noqa: E402

from salerno.admissions.enums import ApplicationState, CallState, ReviewState  # noqa: E402
from salerno.admissions.models import Application, Call, Review  # noqa: E402
from salerno.audit.services import record  # noqa: E402
from salerno.catalogue.models import ProgrammeOffering  # noqa: E402
from salerno.catalogue.services import load_made_up_regulations  # noqa: E402
from salerno.institutions.models import Institution  # noqa: E402
from salerno.people.enums import Role  # noqa: E402
from salerno.people.models import Person, RoleAssignment  # noqa: E402

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
TRACKS, COUNTRIES = ("biology", "engineering"), ("FR", "IT", "SE", "ES", "MA")
ANCHORS = {"1": {"en": "Nothing to build on"}, "5": {"en": "Outstanding"}}
CRITERIA = [{"key": key, "title": {"en": key.title()}, "anchors": ANCHORS} for key in ("studies", "motivation", "project")]
ITALY = {"key": "italy", "by": "citizenship", "values": ["IT"], "at_least": 100, "at_most": 300}


def make_call() -> Call:
    """A closed call with a quota and two rules for ties."""
    load_made_up_regulations(at=AT)
    return Call.objects.create(
        offering=ProgrammeOffering.objects.filter(regulations__isnull=False).first(),
        slug="ten-thousand",
        title={"en": "A call with many applications"},
        state=CallState.CLOSED,
        opens_at=datetime(2026, 6, 1, tzinfo=UTC),
        closes_at=AT,
        places=1_000,
        waiting_places=500,
        tracks=[{"slug": slug, "title": {"en": slug.title()}} for slug in TRACKS],
        quotas=[ITALY],
        ties=[{"by": "criterion:studies"}, {"by": "submitted", "greater_first": False}],
        rubric={"lowest": 1, "highest": 5, "criteria": CRITERIA},
        seed="benchmark",
    )


def make_people(name: str, count: int) -> list[Person]:
    """Made-up people."""
    rows = [Person(email=f"{name}-{number}@example.org", full_name=f"{name} {number}", is_demo=True) for number in range(count)]
    for row in rows:
        row.set_unusable_password()
    return Person.objects.bulk_create(rows, batch_size=500)


def make_applications(call: Call, count: int) -> list[Application]:
    """Reviewed ones."""
    rows = [
        Application(
            call=call,
            applicant=person,
            state=ApplicationState.REVIEWED,
            track=TRACKS[number % 2],
            given_names="Made",
            family_name=f"Up {number}",
            birth_date=date(2002, 1, 1),
            birth_place="Nowhere",
            citizenship=COUNTRIES[number % len(COUNTRIES)],
            degree={"title": "A degree", "country": COUNTRIES[number % len(COUNTRIES)]},
            begun_at=AT,
            submitted_at=AT,
        )
        for number, person in enumerate(make_people("applicant", count))
    ]
    return Application.objects.bulk_create(rows, batch_size=500)


def make_reviews(applications: list[Application]) -> None:
    """Two for each, of two universities."""
    dice, readers = Random(4), make_people("reader", 40)  # noqa: S311
    places = [Institution.objects.get(schac=schac) for schac in ("univ-amu.fr", "unipi.it")]
    rows = []
    for number, application in enumerate(applications):
        for half in (0, 1):
            reader = (number + 7 * half) % 20 + 20 * half
            scores = {each["key"]: max(1, min(5, round(dice.gauss(2.5 + reader % 3 / 2, 0.9)))) for each in CRITERIA}
            rows.append(
                Review(
                    application=application,
                    reviewer=readers[reader],
                    institution=places[half],
                    state=ReviewState.SUBMITTED,
                    scores=scores,
                    total=round(sum(scores.values()) / len(CRITERIA), 3),
                    assigned_at=AT,
                    submitted_at=AT,
                )
            )
    Review.objects.bulk_create(rows, batch_size=500)


def make_scene(count: int) -> dict[str, str]:
    """The address of the committee's screen, and the cookie of one of its members."""
    call = make_call()
    make_reviews(make_applications(call, count))
    (officer,) = make_people("officer", 1)
    institution = Institution.objects.get(schac="unipi.it")
    RoleAssignment.objects.create(person=officer, institution=institution, role=Role.BOARD_MEMBER, since_on=AT.date())
    record(action="review.submitted", actor=None, subject=call, at=AT)
    (cookie,) = make_sessions([officer], datetime.now(tz=UTC))
    return {"page": reverse("admissions:committee", args=[call.uuid]), "cookie": cookie}


if __name__ == "__main__":
    print(json.dumps(make_scene(int(sys.argv[1]))))
