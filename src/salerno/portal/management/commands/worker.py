"""``salerno worker``: do the background work until told to stop. ``salerno run`` starts one beside the server."""

import socket
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from salerno.portal.operations.worker import CampusWorker


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # they would load every page: 30 MB that a worker has no use for
    help = "Run background tasks and deliver the outbox. Any number may run on PostgreSQL, each with its own name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default=socket.gethostname()[:60], help="two workers never share a name")

    def handle(self, *args: object, **options: object) -> None:
        CampusWorker(worker_id=str(options["name"])).serve()
