"""The command ``salerno``. ``salerno export-all`` runs the command whose module is ``export_all``."""

import os
import sys

from django.core.management import execute_from_command_line


def main(argv: list[str] | None = None) -> None:
    """Run one management command."""
    arguments = list(sys.argv if argv is None else argv)
    if len(arguments) > 1:
        arguments[1] = arguments[1].replace("-", "_") if not arguments[1].startswith("-") else arguments[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.config.settings.dev")
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
