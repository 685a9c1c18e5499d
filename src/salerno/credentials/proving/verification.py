"""Is this credential genuine, and does it still hold? One verdict, with every check that led to it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from . import summaries
from .carriers import carried
from .contexts import Contexts, pinned_contexts
from .did import Resolver
from .proofs import verify_proofs
from .reading import read_json
from .refusals import UNKNOWN_TYPE_AT, ProofRefused, Reason
from .statuses import StatusLookup, check_statuses
from .structure import Period, check_structure, issuer_of, period_of
from .summaries import Summary
from .vc_jwt import KeyLookup, looks_like_jwt, verify_jwt


class Outcome(StrEnum):
    """The verdict in one word. ``STATUS_UNCHECKED``: signed and in force by its dates, but its status list gave no answer."""

    VALID = "valid"
    ALTERED = "altered"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    UNKNOWN_ISSUER = "unknown_issuer"
    UNREADABLE = "unreadable"
    STATUS_UNCHECKED = "status_unchecked"
    UNCHECKABLE = "uncheckable"


class Form(StrEnum):
    """What kind of document it is. ``PDF``: a credential attached to pages that are not signed themselves."""

    CREDENTIAL = "credential"
    JOINT = "joint"
    EDC = "edc"
    ELMO = "elmo"
    PDF = "pdf"


class Note(StrEnum):
    """What one should know beside the verdict; stable codes."""

    TEST_SEAL = "test_seal"
    RESTS_ON_CLAIM = "rests_on_claim"
    CERTIFICATE_NOT_LOOKED_UP = "certificate_not_looked_up"
    AS_RELEASED = "as_released"
    REPLACED = "replaced"
    PAGES_NOT_SIGNED = "pages_not_signed"
    OUR_SEAL = "our_seal"
    HANDED_IN = "handed_in"


_OUTCOMES = {
    Outcome.ALTERED: {
        Reason.UNSIGNED_CONTENT,
        Reason.UNKNOWN_TYPE,
        *UNKNOWN_TYPE_AT.values(),
        Reason.BAD_IDENTIFIER,
        Reason.CREDENTIAL_ID_REUSED,
        Reason.BAD_SIGNATURE,
        Reason.BAD_PROOF,
        Reason.WRONG_PURPOSE,
        Reason.PREVIOUS_PROOF_MISSING,
        Reason.DISCLOSURE_MISMATCH,
    },
    Outcome.EXPIRED: {Reason.EXPIRED, Reason.PROOF_EXPIRED},
    Outcome.NOT_YET_VALID: {Reason.NOT_YET_VALID, Reason.PROOF_FROM_THE_FUTURE},
    Outcome.SUSPENDED: {Reason.SUSPENDED},
    Outcome.REVOKED: {Reason.REVOKED},
    Outcome.UNKNOWN_ISSUER: {
        Reason.UNKNOWN_ISSUER,
        Reason.UNKNOWN_KEY,
        Reason.WRONG_ISSUER_KEY,
        Reason.KEY_NOT_FOR_ASSERTION,
        Reason.KEY_REVOKED,
        Reason.TOKEN_NAMES_NO_KEY,
        Reason.NO_KEY_FITS,
    },
    Outcome.STATUS_UNCHECKED: {
        Reason.STATUS_UNAVAILABLE,
        Reason.STATUS_MALFORMED,
        Reason.STATUS_UNSUPPORTED,
        Reason.STATUS_LIST_INVALID,
    },
    Outcome.UNREADABLE: {
        Reason.TOO_LARGE,
        Reason.TOO_DEEP,
        Reason.NOT_JSON,
        Reason.DUPLICATE_KEY,
        Reason.BAD_NUMBER,
        Reason.BAD_CHARACTERS,
        Reason.NOT_A_CREDENTIAL,
        Reason.NO_CREDENTIAL_INSIDE,
        Reason.SEVERAL_CREDENTIALS_INSIDE,
        Reason.HOSTILE_FILE,
        Reason.WRONG_BASE_CONTEXT,
        Reason.MISSING_TYPE,
        Reason.MISSING_ISSUER,
        Reason.MISSING_SUBJECT,
        Reason.MISSING_START,
        Reason.BAD_DATE,
        Reason.BAD_TOKEN,
    },
}
_OUTCOME_OF = {reason: outcome for outcome, reasons in _OUTCOMES.items() for reason in reasons}

_PRECEDENCE = {Reason.REVOKED: 0, Reason.EXPIRED: 1, Reason.NOT_YET_VALID: 1, Reason.SUSPENDED: 2}


def outcome_of(reason: Reason) -> Outcome:
    """The word for ``reason``; whatever is not listed could not be checked."""
    return _OUTCOME_OF.get(reason, Outcome.UNCHECKABLE)


# With these a check has no answer, neither yes nor no. A missing signature is an answer.
_OPEN = {reason for reason in Reason if outcome_of(reason) in (Outcome.STATUS_UNCHECKED, Outcome.UNCHECKABLE)}
_OPEN |= {Reason.UNKNOWN_ISSUER, Reason.TOKEN_NAMES_NO_KEY, Reason.NO_KEY_FITS}
_OPEN -= {Reason.NO_PROOF}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: ``readable``, ``structure``, ``proof``, ``trust``, ``status``, ``period``."""

    name: str
    passed: bool
    detail: str = ""
    reason: StrEnum | None = None
    unanswered: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it could not be made: neither yes nor no."""
        return self.unanswered or self.reason in _OPEN


@dataclass(frozen=True)
class Verdict:
    """What to tell the visitor. ``summary`` is what the document *says*: believe it only when ``outcome``
    is VALID. ``form`` says which words explain ``reason``; ``notes`` are codes of what one should know besides."""

    outcome: Outcome
    reason: StrEnum | None = None
    detail: str = ""
    checks: tuple[Check, ...] = ()
    summary: Summary = field(default_factory=Summary)
    form: Form = Form.CREDENTIAL
    notes: tuple[Note, ...] = ()

    @property
    def is_valid(self) -> bool:
        return self.outcome is Outcome.VALID


def verify(
    document: bytes | dict,
    *,
    at: datetime,
    resolver: Resolver,
    status_lookup: StatusLookup,
    key_lookup: KeyLookup = lambda issuer: (),
    contexts: Contexts | None = None,
) -> Verdict:
    """Judge ``document``: JSON, a VC-JWT, or a PNG, SVG or PDF that carries one.

    ``resolver`` gives controller documents, ``status_lookup`` status lists, ``key_lookup`` keys for tokens of an issuer without
    document, all from what we hold: nothing is fetched. Never raises for what a stranger may send; a refusal is the verdict.
    """
    work = _Work(at, resolver, status_lookup, key_lookup, contexts or pinned_contexts())
    try:
        work.run(document)
    except ProofRefused as refusal:
        return work.verdict(refusal)
    return work.verdict(None)


class _Work:
    """The steps of one verification and what they found so far."""

    def __init__(self, at: datetime, resolver: Resolver, lookup: StatusLookup, key_lookup: KeyLookup, contexts: Contexts) -> None:
        self.at = at
        self.resolver = resolver
        self.lookup = lookup
        self.key_lookup = key_lookup
        self.contexts = contexts
        self.checks: list[Check] = []
        self.summary = Summary()

    def run(self, document: bytes | dict) -> None:
        data = self._step("readable", lambda: _bytes_of(document))
        if looks_like_jwt(data):
            credential = self._step("proof", lambda: self._token(data))
            period = self._describe(credential)
        else:
            credential = self._step("readable", lambda: read_json(data))
            period = self._describe(credential)
            self._step("proof", lambda: self._proofs(credential))
        self._still_holds(credential, period)

    def _still_holds(self, credential: dict, period: Period) -> None:
        """Status and period; of several refusals the one that tells most: revoked, then expired, then the
        rest."""
        refusals = []
        for name, act in (
            ("status", lambda: self._statuses(credential)),
            ("period", lambda: period.check(self.at)),
        ):
            try:
                self._step(name, act)
            except ProofRefused as refusal:
                refusals.append(refusal)
        if refusals:
            raise min(refusals, key=lambda each: _PRECEDENCE.get(each.reason, len(_PRECEDENCE)))

    def _describe(self, credential: dict) -> Period:
        self.summary = summaries.of(credential)
        self._step("structure", lambda: check_structure(credential))
        period = period_of(credential)
        self.summary = replace(self.summary, valid_from=period.start, valid_until=period.end)
        return period

    def _token(self, data: bytes) -> dict:
        return verify_jwt(data, resolver=self.resolver, at=self.at, key_lookup=self.key_lookup)

    def _proofs(self, credential: dict) -> str:
        checked = verify_proofs(
            credential,
            issuer=issuer_of(credential),
            resolver=self.resolver,
            at=self.at,
            contexts=self.contexts,
        )
        return "; ".join(f"{each.kind}: {each.note or each.method}" for each in checked)

    def _statuses(self, credential: dict) -> str:
        return check_statuses(credential, lookup=self.lookup, resolver=self.resolver, at=self.at, contexts=self.contexts)

    def _step(self, name: str, act: Callable):
        """Do ``act`` and note it; what it says as text is the detail."""
        try:
            result = act()
        except ProofRefused as refusal:
            self.checks.append(Check(name, False, str(refusal), refusal.reason))
            raise
        if not self.checks or self.checks[-1].name != name:
            self.checks.append(Check(name, True, result if isinstance(result, str) else ""))
        return result

    def verdict(self, refusal: ProofRefused | None) -> Verdict:
        checks = tuple(self.checks)
        if refusal is None:
            return Verdict(Outcome.VALID, checks=checks, summary=self.summary)
        return Verdict(outcome_of(refusal.reason), refusal.reason, refusal.detail, checks, self.summary)


def _bytes_of(document: bytes | dict) -> bytes:
    """The credential's own bytes. An object is written and read again, so that both ways meet the same
    rules."""
    if isinstance(document, bytes):
        return carried(document)
    try:
        return json.dumps(document, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ProofRefused(Reason.NOT_JSON, str(error)[:200]) from error
