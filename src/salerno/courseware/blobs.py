"""The blob store: bytes by their SHA-256, in ``files/blobs`` of the data folder.

A blob is written beside its place and moved there, so a crash or a full disk leaves no half file. Blobs are never changed.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def blob_path(digest: str) -> Path:
    """Where the blob with this hexadecimal digest lies."""
    if len(digest) != 64 or not all(character in "0123456789abcdef" for character in digest):
        raise ValueError("A blob is named by 64 hexadecimal digits.")
    return _root() / digest[:2] / digest[2:]


def put(data: bytes) -> str:
    """Keep ``data`` and return its digest. Raises ``OSError`` when the disk is full or read-only."""
    return put_chunks([data])


def put_chunks(chunks: Iterable[bytes]) -> str:
    """Keep what ``chunks`` give, piece by piece, and return its digest."""
    _root().mkdir(parents=True, exist_ok=True)
    sha = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=_root(), prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                sha.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = blob_path(sha.hexdigest())
        target.parent.mkdir(exist_ok=True)
        os.chmod(name, 0o640)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return sha.hexdigest()


def get(digest: str) -> bytes:
    """The bytes of a blob."""
    return blob_path(digest).read_bytes()


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "blobs"
