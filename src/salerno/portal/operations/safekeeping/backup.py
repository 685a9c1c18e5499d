"""Making a backup of a campus that goes on running."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from salerno.portal.operations.safekeeping import databases
from salerno.portal.operations.safekeeping.archives import writing
from salerno.portal.operations.schema_state import salerno_version, schema_state

FORMAT = "salerno-backup-1"


@dataclass(frozen=True)
class BackupMade:
    """The archive, how many files it holds beside the database, and its size in bytes."""

    path: Path
    files: int
    size: int


def make_backup(*, target: Path, with_secrets: bool, at: datetime) -> BackupMade:
    """Write database and files into ``target``. Raises ``BackupRefused``.

    The database comes first: files are written before the rows that name them and never changed, so that every file which the
    copy names is still there afterwards. Secrets stay out unless asked for: whoever held a backup with them could issue degrees
    in the institutions' names and sign in as anybody.
    """
    data = Path(settings.DATA)
    with writing(target) as archive, tempfile.TemporaryDirectory(dir=data, prefix=".backup-") as folder:
        copy = Path(folder) / databases.member_name()
        databases.copy_out(copy)
        archive.add(copy, copy.name)
        count = 0
        for path in stored_files():
            archive.add(path, f"files/{path.relative_to(settings.MEDIA_ROOT).as_posix()}")
            count += 1
        if with_secrets and (data / "secrets.toml").exists():
            archive.add(data / "secrets.toml", "secrets.toml")
        archive.finish(
            {
                "format": FORMAT,
                "made_at": at.astimezone(UTC).isoformat(),
                "salerno": salerno_version(),
                "base_url": settings.SALERNO_BASE_URL,
                "schema": schema_state(),
                "with_secrets": with_secrets,
            }
        )
    return BackupMade(target, count, target.stat().st_size)


def stored_files() -> Iterator[Path]:
    """Every finished file of the file folder, in order; links are not followed."""
    for folder, names, files in os.walk(settings.MEDIA_ROOT, followlinks=False):
        names.sort()
        for name in sorted(files):
            path = Path(folder) / name
            if not name.startswith(".new-") and path.is_file() and not path.is_symlink():
                yield path
