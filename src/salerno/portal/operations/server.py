"""The server: granian over WSGI, in a process that has loaded Django and forks workers which share that memory.

``salerno run`` calls ``serve``. Alone, for systemd: ``python -m salerno.portal.operations.server --port 8000 --workers 4``.
"""

import argparse
import gc
import multiprocessing
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

TARGET = "salerno.portal.operations.served:application"
SECONDS_TO_STOP = 4


def load() -> None:
    """Import every page, the interface's languages, addresses and layouts, so that forked processes share them.

    No connection stays open.
    """
    get_wsgi_application()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Salerno")
            reverse("portal:home")
    for layout in ("layouts/page.html", "layouts/work.html"):
        get_template(layout)
    connections.close_all()


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until SIGINT or SIGTERM. One blocking thread a worker is fastest for synchronous Django (one interpreter lock)."""
    if sys.platform.startswith("linux"):
        multiprocessing.set_start_method("fork", force=True)
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=SECONDS_TO_STOP,
    ).serve()


def main() -> None:
    """Load, then serve what the command line asks for."""
    parser = argparse.ArgumentParser(description="Serve the campus with granian over WSGI.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    load()
    gc.collect()
    gc.freeze()
    serve(host=asked.host, port=asked.port, workers=asked.workers)


if __name__ == "__main__":
    main()
