"""Moments in credentials: XML Schema ``dateTimeStamp``, always with a zone (VC 2.0, 4.9)."""

import re
from datetime import UTC, datetime, timedelta

from .refusals import ProofRefused, Reason

# Clocks of honest issuers differ a little.
CLOCK_SKEW = timedelta(minutes=5)
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def as_text(moment: datetime) -> str:
    """``2026-11-24T09:30:00Z``: UTC, whole seconds. Raises ``ValueError`` for a moment without zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment in a credential needs a zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_moment(text: object, name: str) -> datetime:
    """The moment in ``text``; raises ``ProofRefused(BAD_DATE)`` with the property's ``name``."""
    if not isinstance(text, str) or not _STAMP.fullmatch(text):
        raise ProofRefused(Reason.BAD_DATE, f"{name}: {str(text)[:60]}")
    # Python keeps microseconds; more digits are cut, not rounded, so that nothing becomes valid early.
    trimmed = re.sub(r"(\.\d{6})\d+", r"\1", text)
    try:
        return datetime.fromisoformat(trimmed)
    except ValueError as error:
        raise ProofRefused(Reason.BAD_DATE, f"{name}: {text[:60]}") from error
