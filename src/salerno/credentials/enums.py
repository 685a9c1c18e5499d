"""States of a credential."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


NEXT = {
    State.VALID: {State.SUSPENDED, State.REVOKED},
    State.SUSPENDED: {State.VALID, State.REVOKED},
    State.REVOKED: set(),
}


class DocumentKind(models.TextChoices):
    """``TRANSCRIPT``, ``ELMO`` and ``JOINT`` are made once for a student, the others once for each award."""

    DIPLOMA = "diploma", _("Diploma")
    SUPPLEMENT = "supplement", _("Diploma Supplement")
    TRANSCRIPT = "transcript", _("Transcript of Records")
    EDC = "edc", _("European Digital Credential")
    ELMO = "elmo", _("Transcript as data (ELMO)")
    JOINT = "joint", _("Joint credential")

    @property
    def media_type(self) -> str:
        """What it is served as."""
        return _MEDIA_TYPES[self][0]

    @property
    def ending(self) -> str:
        """The end of its file's name."""
        return _MEDIA_TYPES[self][1]


_PDF = ("application/pdf", ".pdf")
_MEDIA_TYPES = {
    DocumentKind.DIPLOMA: _PDF,
    DocumentKind.SUPPLEMENT: _PDF,
    DocumentKind.TRANSCRIPT: _PDF,
    DocumentKind.EDC: ("application/jose+json", ".jsonld"),
    DocumentKind.ELMO: ("application/xml", ".xml"),
    DocumentKind.JOINT: ("application/vc+ld+json", ".json"),
}
SHARED = frozenset({DocumentKind.TRANSCRIPT, DocumentKind.ELMO, DocumentKind.JOINT})
NAMES_EVERY_DEGREE = frozenset({DocumentKind.ELMO, DocumentKind.JOINT})
"""Withdrawn when any of the degrees in it is."""


class ItemState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Made")
    FAILED = "failed", _("Something could not be made")


class DocumentsRefusal(models.TextChoices):
    NOT_SIGNED = "not-signed", _("The minutes of this board are not signed. Nothing is granted yet.")
    NOT_YOURS = "not-yours", _("Only the administration of a university that awards this programme can do this.")
    NO_DEGREES = "no-degrees", _("This board granted no degree.")
