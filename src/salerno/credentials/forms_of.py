"""The forms of a credential: JSON as signed, PNG and SVG with it baked in, and the certificate with it attached."""

from salerno.common.translated import in_language
from salerno.credentials.addresses import absolute
from salerno.credentials.models import Credential
from salerno.credentials.proving.badge import badge_png, badge_svg
from salerno.credentials.proving.baking import bake_png, bake_svg
from salerno.credentials.proving.document_pdf import certificate_pdf
from salerno.credentials.wording import LANGUAGES, worded


def _title_and_institution(credential: Credential, language: str) -> tuple[str, str]:
    return in_language(credential.said.title, language), in_language(credential.said.awarding, language)


def as_json(credential: Credential) -> bytes:
    """The exact signed text."""
    return credential.document.encode()


def as_png(credential: Credential, language: str) -> bytes:
    """The badge with the credential in an ``iTXt`` chunk (Open Badges 3.0, 5.3.1)."""
    return bake_png(badge_png(*_title_and_institution(credential, language)), credential.document)


def as_svg(credential: Credential, language: str) -> bytes:
    """The badge with the credential in an ``openbadges:credential`` element (Open Badges 3.0, 5.3.2)."""
    return bake_svg(badge_svg(*_title_and_institution(credential, language)).encode(), credential.document)


def as_pdf(credential: Credential, language: str) -> bytes:
    """The certificate (PDF/UA-1) with the credential attached. Raises ``CannotPrint`` when a name has letters that no font has."""
    language = language if language in LANGUAGES else "en"
    award = credential.award
    return certificate_pdf(
        worded(award, credential_id=credential.uuid.urn, language=language, valid_from=credential.issued_at),
        credential=credential.document.encode(),
        verify_url=absolute("credentials:verify_one", credential.uuid),
        language=language,
        institutions=_institutions(credential, language),
    )


def _institutions(credential: Credential, language: str) -> tuple[str, ...]:
    """The awarding body first, then those that own a course with it."""
    return tuple(dict.fromkeys(in_language(name, language) for name in credential.said.institutions))
