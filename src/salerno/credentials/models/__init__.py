"""Rows of keys, seals, credentials and their status; rows of the documents of degrees."""

from salerno.credentials.models.documents import DegreeDocument, DocumentJob, DocumentJobItem
from salerno.credentials.models.proofs import Credential, SigningKey, StatusChange, StatusList
from salerno.credentials.models.seals import ElectronicSeal

__all__ = [
    "Credential",
    "DegreeDocument",
    "DocumentJob",
    "DocumentJobItem",
    "ElectronicSeal",
    "SigningKey",
    "StatusChange",
    "StatusList",
]
