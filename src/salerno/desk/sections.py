"""The parts of the desk: registered by the room that owns the pages, shown to those whom its rule lets in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from salerno.people.models import Person


class Group(StrEnum):
    """What parts of the desk belong together, in the order of its menu."""

    DESK = "desk"
    STUDENTS = "students"
    MOBILITY = "mobility"
    TEACHING = "teaching"
    DEGREES = "degrees"
    CAMPUS = "campus"

    @property
    def label(self) -> str:
        """In words."""
        return str(_GROUPS[self])


_GROUPS = {
    Group.DESK: gettext_lazy("What waits"),
    Group.STUDENTS: gettext_lazy("Students"),
    Group.MOBILITY: gettext_lazy("Mobility"),
    Group.TEACHING: gettext_lazy("Teaching"),
    Group.DEGREES: gettext_lazy("Degrees"),
    Group.CAMPUS: gettext_lazy("Campus"),
}


@dataclass(frozen=True)
class Section:
    """A part of the desk, in its menu. ``name`` is that of its address (``portal:people``); ``position`` orders its group."""

    name: str
    label: str | Promise
    is_open_to: Callable[[Person], bool]
    position: int
    group: Group
    is_exact: bool = False
    more: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.name)

    def holds(self, path: str) -> bool:
        """Whether the page at ``path`` belongs to this part; ``is_exact``: only its own page does. ``more``: where others begin."""
        return path == self.url if self.is_exact else path.startswith((self.url, *self.more))


@dataclass(frozen=True)
class Entry:
    """A link of the menu: ``current`` is "page" for the page itself, "true" for a page below it."""

    label: str
    url: str
    current: str


@dataclass(frozen=True)
class Menu:
    """The menu of somebody: groups, and the parts of the group one is in; with few parts one row. ``open``: all of them."""

    groups: list[Entry]
    parts: list[Entry]
    open: list[Section]


_FEW = 6
_SECTIONS: dict[str, Section] = {}


def register(*sections: Section) -> None:
    """Add parts of the desk; the same name again takes the place of the first."""
    _SECTIONS.update({section.name: section for section in sections})


def sections_of(person: Person) -> list[Section]:
    """The parts that are open to ``person``, in the order of the menu."""
    order = list(Group)
    parts = sorted(_SECTIONS.values(), key=lambda section: (order.index(section.group), section.position, section.name))
    return [section for section in parts if section.is_open_to(person)]


def menu_of(person: Person, path: str) -> Menu:
    """What the menu shows ``person`` on the page at ``path``."""
    parts = sections_of(person)
    if len(parts) <= _FEW:
        return Menu([], [_entry(str(part.label), part, path) for part in parts], parts)
    here = next((part.group for part in parts if part.holds(path)), Group.DESK)
    first = {part.group: part for part in reversed(parts)}
    groups = [
        Entry(group.label, first[group].url, _current(first[group], path, group == here)) for group in Group if group in first
    ]
    inside = [part for part in parts if part.group == here]
    return Menu(groups, [_entry(str(part.label), part, path) for part in inside] if len(inside) > 1 else [], parts)


def _entry(label: str, part: Section, path: str) -> Entry:
    return Entry(label, part.url, _current(part, path, part.holds(path)))


def _current(part: Section, path: str, is_here: bool) -> str:
    if path == part.url:
        return "page"
    return "true" if is_here else ""
