"""The parts of the desk: registered by the room that owns the pages, shown to those whom its rule lets in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from salerno.people.models import Person


@dataclass(frozen=True)
class Section:
    """A part of the desk, in its menu. ``name`` is that of its address (``portal:people``); ``position`` orders the menu."""

    name: str
    label: str | Promise
    is_open_to: Callable[[Person], bool]
    position: int
    is_exact: bool = False

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.name)

    def holds(self, path: str) -> bool:
        """Whether the page at ``path`` belongs to this part; ``is_exact``: only its own page does."""
        return path == self.url if self.is_exact else path.startswith(self.url)


_SECTIONS: dict[str, Section] = {}


def register(*sections: Section) -> None:
    """Add parts of the desk; the same name again takes the place of the first."""
    _SECTIONS.update({section.name: section for section in sections})


def sections_of(person: Person) -> list[Section]:
    """The parts that are open to ``person``, in the order of the menu."""
    parts = sorted(_SECTIONS.values(), key=lambda section: (section.position, section.name))
    return [section for section in parts if section.is_open_to(person)]
