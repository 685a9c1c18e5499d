"""A call of the made-up Master with a committee and reviewers, through the services that the campus itself uses."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image
from pypdf import PdfWriter

from salerno.admissions import files
from salerno.admissions.enums import ApplicationState, Outcome
from salerno.admissions.models import Appeal, Application, Call, Review
from salerno.admissions.selectors.ranking import ranking_of
from salerno.admissions.services import calls, deciding, reviewing
from salerno.admissions.services.deciding import Choice
from salerno.catalogue.models import ProgrammeOffering
from salerno.common.digests import sha256_hex
from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.people.models import Person
from tests.factories.admissions import CLOSES, OPENS, RUBRIC, ApplicationFactory, CallFactory, ReviewFactory
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.support.moments import NOON
from tests.support.studies import made_up_cohort

AMU, UNIPI, SU = "univ-amu.fr", "unipi.it", "su.se"
AFTER = CLOSES + timedelta(days=1)
VALUES: dict[str, Any] = {
    "title": {"en": "A call", "fr": "Un appel"},
    "opens_at": OPENS,
    "closes_at": CLOSES,
    "places": 2,
    "tracks": [{"slug": "biology", "title": {"en": "From biology"}}],
    "rubric": RUBRIC,
}
ASKING: dict[str, Any] = {
    "fields": [
        {"key": "why", "kind": "text", "label": {"en": "Why this Master?"}, "required": True},
        {"key": "condition", "kind": "line", "label": {"en": "What should we know of your health?"}, "hidden": True},
    ],
    "documents": [
        {"key": "transcript", "label": {"en": "Transcript"}},
        {"key": "identity", "label": {"en": "Identity card"}, "required": False, "hidden": True},
    ],
    "rules": [
        {"kind": "degree", "key": "degree", "eqf": 6},
        {"kind": "sector-ects", "key": "biology", "sectors": ["BIO/01-19"], "ects": 30},
        {"kind": "language", "key": "english", "language": "en", "level": "B2"},
    ],
}


def staff(schac: str, role: Role = Role.COORDINATOR, **values: Any) -> Person:
    """Somebody who holds ``role`` at an institution of the consortium."""
    person = PersonFactory(**values)
    RoleAssignmentFactory(person=person, institution=Institution.objects.get(schac=schac), role=role)
    return person


def open_call(**values: Any) -> Call:
    """An open call with two places; ``values`` say more."""
    call = calls.create_call(offering=made_up_cohort(), slug="call", values=VALUES | values, by=None, at=OPENS)
    return calls.open_call(call=call, by=None, at=OPENS)


def reviewers_of(call: Call, *places: str) -> list[Person]:
    """A teacher of each of ``places`` on the call's list of reviewers."""
    people = [staff(schac, Role.TEACHER) for schac in places or (AMU, AMU, UNIPI, UNIPI)]
    for person in people:
        calls.add_reviewer(call=call, person=person, institution=person.roles.get().institution, by=None, at=NOON)
    return people


def reviewed(call: Call, *scores: int, **values: Any) -> list[Application]:
    """An application for each of ``scores``, which two reviewers gave to every criterion."""
    places = [Institution.objects.get(schac=schac) for schac in (AMU, UNIPI)]
    readers = [PersonFactory(), PersonFactory()]
    rows = [ApplicationFactory(call=call, state=ApplicationState.REVIEWED, **values) for _score in scores]
    for row, score in zip(rows, scores, strict=True):
        for reader, place in zip(readers, places, strict=True):
            Review.objects.create(
                application=row,
                reviewer=reader,
                institution=place,
                state="submitted",
                scores={"science": score, "motivation": score},
                total=score,
                assigned_at=NOON,
                submitted_at=NOON,
            )
    return rows


def close(call: Call) -> Call:
    """The call closed, for the committee to decide."""
    return calls.close_call(call=call, by=None, at=CLOSES)


def decide(call: Call, by: Person, **outcomes: Any) -> None:
    """Decide as the keyword says for each application (``a0``, ``a1`` … in the order of their keys), or as is proposed."""
    call.refresh_from_db()
    ranking = ranking_of(call)
    proposed = {ranked.candidate.key: Choice(Outcome(ranked.proposal.value)) for ranked in ranking.ranked}
    rows = {f"a{place}": str(row.uuid) for place, row in enumerate(call.applications.order_by("pk"))}
    wanted = {rows[name]: Choice(outcome, "A reason.", "A note.") for name, outcome in outcomes.items()} or proposed
    deciding.decide(call=call, choices=wanted, seen=ranking.digest, by=by, at=AFTER)


def found_eligible(call: Call, by: Person) -> None:
    """Every application that was handed in found eligible."""
    rows = call.applications.filter(state=ApplicationState.SUBMITTED)
    findings = {str(row.uuid): reviewing.Finding(True) for row in rows}
    reviewing.find_eligibility(call=call, findings=findings, by=by, at=NOON)


def applied(person: Person, offering: ProgrammeOffering) -> dict[str, object]:
    """What one person's applications have that an address can name: a draft with a referee and a page that is half typed, and one
    with a paper and an offer."""
    draft, offered = (ApplicationFactory(call=CallFactory(offering=offering, **ASKING), applicant=person) for _ in range(2))
    draft.state, offered.state = ApplicationState.DRAFT, ApplicationState.ADMITTED
    draft.save()
    offered.save()
    until = {"expires_at": AFTER + timedelta(days=14)}
    asked = {"name": "Rita", "email": "r@example.org", "token_digest": sha256_hex(b"letter"), "asked_at": NOON}
    draft.typed_pages.create(step="questions", content={"why": "Bec"}, revision=0, saved_at=NOON)
    named = {"kind": "transcript", "name": "a.pdf", "media_type": "application/pdf", "size": 1, "digest": "0" * 64}
    paper = offered.documents.create(uploaded_at=NOON, **named)
    files.put(paper.uuid, pdf())
    return {
        "call_slug": draft.call.slug,
        "application": draft.uuid,
        "document": paper.uuid,
        "offer": offered.offers.create(made_at=NOON, **until).uuid,
        "referee": draft.referees.create(**asked, **until).uuid,
        "letter": "letter",
    }


def before_the_committee(call: Call, reader: Person) -> dict[str, object]:
    """What the desk's addresses name of a call: an application that ``reader`` reviews, and one whose refusal is appealed."""
    read, refused = (ApplicationFactory(call=call, state=state) for state in (ApplicationState.ELIGIBLE, ApplicationState.REFUSED))
    place = reader.roles.get().institution
    calls.add_reviewer(call=call, person=reader, institution=place, by=None, at=NOON)
    return {
        "call": call.uuid,
        "handed_in": read.uuid,
        "reader": reader.uuid,
        "review": ReviewFactory(application=read, reviewer=reader, institution=place).uuid,
        "appeal": Appeal.objects.create(application=refused, text="I disagree.", asked_at=NOON).uuid,
    }


def pdf(*, pages: int = 1, password: str = "") -> bytes:
    """A PDF with blank pages, behind a password when asked."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def jpeg(width: int = 8, height: int = 8) -> bytes:
    """A grey picture."""
    buffer = io.BytesIO()
    Image.new("L", (width, height), 128).save(buffer, "JPEG")
    return buffer.getvalue()


def failing_scan(data: bytes, media_type: str) -> bool:
    """A scanner that does not answer."""
    raise ConnectionRefusedError("nobody listens")


def suspicious_scan(data: bytes, media_type: str) -> bool:
    """A scanner that finds something in every file."""
    return False
