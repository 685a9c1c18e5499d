"""What the measures share: for how long to measure, and one campus with its learners."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import made_course
from campus import HERE, Campus, free_port

ANSWERS_A_SECOND = 1_000
ANSWERS_THAT_MUST_STAND = 5_000
QUESTIONS_IN_A_SITTING = 10
PREPARE = """import django; django.setup()
from django.utils import timezone
from salerno.portal.operations.preparing import prepare_site
prepare_site(say=print, at=timezone.now())"""


@dataclass
class Bench:
    """``folder`` is scratch; each target of interleaved rounds gets ``rounds`` × ``seconds``."""

    folder: Path
    rounds: int
    seconds: int

    @cached_property
    def campus(self) -> Campus:
        """A campus as a first start leaves it: tables, static files, consortium; without the consortium's own courses."""
        folder = self.folder / "campus"
        folder.mkdir()
        campus = Campus(folder, free_port())
        campus.python("-c", PREPARE)
        return campus

    @cached_property
    def scene(self) -> dict[str, str]:
        """A course of 40 activities with learners: addresses, a cookie, and the prepared answers (see ``scene.py``)."""
        course = made_course.write_course(self.campus.folder / "made", activities=40)
        answers = self.rounds * self.answers_in_a_round + ANSWERS_THAT_MUST_STAND
        sittings = answers // QUESTIONS_IN_A_SITTING + 1
        return json.loads(self.campus.python(str(HERE / "scene.py"), str(course), str(sittings)))

    @property
    def campus_with_course(self) -> Campus:
        """The campus, with the course and the learners of the scene."""
        self.scene  # noqa: B018 -- made when it is first read
        return self.campus

    @property
    def answers_in_a_round(self) -> int:
        """More than this machine logs in one round."""
        return ANSWERS_A_SECOND * self.seconds

    def answers(self) -> list[str]:
        """The prepared requests, one answer each."""
        return Path(self.scene["answers"]).read_text(encoding="utf-8").splitlines()

    def answers_of_round(self) -> Callable[[int], Path]:
        """Gives a file with the prepared requests of one round; no two rounds share one."""
        lines, size = self.answers(), self.answers_in_a_round

        def of(number: int) -> Path:
            path = self.folder / f"answers-{number}.tsv"
            path.write_text("\n".join(lines[number * size : (number + 1) * size]) + "\n", encoding="utf-8")
            return path

        return of

    def answers_left(self) -> list[str]:
        """The prepared requests that no round sends."""
        return self.answers()[self.rounds * self.answers_in_a_round :][:ANSWERS_THAT_MUST_STAND]
