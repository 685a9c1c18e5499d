"""What the public pages of the consortium read."""

from dataclasses import dataclass

from salerno.institutions.enums import Standing
from salerno.institutions.models import Institution


@dataclass(frozen=True)
class ConsortiumList:
    """The members (coordinator first) and the associated partners."""

    members: list[Institution]
    associated: list[Institution]


def consortium_list() -> ConsortiumList:
    """All public institutions in one query."""
    rows = list(Institution.objects.public())
    return ConsortiumList(
        members=[row for row in rows if row.standing != Standing.ASSOCIATED],
        associated=[row for row in rows if row.standing == Standing.ASSOCIATED],
    )
