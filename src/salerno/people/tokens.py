"""Personal keys to the API: made, found, revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from salerno.audit.services import record
from salerno.people.enums import Scope
from salerno.people.errors import PeopleRefused
from salerno.people.models import ApiToken, Person

PREFIX = "salerno_"
LIVES_FOR = timedelta(days=365)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_token(
    *, person: Person, name: str, scopes: list[str], by: Person | None, at: datetime
) -> tuple[ApiToken, str]:
    """A new token and its text, which is shown this once. SECURITY: 256 random bits, so a plain hash is enough."""
    unknown = sorted(set(scopes) - set(Scope.values))
    if unknown or not scopes:
        raise PeopleRefused(f"Unknown scopes: {', '.join(unknown) or 'none given'}. Known: {', '.join(Scope.values)}.")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person,
        name=name,
        digest=_digest(text),
        scopes=sorted(set(scopes)),
        created_at=at,
        expires_at=at + LIVES_FOR,
    )
    record(action="token.created", actor=by or person, subject=token, person=person, detail={"scopes": token.scopes})
    return token, text


def find_token(text: str, *, at: datetime) -> ApiToken | None:
    """The living token with this text, its person loaded; the day of use is noted once a day."""
    token = ApiToken.objects.select_related("person").filter(digest=_digest(text), revoked_at__isnull=True).first()
    if token is None or token.expires_at <= at or not token.person.is_active:
        return None
    if token.last_used_on != at.date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=at.date())
    return token


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Person, at: datetime) -> None:
    """End a token now."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at)
    record(action="token.revoked", actor=by, subject=token, person=token.person, at=at)
