"""A clear page when the machine is in trouble: the disk is full, the folder is read-only, the database is away."""

import errno
import logging
import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

log = logging.getLogger("salerno.trouble")

_DISK = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EACCES}
_READ_ONLY = ("readonly database", "read-only transaction")


def server_error(request: HttpRequest) -> HttpResponse:
    """What is shown for an error that nobody caught: 503 when the machine is at fault, 500 when we are.

    The transaction of the request was rolled back, so in both cases nothing was half done.
    """
    error = sys.exc_info()[1]
    is_trouble = error is not None and is_machine_trouble(error)
    if is_trouble:
        log.error("The machine is in trouble: %s", error)
    status = 503 if is_trouble else 500
    page = HttpResponse(loader.get_template(f"{status}.html").render(), status=status)
    page["Cache-Control"] = "no-store"
    if is_trouble:
        page["Retry-After"] = "60"
    return page


def is_machine_trouble(error: BaseException) -> bool:
    """Whether ``error`` says that disk or database, not the request, is at fault."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    if isinstance(error, DatabaseError):
        return any(sign in str(error) for sign in _READ_ONLY)
    return isinstance(error, OSError) and error.errno in _DISK
