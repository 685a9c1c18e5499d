"""Judge a signed ELMO: from its bytes alone, with the certificates that the caller trusts.

What the verdict does not say: whether a certificate was revoked (nothing is fetched), or whether the facts are true.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

from ..europass.certificates import SealOwner, check_holds, check_key, is_vouched_for, load_der, owner_of
from ..europass.refusals import SealRefused
from ..proving.moments import CLOCK_SKEW
from .documents import elmo, read_elmo
from .refusals import ElmoReason, ElmoRefused
from .xmldsig import SignatureParts, canonical_form, dsig, read_signature


@dataclass(frozen=True)
class ElmoVerdict:
    """``refusal`` is ``None`` for a genuine document. The rest holds what was established before the refusal.

    SECURITY: read the transcript from ``signed`` (canonical, without signature and comments) and from nothing else: these are the
    octets that were signed. ``rests_on_claim``: the certificate has ended since, and only the document says that it is older.
    """

    refusal: ElmoReason | None = None
    detail: str = ""
    signed: bytes | None = None
    owner: SealOwner | None = None
    generated_at: datetime | None = None
    rests_on_claim: bool = False

    @property
    def is_valid(self) -> bool:
        return self.refusal is None


def verify_elmo(data: bytes, *, trusted_certificates: Sequence[x509.Certificate], at: datetime) -> ElmoVerdict:
    """The verdict on ``data`` at the moment ``at``. Never raises for what a stranger may send.

    ``trusted_certificates``: those of EMREX providers, or authorities that vouch for them. The certificate is judged at
    ``generatedDate``, which is signed. A schema that is newer than ours is no reason to refuse; ask ``documents.check_schema`` when
    it matters.
    """
    judge = _Judge(trusted_certificates, at)
    try:
        judge.judge(data)
    except ElmoRefused as refusal:
        return replace(judge.known, refusal=refusal.reason, detail=refusal.detail)
    except SealRefused as refusal:
        return replace(judge.known, refusal=ElmoReason(refusal.reason.value), detail=refusal.detail)
    return judge.known


class _Judge:
    """Collects what is known, step by step; the first refusal ends it."""

    def __init__(self, trusted: Sequence[x509.Certificate], at: datetime) -> None:
        self.trusted, self.at = trusted, at
        self.known = ElmoVerdict()

    def judge(self, data: bytes) -> None:
        root = read_elmo(data)
        element = _only_signature(root)
        parts = read_signature(element)
        content = canonical_form(_without(root, element), parts.canonical)
        certificates = [load_der(each) for each in parts.certificates]
        signer = _signer(parts, certificates[:1] or self.trusted)
        parts.check_content(content)
        generated_at = _generated_at(content)
        self.known = ElmoVerdict(signed=content, owner=owner_of(signer), generated_at=generated_at)
        self._check_trust(signer, certificates[1:], generated_at)

    def _check_trust(self, signer: x509.Certificate, others: Sequence[x509.Certificate], generated_at: datetime) -> None:
        if generated_at > self.at + CLOCK_SKEW:
            raise ElmoRefused(ElmoReason.FROM_THE_FUTURE, generated_at.isoformat())
        check_holds(signer, generated_at)
        if not is_vouched_for(signer, others, self.trusted, generated_at):
            raise ElmoRefused(ElmoReason.UNKNOWN_CERTIFICATE, signer.subject.rfc4514_string()[:200])
        self.known = replace(self.known, rests_on_claim=self.at > signer.not_valid_after_utc)


def _only_signature(root: etree._Element) -> etree._Element:
    """The signature of the document. Those further inside, such as that of a diploma supplement, are content like any other."""
    found = root.findall(dsig("Signature"))
    if not found:
        raise ElmoRefused(ElmoReason.NOT_SIGNED)
    if len(found) > 1:
        raise ElmoRefused(ElmoReason.SEVERAL_SIGNATURES, str(len(found)))
    return found[0]


def _without(root: etree._Element, element: etree._Element) -> etree._Element:
    """``root`` without its child ``element``. The enveloped transform removes that alone: the text after it stays."""
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        root.text = (root.text or "") + element.tail
    root.remove(element)
    return root


def _signer(parts: SignatureParts, candidates: Sequence[x509.Certificate]) -> x509.Certificate:
    """The first of ``candidates`` whose key made the signature."""
    for candidate in candidates:
        key = candidate.public_key()
        check_key(key)
        if not isinstance(key, rsa.RSAPublicKey):
            continue
        try:
            key.verify(parts.value, parts.signed_info, padding.PKCS1v15(), parts.hash)
        except InvalidSignature:
            continue
        return candidate
    raise ElmoRefused(ElmoReason.BAD_SIGNATURE)


def _generated_at(content: bytes) -> datetime:
    """When the document says that it was made; without a zone (the schema allows it) it is taken as UTC."""
    text = (read_elmo(content).findtext(elmo("generatedDate")) or "").strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ElmoRefused(ElmoReason.BAD_DATE, text[:60]) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
