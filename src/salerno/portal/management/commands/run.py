"""``salerno run``: the whole campus from one command."""

import os
import sys
import time
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.portal.operations.lifelines import AlreadyRunning, hold
from salerno.portal.operations.preparing import prepare_site
from salerno.portal.operations.server import load
from salerno.portal.operations.serving import PortTaken, check_port, plan
from salerno.portal.operations.supervisor import Child, Supervisor


class Command(BaseCommand):
    help = "Prepare the data folder, start server and worker, print the address. Ctrl-C or SIGTERM stops all of it."

    def handle(self, *args: object, **options: object) -> None:
        try:
            hold(Path(settings.DATA))
            check_port()
        except (AlreadyRunning, PortTaken) as error:
            raise CommandError(str(error)) from error
        self._prepare()
        load()
        sys.exit(Supervisor(plan(say=self._say), say=self._say).run())

    def _prepare(self) -> None:
        """Prepare in a process of its own: what migrations and static files take of memory ends with it, instead of being handed
        on to every child."""
        child = Child("preparation", partial(prepare_site, say=self._say, at=timezone.now()))
        child.start(time.monotonic())
        _pid, status = os.waitpid(child.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise CommandError("The campus could not be prepared. What stands above says why; `salerno doctor` looks for more.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
