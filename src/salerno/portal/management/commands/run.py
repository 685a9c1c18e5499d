"""``salerno run``: the whole campus from one command."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from salerno.portal.operations.lifelines import AlreadyRunning, hold
from salerno.portal.operations.preparing import prepare_site
from salerno.portal.operations.serving import PortTaken, check_port, plan


class Command(BaseCommand):
    help = "Prepare the data folder, start server and worker, print the address. Ctrl-C or SIGTERM stops all of it."

    def handle(self, *args: object, **options: object) -> None:
        try:
            hold(Path(settings.DATA))
            check_port()
        except (AlreadyRunning, PortTaken) as error:
            raise CommandError(str(error)) from error
        prepare_site(say=self.stdout.write, at=timezone.now())
        connections.close_all()
        sys.stdout.flush()
        module = ["-m", "salerno.portal.operations.supervisor"]
        os.execv(sys.executable, [sys.executable, *module, plan().to_json()])  # noqa: S606
