"""Find the credential in whatever a visitor drops on the page: JSON, a token, a baked picture or one of our PDFs."""

from io import BytesIO

from .baking import MAX_PICTURE, unbake_png, unbake_svg
from .png import SIGNATURE
from .refusals import ProofRefused, Reason

ATTACHMENT = "credential.json"
MAX_FILE = MAX_PICTURE
_MAX_UNPACKED = 2_000_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PACKINGS = ("zlib", "lzw", "run_length", "array_based_stream", "jbig2", "brotli")
_LIMITS = {f"{kind}_maximum_output_length": _MAX_UNPACKED for kind in _PACKINGS}


def carried(data: bytes) -> bytes:
    """The credential's bytes, JSON or compact JWS; raises ``ProofRefused`` when the carrier holds none or
    several."""
    if data.startswith(SIGNATURE):
        return unbake_png(data)
    if data.startswith(b"%PDF-"):
        return attached(data)
    if data.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1] == b"<":
        return unbake_svg(data)
    return data


def attached(pdf: bytes) -> bytes:
    """The file ``credential.json`` that is attached to a PDF.

    SECURITY: a PDF without a sound table of its objects is refused (``strict``), since to guess them takes the reader many
    seconds; and nothing unpacks to more than ``_MAX_UNPACKED`` bytes. The reader is loaded here: it takes 36 MB, and few visitors
    bring a PDF.
    """
    from pypdf import PdfReader, apply_configuration

    if len(pdf) > MAX_FILE:
        raise ProofRefused(Reason.TOO_LARGE, f"a PDF of {len(pdf)} bytes; at most {MAX_FILE} are read")
    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(BytesIO(pdf), strict=True)
            files = [each.content for each in reader.attachment_list if each.name == ATTACHMENT]
    except Exception as error:
        # A broken PDF makes the reader fail in every way that Python knows; none of them is ours to mend.
        raise ProofRefused(Reason.HOSTILE_FILE, f"unreadable PDF: {type(error).__name__}") from error
    if not files:
        raise ProofRefused(Reason.NO_CREDENTIAL_INSIDE, f"no file {ATTACHMENT} is attached")
    if len(files) > 1:
        raise ProofRefused(Reason.SEVERAL_CREDENTIALS_INSIDE, f"{len(files)} files {ATTACHMENT}")
    return files[0]
