"""The API of the campus, put together from the rooms': ``/api/v1/``.

Every answer goes through one door, ``_guarded``: it finds out who calls, counts the call, and gives every refusal one shape.
"""

import logging
from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema, get_schema

from salerno.catalogue.api import router as catalogue
from salerno.config.api_document import chapters
from salerno.credentials.api import router as credentials
from salerno.enrolment.api import router as enrolment
from salerno.learning.api import router as learning
from salerno.people.api import router as people
from salerno.people.api_access import Caller, caller_of
from salerno.people.api_limits import take_one
from salerno.people.api_shapes import ApiRefused
from salerno.portal.trouble_views import is_machine_trouble

log = logging.getLogger("salerno.api")
View = Callable[..., HttpResponse]

DESCRIPTION = """The campus for programs: the catalogue for everybody, one's own studies and credentials with a personal token,
verification of credentials for everybody. Every refusal is `{"detail": …, "code": …}`. Sentences follow `Accept-Language`."""


class OwnPage(DocsBase):
    """The documentation as a page of the campus: no script of a stranger, readable by everybody, printable."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page that `openapi.json` says."""
        document = api.get_openapi_schema(path_params=kwargs)
        return render(request, "portal/api.html", {"document": document, "chapters": chapters(document)})


class CampusAPI(NinjaAPI):
    """The API, whose description is worked out once for each language: that takes long, and only the code changes it."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        """What `openapi.json` says."""
        return _described(self, path_prefix or self.get_root_path(path_params or {}), get_language())


@cache
def _described(campus_api: NinjaAPI, path_prefix: str, _language: str | None) -> OpenAPISchema:
    return get_schema(campus_api, path_prefix=path_prefix)


api = CampusAPI(title="Salerno", version="1.0.0", description=DESCRIPTION, docs=OwnPage(), urls_namespace="api")
for _router in (catalogue, people, enrolment, learning, credentials):
    api.add_router("", _router)


def problem(status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """A refusal as every one looks."""
    return JsonResponse({"detail": detail, "code": code}, status=status, headers=headers)


@api.exception_handler(ApiRefused)
def _refused(request: HttpRequest, error: ApiRefused) -> HttpResponse:
    return problem(error.status, error.code, error.detail, error.headers)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "not-found", _("There is nothing at this address, or it is not yours."))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = [f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors[:5]]
    return problem(422, "invalid", "; ".join(places))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, HTTPStatus(error.status_code).phrase.lower().replace(" ", "-"), str(error))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our own mistake, or the machine's trouble: said in the API's shape, and logged like any other."""
    if is_machine_trouble(error):
        log.error("The machine is in trouble: %s", error)
        sentence = _("The campus cannot write or read at the moment. Nothing was lost: try again in a minute.")
        return problem(503, "trouble", sentence, {"Retry-After": "60", "Cache-Control": "no-store"})
    log.error("The API failed at %s", request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return problem(500, "failed", _("Something went wrong on our side. It is logged."))


def _guarded(view: View) -> View:
    """``view`` with a caller, a rate limit, and refusals in one shape."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        try:
            request.caller = caller = caller_of(request, at=now)
            allowance = take_one(caller.key, limit=caller.per_minute, at=now)
        except Exception as error:  # noqa: BLE001
            return api.on_exception(request, error)
        response = _too_many(allowance.limit) if allowance.is_over else _called(view, request, *args, **kwargs)
        for name, value in allowance.headers().items():
            response[name] = value
        return response

    return guarded


def _too_many(limit: int) -> HttpResponse:
    sentence = _("That was quick: %(limit)d requests in a minute are allowed. Wait, then go on.")
    return problem(429, "too-many-requests", sentence % {"limit": limit}, {"Cache-Control": "no-store"})


def _called(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        return _answered(request, view(request, *args, **kwargs))
    except Exception as error:  # noqa: BLE001
        return _answered(request, api.on_exception(request, error))


def _answered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with how long it may be kept. JSON that the client holds already is 304 without a body."""
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        sentence = _("This address does not take %(method)s.") % {"method": request.method}
        return problem(405, "method-not-allowed", sentence, {"Allow": response["Allow"]})
    patch_vary_headers(response, ["Authorization", "Cookie"])
    if request.method != "GET" or response.status_code != HTTPStatus.OK:
        response.setdefault("Cache-Control", "no-store")
        return response
    if "json" not in response["Content-Type"]:
        return response
    caller: Caller = request.caller
    response["Cache-Control"] = "public, max-age=60" if caller.person is None else "private, no-cache"
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _unknown(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


def _patterns() -> tuple[list[URLPattern], str, str]:
    patterns, application, namespace = api.urls
    for pattern in patterns:
        pattern.callback = _guarded(pattern.callback)
    return [*patterns, path("<path:rest>", _guarded(_unknown), name="unknown")], application, namespace


urls = _patterns()
