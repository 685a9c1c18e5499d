"""The PDFs inside an ELMO: what each is, and to which institution it belongs."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from salerno.awards.degrees.facts import Text

from .refusals import CannotWord
from .words import append, texts


class AttachmentKind(StrEnum):
    """ELMO's own words for what a degree comes with. ``EMREX_TRANSCRIPT`` tells of several institutions, the transcript of one."""

    DIPLOMA = "Diploma"
    DIPLOMA_SUPPLEMENT = "Diploma Supplement"
    TRANSCRIPT = "Transcript of Records"
    EMREX_TRANSCRIPT = "EMREX transcript"


@dataclass(frozen=True)
class Attachment:
    """A PDF. ``schac``: the institution that issued it; empty for one that tells of all."""

    kind: AttachmentKind
    title: Text
    pdf: bytes
    language: str
    schac: str = ""


def add_attachments(parent: etree._Element, attachments: Sequence[Attachment], schac: str) -> None:
    """Append those of ``schac`` to ``parent``, as data URIs, under the identifiers that ``references`` gives."""
    for identifier, attachment in _numbered(attachments, schac):
        if not attachment.pdf.startswith(b"%PDF-"):
            raise CannotWord(f"{attachment.kind}: not a PDF")
        element = append(parent, "attachment")
        append(element, "identifier", identifier, type="internal")
        texts(element, "title", attachment.title)
        append(element, "type", attachment.kind)
        content = "data:application/pdf;base64," + base64.b64encode(attachment.pdf).decode("ascii")
        append(element, "content", content, language=attachment.language)


def references(attachments: Sequence[Attachment], schac: str) -> list[str]:
    """The identifiers of the attachments of ``schac``."""
    return [identifier for identifier, _ in _numbered(attachments, schac)]


def _numbered(attachments: Sequence[Attachment], schac: str) -> list[tuple[str, Attachment]]:
    return [(f"attachment-{number}", each) for number, each in enumerate(attachments, 1) if each.schac == schac]
