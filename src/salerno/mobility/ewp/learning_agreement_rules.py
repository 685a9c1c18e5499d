"""What the schema of learning agreements forbids in its words alone, and how agreements and answers to proposals travel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from lxml import etree

from salerno.common.words import Words
from salerno.common.words import words as _

from .components import NAMESPACE, Component, ComponentLists, ComponentStatus, ReasonCode
from .contacts import PHONE_NAMESPACE
from .envelopes import Envelope
from .learning_agreements import LearningAgreement
from .values import TERM_NAMESPACE

_FOR_DELETED = (ReasonCode.NOT_AVAILABLE, ReasonCode.LANGUAGE_MISMATCH, ReasonCode.TIMETABLE_CONFLICT)
_STUDIED, _RECOGNIZED = "components-studied", "components-recognized"
_VIRTUAL, _BLENDED, _DOCTORAL = "virtual-components", "blended-mobility-components", "short-term-doctoral-components"


def objections(agreement: LearningAgreement) -> Iterator[Words]:
    """What the schema of OMobility LAs 1.2.0 demands in its words alone, as far as the document itself can tell."""
    first, proposal = agreement.first_version, agreement.changes_proposal
    if first is None and proposal is None:
        yield _("It has neither a first version nor a proposal.")
    if agreement.sending_hei.ounit_name is None:
        yield _("The unit of the sending institution is not named.")
    missing = [field.name for field in fields(agreement.student) if getattr(agreement.student, field.name) is None]
    if missing:
        yield _("Of the student these are missing: %(names)s.", names=", ".join(missing).replace("_", "-"))
    if first:
        yield from _of_version(first, "first-version", signed=True, is_change=False)
    if agreement.approved_changes:
        yield from _of_version(agreement.approved_changes, "approved-changes", signed=True, is_change=True)
    if proposal:
        yield from _of_version(proposal.lists, "changes-proposal", signed=False, is_change=first is not None)
        if first and {_BLENDED, _DOCTORAL} & first.tables.keys():
            yield _("A blended or short doctoral mobility is not changed after its first version.")


def _of_version(lists: ComponentLists, where: str, *, signed: bool, is_change: bool) -> Iterator[Words]:
    signatures = [lists.sending_hei_signature, lists.receiving_hei_signature]
    if signed and lists.receiving_hei_signature is None:
        yield _("In “%(where)s” the signature of the receiving institution is missing.", where=where)
    if any(each and None in (each.signer_name, each.signer_position, each.signer_email) for each in signatures):
        yield _("In “%(where)s” who signed for an institution lacks name, position or e-mail address.", where=where)
    for table, rows in lists.tables.items():
        place = f"{where}, {table}"
        for row in rows:
            yield from _of_row(row, table, place, is_change)
        if not rows and table in (_BLENDED, _DOCTORAL):
            yield _("In “%(where)s” there is no component.", where=place)
        if rows and table == _BLENDED and all(row.short_description is None for row in rows):
            yield _("In “%(where)s” no component has a short description.", where=place)


def _of_row(row: Component, table: str, place: str, is_change: bool) -> Iterator[Words]:
    named = {"where": place, "title": row.title[:80]}
    if row.term_id is None and table in (_STUDIED, _RECOGNIZED):
        yield _("In “%(where)s” the term of “%(title)s” is missing.", **named)
    if row.recognition_conditions is not None and table == _STUDIED:
        yield _("In “%(where)s” “%(title)s” has conditions of recognition, which belong to what is recognised.", **named)
    if row.short_description is None and table == _VIRTUAL:
        yield _("In “%(where)s” the short description of “%(title)s” is missing.", **named)
    if row.short_description is not None and table in (_STUDIED, _RECOGNIZED):
        yield _("In “%(where)s” “%(title)s” has a short description, which only virtual and blended components have.", **named)
    if is_change and row.status is None:
        yield _("In “%(where)s” “%(title)s” does not say whether it is inserted or deleted.", **named)
    if not is_change and row.status is not None:
        yield _("In “%(where)s” “%(title)s” is marked as a change, where nothing can have changed yet.", **named)
    if row.reason_code and row.status is not (
        ComponentStatus.DELETED if row.reason_code in _FOR_DELETED else ComponentStatus.INSERTED
    ):
        yield _("In “%(where)s” the reason for “%(title)s” does not go with what is done to it.", **named)


def _overlook_unknown_reasons(root: etree._Element) -> None:
    """Codes of reasons may be added to EWP; one that is not known must be read as none (schema, ``reason-code``)."""
    for component in root.iter(f"{{{NAMESPACE}}}component"):
        if component.get("reason-code", ReasonCode.NOT_AVAILABLE) not in tuple(ReasonCode):
            del component.attrib["reason-code"]


LEARNING_AGREEMENTS = Envelope(
    f"{{{NAMESPACE}}}omobility-las-get-response",
    "la",
    LearningAgreement.read,
    {"p": PHONE_NAMESPACE, "trm": TERM_NAMESPACE},
    objections,
    overlook=_overlook_unknown_reasons,
)
