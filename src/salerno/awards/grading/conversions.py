"""What a conversion says: the grade, the interval, and the path that led there, which can be told in any language."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from salerno.common.words import Words


@dataclass(frozen=True)
class Step:
    """One step of the reasoning, or one caution. ``key`` is for programs; ``words`` is a template with its parameters."""

    key: str
    words: Words

    def told(self, translate: Callable[[str], str], number: Callable[[Decimal], str] = str) -> str:
        """The step as ``translate`` words it, its numbers as ``number`` writes them: in French 12,1."""
        written = {name: number(value) if isinstance(value, Decimal) else value for name, value in self.words.params.items()}
        return translate(self.words.template) % written

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; numbers as text."""
        params = {name: str(value) if isinstance(value, Decimal) else value for name, value in self.words.params.items()}
        return {"key": self.key, "params": params, "text": str(self.words)}


@dataclass(frozen=True)
class Conversion:
    """``value`` placed in another scale: ``grade``, and the interval from ``lowest`` to ``highest`` of all comparable grades.

    A value that does not pass has None in all three. ``tables`` are the digests of the source and the target table.
    """

    value: str
    grade: str | None
    lowest: str | None
    highest: str | None
    path: tuple[Step, ...]
    cautions: tuple[Step, ...] = ()
    tables: tuple[str, str] = ("", "")

    @property
    def is_pass(self) -> bool:
        """Whether there is a grade."""
        return self.grade is not None

    def told_for(self, value: str, *before: Step) -> "Conversion":
        """This conversion for ``value``, which is counted with it, with the steps that say so."""
        return replace(self, value=value, path=(*before, *self.path))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; ``interval`` runs from the lowest to the highest comparable grade."""
        return {
            "value": self.value,
            "grade": self.grade,
            "is_pass": self.is_pass,
            "lowest": self.lowest,
            "highest": self.highest,
            "interval": [self.lowest, self.highest] if self.is_pass else [],
            "path": [step.as_dict() for step in self.path],
            "cautions": [step.as_dict() for step in self.cautions],
            "tables": list(self.tables),
        }
