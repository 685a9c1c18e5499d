"""Keys, issuing, status."""

from datetime import datetime
from typing import Any

from salerno.awards.models import Award
from salerno.people.models import Person


def issue_on_grant(award: Award, at: datetime) -> None:
    """Issue what proves ``award``."""


def export_credentials(person: Person) -> list[dict[str, Any]]:
    """The person's credentials, for a download of their data."""
    return list(person.awards.values("credential__uuid", "credential__document", "credential__state"))
