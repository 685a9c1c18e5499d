"""The server process: Django is loaded once, then granian forks its workers, which share that memory.

Run as ``python -m salerno.portal.operations.server --host H --port P --workers N``. Loading first and forking after saves
some 60 MB for each worker beyond what granian's own command line would use.
"""

import argparse
import gc
import multiprocessing
import sys

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

TARGET = "salerno.portal.operations.served:application"
SECONDS_TO_STOP = 4


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(description="Serve the campus with granian over WSGI.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if sys.platform.startswith("linux"):
        multiprocessing.set_start_method("fork")
    load()
    server = Granian(
        TARGET,
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=1,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=SECONDS_TO_STOP,
    )
    server.serve()


def load() -> None:
    """Import the application with every page, and move it out of the garbage collector's sight.

    ``gc.freeze`` keeps the collector of the forked processes from touching, and so copying, the shared pages. No connection
    is handed to them.
    """
    get_wsgi_application()
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
