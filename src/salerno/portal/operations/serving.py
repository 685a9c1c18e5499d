"""The plan that the supervisor carries out, from the settings."""

import os
import socket
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.utils import timezone

from salerno.portal.operations.demo import DEMO_PEOPLE
from salerno.portal.operations.demo_cohort.parts import make_cohort
from salerno.portal.operations.preparing import publish_own_courses
from salerno.portal.operations.server import serve
from salerno.portal.operations.supervisor import Plan
from salerno.portal.operations.worker import MOST_BYTES, CampusWorker


class PortTaken(Exception):
    """Something else listens where the campus should."""


def check_port() -> None:
    """Raise ``PortTaken`` unless the campus can listen on its address."""
    family = socket.AF_INET6 if ":" in settings.SALERNO_HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.SALERNO_HOST, settings.PORT))
            probe.listen()
        except OSError as error:
            raise PortTaken(
                f"The campus cannot listen on {settings.SALERNO_HOST}, port {settings.PORT}: {error.strerror}. "
                f"Stop what runs there, or choose another: PORT={settings.PORT + 1} make run"
            ) from error


def plan(*, say: Callable[[str], None]) -> Plan:
    """Server and worker to keep alive, the courses to publish beside them, what to say when a page answers, what comes then."""
    address = {"host": settings.SALERNO_HOST, "port": settings.PORT}
    return Plan(
        kept={
            "server": partial(serve, **address, workers=settings.SALERNO_WORKERS),
            "worker": lambda: CampusWorker(worker_id=worker_name(), most_bytes=MOST_BYTES).serve(),
        },
        once={"courses": lambda: publish_own_courses(say=say, at=timezone.now())},
        probe=(_probe_host(), settings.PORT),
        greeting=greeting(),
        later={"demonstration": _make_cohort} if settings.SALERNO_DEMO else {},
    )


def _make_cohort() -> None:
    """The made-up cohort, after everybody else: pages come first. A process of its own gives back all memory that it takes."""
    os.nice(10)
    make_cohort(at=timezone.now())


def worker_name() -> str:
    """The same at each start on this machine, so that tasks of a killed worker are taken up by the next."""
    return f"{socket.gethostname()[:40]}-{settings.PORT}"


def _probe_host() -> str:
    """Where to knock: a campus that listens on every interface is asked on this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.SALERNO_HOST, settings.SALERNO_HOST)  # noqa: S104


def greeting() -> str:
    """One address, the demo sign-ins and where their codes lie."""
    lines = ["", f"Salerno is open at {settings.SALERNO_BASE_URL}/", ""]
    if settings.SALERNO_DEMO:
        lines += ["People to sign in as. They are made up; nothing here is about anybody:"]
        lines += [f"  {person.email:<24} {person.full_name}, {person.sees}" for person in DEMO_PEOPLE]
        lines += [""]
    if mail_folder := getattr(settings, "EMAIL_FILE_PATH", None):
        lines += [f"Mail goes to {mail_folder}. The newest sign-in code: salerno last-code learner@example.org"]
    lines += ["Ctrl-C stops everything.", ""]
    return "\n".join(lines)
