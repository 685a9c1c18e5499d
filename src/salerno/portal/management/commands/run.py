"""``salerno run``: the whole campus from one command."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.portal.operations.lifelines import AlreadyRunning, hold
from salerno.portal.operations.preparing import prepare_site
from salerno.portal.operations.server import load
from salerno.portal.operations.serving import PortTaken, check_port, plan
from salerno.portal.operations.supervisor import Supervisor


class Command(BaseCommand):
    help = "Prepare the data folder, start server and worker, print the address. Ctrl-C or SIGTERM stops all of it."

    def handle(self, *args: object, **options: object) -> None:
        try:
            hold(Path(settings.DATA))
            check_port()
        except (AlreadyRunning, PortTaken) as error:
            raise CommandError(str(error)) from error
        prepare_site(say=self._say, at=timezone.now())
        load()
        sys.exit(Supervisor(plan(say=self._say), say=self._say).run())

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
