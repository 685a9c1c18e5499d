"""What the pages of the front door read across rooms."""

from salerno.credentials.models import Credential
from salerno.people.models import Person


def credentials_by_enrolment(person: Person) -> dict[int, Credential]:
    """The person's credentials by the primary key of the enrolment that each proves. One query."""
    return {row.award.enrolment_id: row for row in Credential.objects.of(person).select_related("award")}
