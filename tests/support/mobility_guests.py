"""Guests of Pisa from a university that does not work on the campus: an agreement in force, a nomination, a stay."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from salerno.institutions.enums import Standing
from salerno.institutions.models import Institution
from salerno.mobility.enums import AgreementState
from salerno.mobility.models import Condition, InterInstitutionalAgreement, Mobility, Nomination
from salerno.mobility.nominations.services import nominate_in, take_nomination
from salerno.people.models import Person
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory
from tests.support.mobility_stays import HOST, coordinator

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
UNTIL = datetime(2026, 6, 20, 21, 59, tzinfo=UTC)


def from_elsewhere(host: str = HOST, places: int = 1, **values: Any) -> Condition:
    """What an associated partner with nobody on the campus sends to ``host``."""
    home = values.pop("sending", None) or InstitutionFactory(
        standing=Standing.ASSOCIATED, name={"en": "University Elsewhere"}, country="NO", contact="office@elsewhere.example.org"
    )
    here = Institution.objects.get(schac=host)
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2028, 12, 31)}
    agreement = InterInstitutionalAgreement.objects.create(
        code=f"elsewhere-{InterInstitutionalAgreement.objects.count()}",
        first=here,
        second=home,
        state=AgreementState.IN_FORCE,
        **days,
    )
    plain = {"kind": "studies", "isced_f": "0988", "eqf_levels": [7], "months": Decimal("5.0"), "languages": []}
    return Condition.objects.create(agreement=agreement, sending=home, receiving=here, places=places, **{**plain, **values})


def said(**values: Any) -> dict[str, Any]:
    """What the partner says of Nora."""
    plain = {
        "email": "nora@example.org", "given_names": "Nora", "family_name": "North", "language": "en", "programme": "MSc Statistics",
        "eqf_level": 7, "isced_f": "0542", "student_number": "77-1", "birth_date": date(2003, 4, 5), "citizenship": "NO",
        "period": "autumn", "starts_on": date(2026, 9, 1), "ends_on": date(2027, 1, 31), "answer_until": UNTIL,
    }  # fmt: skip
    return {**plain, **values}


def nominated(condition: Condition | None = None, by: Person | None = None, **values: Any) -> Nomination:
    """Nora, who is nominated and has not answered."""
    condition = condition or from_elsewhere()
    by = by or coordinator(condition.receiving.schac)
    return nominate_in(condition=condition, values=said(**values), by=by, at=AT)


def guest(condition: Condition | None = None) -> tuple[Mobility, Person]:
    """The stay that Nora has taken, and who coordinates at the host."""
    condition = condition or from_elsewhere()
    host = coordinator(condition.receiving.schac)
    row = nominated(condition, host)
    nora = PersonFactory(email="nora@example.org", full_name="Nora North")
    return take_nomination(nomination=row, by=nora, at=AT), host


def behind_doors(owner: Person, host: str) -> dict[str, object]:
    """A nomination of ``owner`` that waits."""
    condition = from_elsewhere(host, places=3)
    until = datetime(2027, 6, 20, 21, 59, tzinfo=UTC)
    days = {"starts_on": date(2027, 9, 1), "ends_on": date(2028, 1, 31), "answer_until": until}
    return {"nomination": nominated(condition, email=owner.email, **days).uuid}
