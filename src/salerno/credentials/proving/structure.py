"""The few things that every credential must have before its signature is worth a look (VC 2.0, 4)."""

from dataclasses import dataclass
from datetime import datetime

from .contexts import CREDENTIALS_V1, CREDENTIALS_V2
from .moments import as_moment
from .refusals import ProofRefused, Reason

_OPEN_BADGE_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"})


@dataclass(frozen=True)
class Period:
    """When a credential holds; None is open."""

    start: datetime | None
    end: datetime | None

    def check(self, at: datetime) -> str:
        """Raise unless ``at`` lies inside; the last moment does not count (``validUntil`` 12:00 is over
        at 12:00)."""
        if self.end is not None and at >= self.end:
            raise ProofRefused(Reason.EXPIRED, self.end.isoformat())
        if self.start is not None and at < self.start:
            raise ProofRefused(Reason.NOT_YET_VALID, self.start.isoformat())
        return ""


def check_structure(credential: dict) -> str:
    """Raise for a missing base context, type, issuer, subject or start, and for bad dates."""
    contexts = as_list(credential.get("@context"))
    if not contexts or contexts[0] not in (CREDENTIALS_V2, CREDENTIALS_V1):
        raise ProofRefused(Reason.WRONG_BASE_CONTEXT, str(contexts[:1])[:200])
    if "VerifiableCredential" not in types_of(credential):
        raise ProofRefused(Reason.MISSING_TYPE, str(credential.get("type"))[:200])
    issuer_of(credential)
    subjects = as_list(credential.get("credentialSubject"))
    if not subjects or not all(isinstance(subject, dict) and subject for subject in subjects):
        raise ProofRefused(Reason.MISSING_SUBJECT)
    period = period_of(credential)
    if period.start is None and _OPEN_BADGE_TYPES & set(types_of(credential)):
        raise ProofRefused(Reason.MISSING_START)
    return ""


def issuer_of(credential: dict) -> str:
    """The issuer's identifier, from either of its two forms."""
    issuer = credential.get("issuer")
    identifier = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(identifier, str) or ":" not in identifier:
        raise ProofRefused(Reason.MISSING_ISSUER, str(issuer)[:200])
    return identifier


def period_of(credential: dict) -> Period:
    """From ``validFrom``/``validUntil``, or VC 1.1's ``issuanceDate``/``expirationDate``.

    A document that has both forms must satisfy both: the later start and the earlier end count.
    """
    starts = [as_moment(credential[name], name) for name in ("validFrom", "issuanceDate") if name in credential]
    ends = [as_moment(credential[name], name) for name in ("validUntil", "expirationDate") if name in credential]
    period = Period(max(starts, default=None), min(ends, default=None))
    if period.start and period.end and period.end < period.start:
        raise ProofRefused(Reason.BAD_DATE, "it ends before it begins")
    return period


def types_of(node: dict) -> list[str]:
    return [each for each in as_list(node.get("type")) if isinstance(each, str)]


def as_list(value: object) -> list:
    """JSON-LD lets one value stand for a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
