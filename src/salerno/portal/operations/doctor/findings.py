"""One line of the doctor's report."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do when it is not well."""

    level: Level
    about: str
    said: str
    advice: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<5}  {self.about}: {self.said}"
        return f"{line}\n       → {self.advice}" if self.advice else line

    def to_json(self) -> dict[str, str]:
        """For other programs."""
        return asdict(self)


def ok(about: str, said: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, about, said)


def warn(about: str, said: str, advice: str) -> Finding:
    """The campus works, and will not for ever."""
    return Finding(Level.WARN, about, said, advice)


def wrong(about: str, said: str, advice: str) -> Finding:
    """Something does not work."""
    return Finding(Level.WRONG, about, said, advice)
