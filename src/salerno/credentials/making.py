"""The documents of a degree as bytes, from facts, seals and keys. No database, no clock.

Each maker gives one document; ``releasing`` then judges it as a stranger would, before anybody sees it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from salerno.awards.degrees.facts import DegreeFacts
from salerno.common.typesetting import Attachment
from salerno.credentials.diplomas.diploma import diploma_pages, diploma_pdf
from salerno.credentials.diplomas.supplement import supplement_pages, supplement_pdf
from salerno.credentials.diplomas.transcript import transcript_pdf
from salerno.credentials.diplomas.wording import own_language, spoken
from salerno.credentials.elmo.attachments import Attachment as AttachedPdf
from salerno.credentials.elmo.attachments import AttachmentKind
from salerno.credentials.elmo.signing import sign_elmo
from salerno.credentials.elmo.transcript import elmo_xml
from salerno.credentials.enums import DocumentKind
from salerno.credentials.europass.credential import build
from salerno.credentials.europass.display import Display
from salerno.credentials.europass.sealing import ready_to_seal, seal
from salerno.credentials.europass.seals import Seal
from salerno.credentials.joint.credential import Consortium, joint_credential
from salerno.credentials.joint.signing import sign_jointly
from salerno.credentials.proving.carriers import ATTACHMENT
from salerno.credentials.proving.keys import SigningKey

MAIN_LANGUAGE = "en"
# Legible in a wallet; at 144 a supplement alone would take a megabyte more.
PIXELS_PER_INCH = 110
_ATTACHED = {
    "en": "The signed Open Badges 3.0 credential of this degree",
    "fr": "La certification Open Badges 3.0 signée de ce diplôme",
}
_IN_ELMO = {
    DocumentKind.DIPLOMA: AttachmentKind.DIPLOMA,
    DocumentKind.SUPPLEMENT: AttachmentKind.DIPLOMA_SUPPLEMENT,
    DocumentKind.TRANSCRIPT: AttachmentKind.EMREX_TRANSCRIPT,
}


@dataclass(frozen=True)
class Proven:
    """A degree with the signed Open Badge that proves it; ``verify_url`` is where the QR code leads."""

    facts: DegreeFacts
    credential: str
    verify_url: str

    @cached_property
    def pages(self) -> tuple[bytes, ...]:
        """Diploma and supplement as pictures, for wallets."""
        diploma = diploma_pages(self.facts, verify_url=self.verify_url, ppi=PIXELS_PER_INCH)
        supplement = supplement_pages(self.facts, language=MAIN_LANGUAGE, verify_url=self.verify_url, ppi=PIXELS_PER_INCH)
        return (*diploma, *supplement)


@dataclass(frozen=True)
class Wanted:
    """One document of a set; ``place`` is that of its degree among the student's."""

    place: int
    kind: DocumentKind
    language: str


def whole_set(degrees: Sequence[DegreeFacts]) -> list[Wanted]:
    """What one student gets, in the order in which it is made: what carries others comes after them.

    The supplement stands in English and, where there are words for it, in the institution's language. A single degree has no joint
    credential.
    """
    return set_in([own_language(facts.awarding) for facts in degrees])


def set_in(languages: Sequence[str]) -> list[Wanted]:
    """The same, from the language of the institution that awards each degree: all that a set depends on."""
    papers = [
        Wanted(place, kind, spoken_in)
        for place, language in enumerate(languages)
        for kind, its_languages in (
            (DocumentKind.DIPLOMA, (language,)),
            (DocumentKind.SUPPLEMENT, dict.fromkeys((spoken(language, "supplement"), MAIN_LANGUAGE))),
        )
        for spoken_in in its_languages
    ]
    sealed = [Wanted(place, DocumentKind.EDC, MAIN_LANGUAGE) for place in range(len(languages))]
    shared = (DocumentKind.TRANSCRIPT, DocumentKind.ELMO, *((DocumentKind.JOINT,) if len(languages) > 1 else ()))
    return [*papers, *sealed, *(Wanted(0, kind, MAIN_LANGUAGE) for kind in shared)]


def paper(kind: DocumentKind, language: str, degree: Proven) -> bytes:
    """Diploma, supplement or transcript as PDF/UA-1 with the credential attached. Raises ``CannotPrint``."""
    facts, url = degree.facts, degree.verify_url
    said = _ATTACHED.get(language, _ATTACHED[MAIN_LANGUAGE])
    inside = (Attachment(ATTACHMENT, degree.credential, "application/json", said),)
    if kind is DocumentKind.DIPLOMA:
        return diploma_pdf(facts, verify_url=url, attachments=inside)
    make = supplement_pdf if kind is DocumentKind.SUPPLEMENT else transcript_pdf
    return make(facts, language=language, verify_url=url, attachments=inside)


def edc_payload(degree: Proven) -> dict[str, Any]:
    """The European Digital Credential before sealing. Raises ``CannotBuild``."""
    facts = degree.facts
    return build(facts, Display(facts.qualification.title, MAIN_LANGUAGE, {MAIN_LANGUAGE: degree.pages}))


def sealed_edc(degree: Proven, with_seal: Seal, at: datetime) -> bytes:
    """The same, sealed. Raises ``CannotBuild`` and ``SealRefused``."""
    payload = ready_to_seal(edc_payload(degree), with_seal.certificates[0], at)
    return seal(payload, with_seal.key, with_seal.certificates, at).encode()


def signed_elmo(degrees: Sequence[DegreeFacts], papers: Mapping[Wanted, bytes], with_seal: Seal, at: datetime) -> bytes:
    """All degrees of one student as one ELMO with ``papers`` inside, under one institution's signature.

    Raises ``CannotWord`` and ``ElmoRefused``.
    """
    attachments = [
        AttachedPdf(
            _IN_ELMO[wanted.kind],
            {MAIN_LANGUAGE: _IN_ELMO[wanted.kind]},
            pdf,
            wanted.language,
            "" if wanted.kind is DocumentKind.TRANSCRIPT else degrees[wanted.place].awarding.schac,
        )
        for wanted, pdf in papers.items()
    ]
    return sign_elmo(elmo_xml(degrees, attachments=attachments, generated_at=at), with_seal, at)


def signed_jointly(
    degrees: Sequence[DegreeFacts],
    keys: Mapping[str, SigningKey],
    *,
    id: str,  # noqa: A002 -- the standard's word
    consortium: Consortium,
    statuses: Mapping[str, dict] | None,
    at: datetime,
) -> dict[str, Any]:
    """The joint credential with the proof of each university; ``keys`` and ``statuses`` by ``schac``.

    Raises ``CannotBuild``, ``JointRefused`` and ``ProofRefused``.
    """
    document = joint_credential(
        degrees,
        id=id,
        achievement_id=consortium.url,
        consortium=consortium,
        dids={schac: key.controller for schac, key in keys.items()},
        valid_from=at,
        statuses=statuses,
    )
    return sign_jointly(document, list(keys.values()), created=at)
