"""What a credential says, in the few words that a page shows; nothing here is believed or checked."""

from dataclasses import dataclass
from datetime import datetime

from .structure import as_list

_MAX_TEXT = 500


@dataclass(frozen=True)
class Summary:
    """Everything may be missing: the document is a stranger's."""

    credential_id: str = ""
    issuer_id: str = ""
    issuer_name: str = ""
    holder: str = ""
    achievement_id: str = ""
    achievement_name: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def of(credential: dict) -> Summary:
    """The summary of any object, credential or not."""
    issuer = credential.get("issuer")
    subject = _first(credential.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    return Summary(
        credential_id=_text(credential.get("id")),
        issuer_id=_text(issuer.get("id") if isinstance(issuer, dict) else issuer),
        issuer_name=_text(issuer.get("name")) if isinstance(issuer, dict) else "",
        holder=_holder(subject),
        achievement_id=_text(achievement.get("id")),
        achievement_name=_text(achievement.get("name")) or _text(credential.get("name")),
    )


def _holder(subject: dict) -> str:
    """A name in clear if there is one; PRIVACY: a plain address in a badge is not shown again."""
    for identity in as_list(subject.get("identifier")):
        if isinstance(identity, dict) and identity.get("identityType") == "name":
            return _text(identity.get("identityHash"))
    return _text(subject.get("name")) or _text(subject.get("id"))


def _first(value: object) -> dict:
    found = [each for each in as_list(value) if isinstance(each, dict)]
    return found[0] if found else {}


def _text(value: object) -> str:
    """A text, or that of a language value object (VC 2.0, 11.1)."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    return value[:_MAX_TEXT] if isinstance(value, str) else ""
