"""What the receiving institution answers to a proposal: it approves, or comments (OMobility LAs API 1.2, ``update``)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from .components import NAMESPACE, Signature
from .elements import Source, put, text
from .envelopes import built, opened

_NAMESPACE = NAMESPACE.replace("get-response", "update-request")
_ROOT = f"{{{_NAMESPACE}}}omobility-las-update-request"
_APPROVE, _COMMENT = "approve-proposal-v1", "comment-proposal-v1"


@dataclass(frozen=True)
class ProposalUpdate:
    """An answer to the proposal ``changes_proposal_id``: with a ``comment`` it is not accepted, without one it is approved."""

    sending_hei_id: str
    omobility_id: str
    changes_proposal_id: str
    signature: Signature
    comment: str | None = None

    @classmethod
    def read(cls, source: Source) -> ProposalUpdate:
        sending_hei_id = source.need("sending-hei-id", text)

        def read_answer(answer: Source) -> ProposalUpdate:
            return cls(
                sending_hei_id=sending_hei_id,
                omobility_id=answer.need("omobility-id", text),
                changes_proposal_id=answer.need("changes-proposal-id", text),
                comment=answer.get("comment", text),
                signature=answer.need("signature", Signature.read),
            )

        return source.get(_APPROVE, read_answer) or source.need(_COMMENT, read_answer)

    def write(self, element: etree._Element) -> None:
        put(element, "sending-hei-id", self.sending_hei_id)
        put(element, _APPROVE if self.comment is None else _COMMENT, "")
        answer = element[-1]
        put(answer, "omobility-id", self.omobility_id)
        put(answer, "changes-proposal-id", self.changes_proposal_id)
        put(answer, "comment", self.comment)
        put(answer, "signature", self.signature)


def export_update(update: ProposalUpdate) -> bytes:
    """``update`` as an ``omobility-las-update-request``. Raises ``EwpRefused`` when it would not be valid."""
    return built(_ROOT, {"la": NAMESPACE}, update.write)


def import_update(content: bytes) -> ProposalUpdate:
    """The answer in an ``omobility-las-update-request``. Raises ``EwpRefused`` for anything else."""
    return ProposalUpdate.read(opened(content, (_ROOT,)))
