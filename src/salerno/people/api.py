"""The API: who the caller is."""

import uuid
from typing import Any

from ninja import Router, Schema

from salerno.people.api_access import StudiesRead
from salerno.people.api_shapes import problems

router = Router(tags=["People"])


class Me(Schema):
    """The caller's own account."""

    uuid: uuid.UUID
    email: str
    full_name: str
    language: str
    time_zone: str
    scopes: list[str]


@router.get("/me", response={200: Me, **problems(401, 403)}, auth=StudiesRead(), summary="Who I am")
def me(request: Any) -> dict[str, Any]:
    """The account that the token belongs to, and what the token may do."""
    person = request.auth
    return {
        "uuid": person.uuid,
        "email": person.email,
        "full_name": person.full_name,
        "language": person.language,
        "time_zone": person.time_zone,
        "scopes": sorted(request.caller.scopes),
    }
