"""Documents as a whole: built and held against their schema, or read when they are valid.

Most of EWP's are envelopes: a root element with any number of the same thing inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lxml import etree

from salerno.common.words import Words
from salerno.common.words import words as _

from .documents import faults, read_document
from .elements import Source, put
from .refusals import EwpReason, EwpRefused, Problem

T = TypeVar("T")


def built(tag: str, prefixes: Mapping[str, str], write: Callable[[etree._Element], None]) -> bytes:
    """The document with the root ``tag``, which ``write`` fills. Raises ``EwpRefused`` when it would not be valid."""
    root = etree.Element(tag, nsmap={None: etree.QName(tag).namespace, **prefixes})
    try:
        write(root)
    except ValueError as error:
        sentence = _("It cannot be written as XML: %(reason)s", reason=str(error)[:200])
        raise EwpRefused(EwpReason.NOT_TO_THE_SCHEMA, Problem(sentence)) from error
    if wrong := faults(root):
        raise EwpRefused(EwpReason.NOT_TO_THE_SCHEMA, *(Problem(problem.sentence) for problem in wrong))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def opened(content: bytes, tags: tuple[str, ...], overlook: Callable[[etree._Element], None] = lambda _root: None) -> Source:
    """The root of a valid document, one of ``tags``. ``overlook`` takes out beforehand what the standard wants to be overlooked."""
    root, kind = read_document(content)
    if root.tag not in tags:
        sentence = _("It is “%(name)s” of %(api)s %(version)s, which is not what is read here.", **vars(kind))
        raise EwpRefused(EwpReason.ANOTHER_DOCUMENT, Problem(sentence, root.sourceline))
    overlook(root)
    if wrong := faults(root):
        raise EwpRefused(EwpReason.NOT_TO_THE_SCHEMA, *wrong)
    return source_of(root)


def source_of(root: etree._Element) -> Source:
    """``root``, which is known to be valid, to be read: without comments and processing instructions."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return Source(root)


@dataclass(frozen=True)
class Envelope(Generic[T]):
    """How things of one kind travel.

    ``root``: the root element with its namespace, ``also_read`` that of other versions; ``item``: the element of one thing, which
    ``read`` makes of a ``Source``. ``objections``: what the standard forbids in words and not in the schema;
    ``objections_together``, of all in one answer.
    """

    root: str
    item: str
    read: Callable[[Source], T]
    prefixes: Mapping[str, str] = field(default_factory=dict)
    objections: Callable[[T], Iterable[Words]] = lambda _item: ()
    objections_together: Callable[[tuple[T, ...]], Iterable[Words]] = lambda _items: ()
    overlook: Callable[[etree._Element], None] = lambda _root: None
    also_read: tuple[str, ...] = ()

    def exported(self, items: Iterable[T]) -> bytes:
        """A document of ``items``. Raises ``EwpRefused`` unless it is valid, reads back the same, and nothing is objected."""
        items = tuple(items)
        if against := [*self.objections_together(items), *(sentence for item in items for sentence in self.objections(item))]:
            raise EwpRefused(EwpReason.AGAINST_THE_STANDARD, *map(Problem, against))
        content = built(self.root, self.prefixes, lambda root: put(root, self.item, items))
        if self.imported(content) != items:
            sentence = _("It would not read back the same: a text that stands in one line has more, or spaces that would go.")
            raise EwpRefused(EwpReason.CANNOT_BE_KEPT, Problem(sentence))
        return content

    def imported(self, content: bytes) -> tuple[T, ...]:
        """The things in a valid document of this kind. Raises ``EwpRefused`` for others, and rather than lose anything."""
        items, lost = self.imported_in_part(content)
        if lost:
            raise EwpRefused(EwpReason.CANNOT_BE_KEPT, *lost)
        return items

    def imported_in_part(self, content: bytes) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
        """The things in a valid document of this kind, and what else is in it that they do not hold."""
        source = opened(content, (self.root, *self.also_read), self.overlook)
        return source.many(self.item, self.read), source.unread()

    def objections_to(self, root: etree._Element) -> tuple[Problem, ...]:
        """What the standard has against a document that is known to be valid, with the line of each thing."""
        lines: list[int | None] = []

        def read_at_its_line(source: Source) -> T:
            lines.append(source.element.sourceline)
            return self.read(source)

        items = source_of(root).many(self.item, read_at_its_line)
        together = [Problem(sentence, root.sourceline) for sentence in self.objections_together(items)]
        return (
            *together,
            *(Problem(each, line) for item, line in zip(items, lines, strict=True) for each in self.objections(item)),
        )
