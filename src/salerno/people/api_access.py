"""Who calls the API, and what they may do there.

A program shows a personal token (``Authorization: Bearer salerno_…``) and may do what the token's scopes say. A page of this campus
calls with its own session and may do all that its person may, but must prove with a CSRF token that it is ours before it changes
anything.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from salerno.people.api_shapes import ApiRefused
from salerno.people.enums import Scope
from salerno.people.models import Person
from salerno.people.tokens import find_token

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Salerno"'}


@dataclass(frozen=True)
class Caller:
    """Who calls. ``key`` is what rate limits count: a token, a person, or the address of an unknown caller."""

    key: str
    person: Person | None = None
    scopes: frozenset[str] = frozenset()
    by_session: bool = False
    token_refused: bool = False

    @property
    def per_minute(self) -> int:
        """Requests that the caller may make in a minute."""
        name, usual = ("SALERNO_API_PER_MINUTE", 600) if self.person else ("SALERNO_API_ANONYMOUS_PER_MINUTE", 60)
        return getattr(settings, name, usual)


def caller_of(request: Any, *, at: datetime) -> Caller:
    """Who makes ``request``: one query for a token, none for an unknown caller.

    SECURITY: a token that does not hold is never replaced by a session that happens to be there, and is counted by address, so
    that guessing with ever new tokens is limited like any other traffic.
    """
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = find_token(text.strip(), at=at)
        if token is None:
            return Caller(key=_address(request), token_refused=True)
        return Caller(key=f"token:{token.pk}", person=token.person, scopes=frozenset(token.scopes))
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return Caller(key=f"person:{request.user.pk}", person=request.user, scopes=frozenset(Scope.values), by_session=True)
    return Caller(key=_address(request))


def _address(request: Any) -> str:
    """The caller's address as sign-in sees it: behind a proxy, told by ``SALERNO_PROXIES``."""
    return f"address:{get_adapter(request).get_client_ip(request)}"


class Needs(AuthBase):
    """Lets callers with a scope through; every other gets a refusal that says what is missing."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    scope: Scope

    def __call__(self, request: Any) -> Person:
        """The person who calls."""
        caller: Caller = request.caller
        if caller.person is None:
            raise ApiRefused(401, "token-invalid" if caller.token_refused else "not-signed-in", _who(caller), CHALLENGE)
        if self.scope not in caller.scopes:
            raise ApiRefused(403, "scope-missing", _("This token lacks the scope %(scope)s.") % {"scope": self.scope.value})
        if caller.by_session and request.method not in SAFE and check_csrf(request):
            raise ApiRefused(403, "csrf", _("The request carries no CSRF token of this page. Load the page again."))
        return caller.person


def _who(caller: Caller) -> str:
    if caller.token_refused:
        return _("This token is unknown, has expired or was revoked. Make a new one on your account page.")
    return _("Send a personal token in the header “Authorization: Bearer …”. You make one on your account page.")


class StudiesRead(Needs):
    """Reading one's own studies."""

    scope = Scope.STUDIES_READ
    openapi_description = "A personal token with the scope `studies:read`."


class StudiesWrite(Needs):
    """Enrolling and answering."""

    scope = Scope.STUDIES_WRITE
    openapi_description = "A personal token with the scope `studies:write`."


class CredentialsRead(Needs):
    """Reading one's own credentials."""

    scope = Scope.CREDENTIALS_READ
    openapi_description = "A personal token with the scope `credentials:read`."


def catalogue_viewer(request: Any) -> Person | None:
    """Whose catalogue is read: the caller's own with the scope ``catalogue:read``, else the one that everybody sees."""
    caller: Caller = request.caller
    if caller.token_refused:
        raise ApiRefused(401, "token-invalid", _who(caller), CHALLENGE)
    return caller.person if Scope.CATALOGUE_READ in caller.scopes else None
