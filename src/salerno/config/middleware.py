"""Public pages, kept in memory for people without a session (docs/decisions/0006-cached-public-pages.md)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.translation import get_language_from_request

from salerno.theme.context import THEME_COOKIE, THEMES

_COMPRESSIBLE = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")
PUBLIC_PAGES = frozenset(
    {
        "catalogue:index",
        "catalogue:course",
        "catalogue:programme",
        "institutions:index",
        "portal:home",
        "portal:institution",
    }
)


@dataclass(frozen=True)
class KeptPage:
    """A page as it went out. ``stamp`` is the hash of the last recorded act before it was drawn."""

    stamp: str
    body: bytes
    headers: dict[str, str]

    def response(self) -> HttpResponse:
        """The page once more."""
        return HttpResponse(self.body, headers=self.headers)


class PublicPagesMiddleware:
    """Answers with a kept page as long as no act was recorded since it was drawn, and no longer than the cache's timeout.

    Every change of the campus adds to the audit's hash chain, so one row tells all processes at once that a page may be old. The
    timeout is for what changes by itself: an offering ends, enrolling opens.

    PRIVACY: whoever carries a session cookie is neither given a kept page nor is their page kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = caches["public-pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        kept = self.pages.get(key)
        if kept is not None and kept.stamp == _stamp():
            return kept.response()
        response = self.get_response(request)
        stamp = getattr(request, "public_page_stamp", "")
        if stamp and may_be_kept(request, response):
            self.pages.set(key, KeptPage(stamp, response.content, dict(response.items())))
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Read the stamp before the view reads its rows: an act in between makes the page old, not stale for a minute."""
        if request.resolver_match.view_name in PUBLIC_PAGES and key_of(request):
            request.public_page_stamp = _stamp()


def _stamp() -> str:
    """The hash of the last act. Nothing while the record is empty, or the database away: the view meets the trouble and says so.

    In plain SQL: the ORM would take as long as all the rest of a kept page.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT hash FROM audit_head WHERE id = 1")
            row = cursor.fetchone()
    except DatabaseError:
        return ""
    return row[0] if row else ""


def key_of(request: HttpRequest) -> str | None:
    """What a public page depends on, as one short text; None where the answer is for this person or this question alone.

    Addresses with a query are left out: anybody could fill the memory with made-up ones.
    """
    if request.method != "GET" or request.META.get("QUERY_STRING") or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    if "HTTP_AUTHORIZATION" in request.META or "HTTP_HX_REQUEST" in request.META:
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None  # refused further in, where the answer gets its headers
    theme = request.COOKIES.get(THEME_COOKIE, "")
    parts = (
        host,
        request.path,
        get_language_from_request(request),
        theme if theme in THEMES else "",
        "gzip" if re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) else "",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether ``response`` holds nothing of one visitor.

    SECURITY: a page drawn for someone with another cookie than language and look may hold what hangs on that cookie (a CSRF
    token), and one that sets a cookie begins something with this visitor.
    """
    harmless = {settings.LANGUAGE_COOKIE_NAME, THEME_COOKIE}
    return (
        response.status_code == 200 and not response.streaming and not response.cookies and harmless.issuperset(request.COOKIES)
    )


class CompressionMiddleware(GZipMiddleware):
    """Django's own, for whole texts alone: a compressed part of a file is no part of it (RFC 9110, 14.4), and films, images and
    archives are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The response, compressed when that helps and is right."""
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 206 or not kind.startswith(_COMPRESSIBLE):
            return response
        return super().process_response(request, response)
