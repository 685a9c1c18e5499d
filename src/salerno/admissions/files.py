"""Where applicants' papers lie: ``private/admissions`` of the file folder, by the uuid of their row. Nothing serves that folder.

PRIVACY: unlike the blob store's, these files are not shared between rows, so that erasing a row erases its bytes.
"""

import os
import tempfile
import uuid
from pathlib import Path

from django.conf import settings


def path_of(document: uuid.UUID) -> Path:
    """Where the bytes of a document lie."""
    name = document.hex
    return _root() / name[:2] / name


def put(document: uuid.UUID, data: bytes) -> None:
    """Keep ``data``: written beside its place and moved there. Raises ``OSError`` when the disk is full."""
    target = path_of(document)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o640)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def get(document: uuid.UUID) -> bytes:
    """The bytes of a document. Raises ``OSError`` when they are gone."""
    return path_of(document).read_bytes()


def remove(document: uuid.UUID) -> None:
    """Delete the bytes; once and for all."""
    path_of(document).unlink(missing_ok=True)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "private" / "admissions"
