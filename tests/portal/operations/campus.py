"""A campus in a folder of its own, spoken to through its command as an operator would."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.portal.operations.processes import PROJECT, campus_environment

BUILD = """
from datetime import datetime, UTC
import django
django.setup()
from salerno.portal.operations.preparing import prepare_site
from tests.support.credentials import passed_course
prepare_site(say=print, at=datetime.now(tz=UTC))
passed_course()
"""


@dataclass(frozen=True)
class Campus:
    """The campus whose data lie in ``data``."""

    data: Path

    def environment(self, **more: str) -> dict[str, str]:
        """What its processes find in the environment."""
        return campus_environment(self.data, **{"PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}", **more})

    def salerno(self, *arguments: object, expect: int = 0) -> str:
        """What the command says; fails unless it ends with ``expect``."""
        return self._run(["-m", "salerno", *map(str, arguments)], expect)

    def python(self, code: str) -> str:
        """What ``code`` prints after Django is set up."""
        return self._run(["-c", f"import django\ndjango.setup()\n{code}"], 0).strip()

    def _run(self, arguments: list[str], expect: int) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment(),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == expect, said
        return said


def build_campus(data: Path) -> Campus:
    """A campus with the consortium, its demo people, one small course and one learner who passed it."""
    campus = Campus(data)
    campus._run(["-c", BUILD], 0)
    return campus
