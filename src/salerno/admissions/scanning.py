"""Whether bytes from a stranger may be kept and handed to reviewers: PDF and JPEG, known by what they are, with nothing that acts.

Whatever a library raises while it reads such a file means one thing: it is damaged. ``SALERNO_DOCUMENT_SCAN`` names a further
check (a virus scanner, say) as a dotted path to ``scan(data, media_type) -> bool``, true when the file is clean; when it raises,
nothing is taken.
"""

import io
import logging
import zipfile
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from PIL import Image

from salerno.admissions.enums import MediaType
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.refusals import DocumentRefusal

log = logging.getLogger("salerno.admissions")
MOST_BYTES = 10 * 2**20
MOST_PAGES, MOST_OBJECTS, MOST_POINTS = 200, 100_000, 60_000_000
# ISO 32000-2, 12.6.4: actions that run, send, or open something else. Going to a page or an address is left alone.
_ACTS = frozenset(
    {
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
        "/RichMediaExecute", "/GoTo3DView", "/Hide", "/SetOCGState",
    }
)  # fmt: skip
_HOLDS = frozenset({"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})


def examine(data: bytes) -> MediaType:
    """What ``data`` is. Raises ``AdmissionsRefused`` unless it may be kept."""
    if not data:
        raise AdmissionsRefused(DocumentRefusal.EMPTY)
    if len(data) > MOST_BYTES:
        raise AdmissionsRefused(DocumentRefusal.TOO_LARGE)
    if zipfile.is_zipfile(io.BytesIO(data)):  # SECURITY: an archive behind a PDF or a picture is both, to somebody
        raise AdmissionsRefused(DocumentRefusal.NOT_THIS_KIND)
    if data.startswith(b"%PDF-"):
        media_type, refusal = MediaType.PDF, _why_not_pdf(data)
    elif data.startswith(b"\xff\xd8\xff"):
        media_type, refusal = MediaType.JPEG, _why_not_jpeg(data)
    else:
        raise AdmissionsRefused(DocumentRefusal.NOT_THIS_KIND)
    if refusal or (refusal := _why_not_clean(data, media_type)):
        raise AdmissionsRefused(refusal)
    return media_type


def _why_not_clean(data: bytes, media_type: MediaType) -> DocumentRefusal | None:
    if not settings.SALERNO_DOCUMENT_SCAN:
        return None
    try:
        is_clean = import_string(settings.SALERNO_DOCUMENT_SCAN)(data, media_type.value)
    except Exception:
        log.exception("The document scan %s failed; the file was not taken.", settings.SALERNO_DOCUMENT_SCAN)
        return DocumentRefusal.UNCHECKED
    return None if is_clean else DocumentRefusal.SUSPECT


def _why_not_jpeg(data: bytes) -> DocumentRefusal | None:
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            if image.width * image.height > MOST_POINTS:
                return DocumentRefusal.TOO_BIG_A_PICTURE
            image.load()
    except Exception:
        return DocumentRefusal.UNREADABLE
    return None


def _why_not_pdf(data: bytes) -> DocumentRefusal | None:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            return DocumentRefusal.ENCRYPTED
        if len(reader.pages) > MOST_PAGES:
            return DocumentRefusal.TOO_MANY_PAGES
        if not len(reader.pages):
            return DocumentRefusal.UNREADABLE
        return DocumentRefusal.ACTIVE if _acts(reader.trailer) else None
    except Exception:
        return DocumentRefusal.UNREADABLE


def _acts(root: Any) -> bool:
    """Whether anything that can be reached from ``root`` acts or holds a file. Streams are not unpacked: their content draws.

    Raises ``ValueError`` for more objects than a paper of an applicant has.
    """
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [root]
    for _ in range(MOST_OBJECTS):
        if not waiting:
            return False
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if (value.idnum, value.generation) in seen:
                continue
            seen.add((value.idnum, value.generation))
            value = value.get_object()
        if isinstance(value, DictionaryObject):
            if _HOLDS & set(value) or value.get("/S") in _ACTS or value.get("/Type") == "/EmbeddedFile":
                return True
            waiting.extend(value.values())
        elif isinstance(value, ArrayObject):
            waiting.extend(value)
    raise ValueError("too many objects")
