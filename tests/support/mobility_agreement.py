"""Agreements of the consortium's own institutions, in any state, through the services that the campus itself uses."""

from datetime import date
from decimal import Decimal
from typing import Any

from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium
from salerno.mobility.agreements.services import agreements, factsheets
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.enums import OfferState
from salerno.mobility.models import Factsheet, InterInstitutionalAgreement, TraineeshipOffer
from salerno.people.enums import Role
from salerno.people.models import Person
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.support.moments import NOON

AMU, UNIPI, SU, INRIA = "univ-amu.fr", "unipi.it", "su.se", "inria.fr"
DAYS: dict[str, Any] = {"starts_on": date(2026, 9, 1), "ends_on": date(2029, 8, 31), "note": ""}


def institution(schac: str) -> Institution:
    """One of the consortium, which is loaded when it is not there."""
    if not Institution.objects.filter(schac=schac).exists():
        load_consortium()
    return Institution.objects.get(schac=schac)


def officer(schac: str, role: Role = Role.COORDINATOR) -> Person:
    """Somebody who coordinates the mobility of an institution."""
    person = PersonFactory()
    RoleAssignmentFactory(person=person, institution=institution(schac), role=role)
    return person


def condition(sending: str, receiving: str, **values: Any) -> dict[str, Any]:
    """Two for five months, from one to the other."""
    plain = {
        "kind": "studies", "isced_f": "0988", "eqf_levels": [7], "places": 2, "months": Decimal("5.0"),
        "languages": [{"language": "en", "level": "B2"}],
    }  # fmt: skip
    return {"sending": institution(sending), "receiving": institution(receiving), **plain, **values}


def both_ways(first: str, second: str) -> list[dict[str, Any]]:
    """The same in each direction."""
    return [condition(first, second), condition(second, first)]


def drafted(first: str = UNIPI, second: str = SU, conditions: Any = None, **values: Any) -> InterInstitutionalAgreement:
    """An agreement in preparation."""
    rows = both_ways(first, second) if conditions is None else conditions
    sides = {"first": institution(first), "second": institution(second)}
    return agreements.draft_agreement(**sides, values=DAYS | values, conditions=rows, by=None, at=NOON)


def proposed(*places: Any, **values: Any) -> InterInstitutionalAgreement:
    """One that waits for both sides."""
    return propose(drafted(*places, **values))


def propose(agreement: InterInstitutionalAgreement) -> InterInstitutionalAgreement:
    return agreements.propose_agreement(agreement=agreement, seen=digest_of(agreement), by=None, at=NOON)


def approve(
    agreement: InterInstitutionalAgreement, schac: str, by: Person | None = None, **values: Any
) -> InterInstitutionalAgreement:
    """What an officer of ``schac`` has read is approved."""
    values = {"seen": digest_of(agreement), "at": NOON, **values}
    return agreements.approve_agreement(agreement=agreement, institution=institution(schac), by=by or officer(schac), **values)


def agreed(first: str = UNIPI, second: str = SU, **values: Any) -> InterInstitutionalAgreement:
    """Approved by both: in force when its first day has come."""
    agreement = proposed(first, second, **values)
    approve(agreement, first)
    return approve(agreement, second)


def offered(schac: str = INRIA, **values: Any) -> TraineeshipOffer:
    """A traineeship in preparation: a row, nothing more."""
    plain: dict[str, Any] = {
        "title": {"en": "Segment scans"}, "text": {"en": "Six months in a team."}, "starts_on": date(2027, 2, 1),
        "ends_on": date(2027, 7, 31), "outcomes": ["Train a model on scans"], "supervisor_name": "Sofia Supervisor",
        "supervisor_email": "sofia@example.org", "requirements": "Python.", "languages": [{"language": "en", "level": "B2"}],
    }  # fmt: skip
    return TraineeshipOffer.objects.create(host=institution(schac), **(plain | values))


def written(schac: str = UNIPI) -> Factsheet:
    """The factsheet of an institution, as short as can be."""
    values = {"deadlines": [], "contacts": [], "links": [], "decision_weeks": 3, "transcript_weeks": 5, "text": {"en": "Welcome."}}
    return factsheets.write_factsheet(institution=institution(schac), values=values, seen="", by=None, at=NOON)


def behind_doors() -> dict[str, object]:
    """Rows that addresses name: an agreement in preparation and an open offer of Stockholm, the factsheet of Pisa."""
    written(UNIPI)
    return {"agreement": drafted(SU, INRIA).uuid, "traineeship": offered(SU, state=OfferState.OPEN).uuid}


def every_kind() -> None:
    """A row of every model of this part: an agreement approved by both sides and its next version, an offer, a factsheet."""
    agreement = agreed()
    agreements.next_version(agreement=agreement, seen=digest_of(agreement), by=None, at=NOON)
    offered(state=OfferState.OPEN)
    written()
