"""Writing the whole consortium into a folder."""

import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from salerno.portal.operations.schema_state import salerno_version, schema_state
from salerno.portal.operations.transfer.errors import TransferRefused
from salerno.portal.operations.transfer.identities import References, exported_models
from salerno.portal.operations.transfer.readable import put_packages, put_papers, put_proofs, put_tables, readme
from salerno.portal.operations.transfer.rows import to_line
from salerno.portal.operations.transfer.snapshots import snapshot

FORMAT = "salerno-export-1"
MANIFEST = "manifest.json"


def export_all(*, folder: Path, with_keys: bool, at: datetime) -> dict[str, Any]:
    """Write everything into the new ``folder`` (mode 0700) and return the manifest. Raises ``TransferRefused``.

    The folder takes its name when it is whole. Two exports of the same state are equal but for ``exported_at``.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TransferRefused(f"{folder} is not empty. An export goes into a new folder.")
    beside = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True, mode=0o700)
    try:
        with snapshot():
            manifest = _write_all(beside, with_keys=with_keys, at=at)
        if folder.exists():
            folder.rmdir()
        beside.replace(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return manifest


def _write_all(folder: Path, *, with_keys: bool, at: datetime) -> dict[str, Any]:
    writer = FolderWriter(folder)
    rows = write_rows(writer, with_keys=with_keys)
    put_packages(writer.put)
    put_papers(writer.put)
    put_proofs(writer.put)
    put_tables(writer.put)
    writer.put("README.md", readme())
    manifest = {
        "format": FORMAT,
        "exported_at": at.astimezone(UTC).isoformat(),
        "salerno": salerno_version(),
        "base_url": settings.SALERNO_BASE_URL,
        "schema": schema_state(),
        "with_keys": with_keys,
        "rows": rows,
        "files": dict(writer.files),
    }
    writer.put(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False).encode())
    return manifest


class FolderWriter:
    """Writes files of the export and keeps the size and SHA-256 of each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: dict[str, dict[str, Any]] = {}

    def put(self, name: str, data: bytes) -> None:
        """Write ``data`` as the file ``name``."""
        self.put_lines(name, [data])

    def put_lines(self, name: str, lines: Any) -> int:
        """Write ``lines`` one after the other as the file ``name``; return how many there were."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size, count = hashlib.sha256(), 0, 0
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for line in lines:
                file.write(line)
                digest.update(line)
                size, count = size + len(line), count + 1
        self.files[name] = {"size": size, "sha256": digest.hexdigest()}
        return count


def write_rows(writer: FolderWriter, *, with_keys: bool) -> dict[str, int]:
    """Every model's rows in the order in which they came; return how many of each."""
    references, counts = References(), {}
    for model in exported_models(with_keys=with_keys):
        label = model._meta.label_lower
        rows = model._base_manager.order_by("pk").iterator(chunk_size=1000)
        lines = (to_line(row, references, with_keys=with_keys) for row in rows)
        counts[label] = writer.put_lines(f"data/{label}.jsonl", lines)
    return counts
