"""Refusals of the room."""

from salerno.credentials.enums import DocumentsRefusal


class CredentialRefused(Exception):
    """An act on a credential was refused; the text says why."""


class DocumentsRefused(Exception):
    """An order for documents was refused."""

    def __init__(self, refusal: DocumentsRefusal) -> None:
        super().__init__(str(refusal.label))
        self.refusal = refusal
