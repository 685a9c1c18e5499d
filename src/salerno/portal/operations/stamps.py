"""Whether sources have changed since a step was last done, so that a second start does not repeat it."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 over name, size and time of each file below ``paths``: cheap, and different when a file was touched."""
    digest = hashlib.sha256()
    for path in sorted(_files(paths)):
        facts = path.stat()
        digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


class Stamps:
    """What was done last, in ``stamps.json`` of the data folder. Losing the file costs time and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "stamps.json"

    def holds(self, step: str, value: str) -> bool:
        """Whether ``step`` was last done for ``value``."""
        return self._read().get(step) == value

    def put(self, step: str, value: str) -> None:
        """Note that ``step`` was done for ``value``."""
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps({**self._read(), step: value}, indent=2), encoding="utf-8")
        beside.replace(self._path)

    def _read(self) -> dict[str, str]:
        try:
            return json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
