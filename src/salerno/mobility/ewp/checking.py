"""The check of a document of Erasmus Without Paper: what it is, what is wrong with it, and what the standard has against it."""

from dataclasses import dataclass

from lxml import etree

from salerno.common.words import words as _

from .agreements import AGREEMENTS
from .documents import Kind, faults, read_document
from .factsheets import FACTSHEETS
from .iia_hash import IiaHash, hashes_of
from .institutions import HEIS, OUNITS
from .learning_agreement_rules import LEARNING_AGREEMENTS
from .refusals import EwpReason, EwpRefused, Problem
from .transcripts import TRANSCRIPTS

_ENVELOPES = {envelope.root: envelope for envelope in (HEIS, OUNITS, FACTSHEETS, AGREEMENTS, LEARNING_AGREEMENTS, TRANSCRIPTS)}


@dataclass(frozen=True)
class Report:
    """``refusal`` is ``None`` for a valid document; else ``problems`` says why, at least one.

    ``remarks``: what a valid document should be asked about: the schema allows it, and the standard forbids it in words; or we
    cannot hold it. They do not make it invalid: partners send such documents.
    """

    kind: Kind | None = None
    refusal: EwpReason | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def is_valid(self) -> bool:
        return self.refusal is None


def check(content: bytes) -> Report:
    """The report on ``content``. Never raises for what a stranger may send; the limits are those of ``salerno.common.safe_xml``."""
    try:
        root, kind = read_document(content)
    except EwpRefused as refusal:
        return Report(None, refusal.reason, refusal.problems)
    if wrong := faults(root):
        return Report(kind, EwpReason.NOT_TO_THE_SCHEMA, wrong)
    hashes = hashes_of(root, kind) if kind.name == "iias-get-response" else ()
    if wrong := tuple(_wrong_hash(each) for each in hashes if each.stated and not each.matches):
        return Report(kind, EwpReason.WRONG_HASH, wrong)
    return Report(kind, remarks=(*_not_for_approval(hashes), *_objections(root)))


def _objections(root: etree._Element) -> tuple[Problem, ...]:
    envelope = _ENVELOPES.get(root.tag)
    try:
        return envelope.objections_to(root) if envelope else ()
    except EwpRefused as refusal:
        return refusal.problems


def _wrong_hash(found: IiaHash) -> Problem:
    sentence = _(
        "The agreement “%(iia_id)s” states a hash that is not its own, which is %(hash)s.", iia_id=found.iia_id, hash=found.computed
    )
    return Problem(sentence, found.line)


def _not_for_approval(hashes: tuple[IiaHash, ...]) -> tuple[Problem, ...]:
    sentence = _("It cannot be approved: something is not yet defined, or has a value of version 6.")
    return tuple(Problem(sentence, each.line) for each in hashes if each.is_valid_for_approval is False)
