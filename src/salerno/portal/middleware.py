"""A clear page when the machine is in trouble: the disk is full, the folder is read-only, the database is away."""

import errno
import logging
from collections.abc import Callable

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

log = logging.getLogger("salerno.trouble")

_DISK = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EACCES}
_DATABASE_SIGNS = ("disk is full", "readonly database", "unable to open database", "disk I/O error", "locked")


class TroubleMiddleware:
    """Turns failures of disk or database into a 503 that says that nothing was lost and when to try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The clear page, or None for errors that are not the machine's."""
        if not is_machine_trouble(error):
            return None
        log.error("The machine is in trouble: %s", error)
        page = HttpResponse(loader.get_template("503.html").render(), status=503)
        page["Retry-After"] = "60"
        page["Cache-Control"] = "no-store"
        return page


def is_machine_trouble(error: Exception) -> bool:
    """Whether ``error`` says that disk or database, not the request, is at fault."""
    if isinstance(error, OperationalError):
        return True
    if isinstance(error, DatabaseError):
        return any(sign in str(error) for sign in _DATABASE_SIGNS)
    return isinstance(error, OSError) and error.errno in _DISK
