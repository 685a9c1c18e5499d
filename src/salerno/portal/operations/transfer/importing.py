"""Loading an export into an empty installation."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from salerno.admissions import files as papers
from salerno.audit.services import verify_chain
from salerno.courseware import blobs
from salerno.portal.operations.schema_state import schema_state
from salerno.portal.operations.transfer.errors import TransferRefused
from salerno.portal.operations.transfer.exporting import FORMAT, MANIFEST
from salerno.portal.operations.transfer.identities import Arrivals, Model, exported_models
from salerno.portal.operations.transfer.readable import blobs_named_by_rows
from salerno.portal.operations.transfer.rows import set_many, to_instance


def import_all(*, folder: Path) -> dict[str, int]:
    """Load the export in ``folder``; return how many rows of each model came. Raises ``TransferRefused``.

    All rows come in one transaction or none. The record of acts comes as it was and is verified; loading adds no entry to it, so
    that an export of the new installation equals the one it was loaded from.
    """
    manifest = read_manifest(folder)
    models = exported_models(with_keys=bool(manifest["with_keys"]))
    check_empty(models)
    _check_files(folder, manifest["files"])
    _check_tables(models, manifest["files"])
    _put_blobs(folder, manifest["files"])
    try:
        with transaction.atomic():
            counts = _load_rows(folder, models)
            _check_loaded(counts, manifest["rows"])
    except (DatabaseError, KeyError, TypeError, ValueError) as error:
        raise TransferRefused(f"The export does not fit the tables: {error!r}. Nothing was loaded.") from error
    call_command("rebuild_modelsearch_index", verbosity=0)
    return counts


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, if this version can load what it describes."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise TransferRefused(f"{folder} holds no export: {MANIFEST} cannot be read.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise TransferRefused(f"This is no export of the form {FORMAT}.")
    if manifest["schema"] != schema_state():
        raise TransferRefused(
            f"The export was made by Salerno {manifest['salerno']} with other tables. Install that version, load it there, "
            "and then move to the newer one."
        )
    return manifest


def check_empty(models: list[Model]) -> None:
    """Raise ``TransferRefused`` when the installation holds anything."""
    for model in models:
        if model._base_manager.exists():
            raise TransferRefused(
                f"This installation holds data already ({model._meta.label}). Load into a new data folder: "
                "SALERNO_DATA=… salerno import-all FOLDER, before its first run."
            )


def _check_files(folder: Path, files: dict[str, dict[str, Any]]) -> None:
    """Every file is there with its bytes. SECURITY: names come from a file that may be forged, so they must stay inside."""
    for name, facts in files.items():
        path = folder / name
        if ".." in PurePosixPath(name).parts or not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
            raise TransferRefused(f"The manifest names a file outside the export: {name!r}.")
        if not path.is_file():
            raise TransferRefused(f"{name} is missing from the export.")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != facts["sha256"]:
                raise TransferRefused(f"{name} is not as it was exported.")


def _check_tables(models: list[Model], files: dict[str, dict[str, Any]]) -> None:
    """SECURITY: rows are read only from files that the manifest names, and so from inside the export and as they were written."""
    for model in models:
        if f"data/{model._meta.label_lower}.jsonl" not in files:
            raise TransferRefused(f"The manifest does not know the rows of {model._meta.label}.")


def _put_blobs(folder: Path, files: dict[str, dict[str, Any]]) -> None:
    """Keep the bytes of packages, drafts, theses, documents and papers. Unused ones are harmless: no row names them."""
    for name in files:
        if name.startswith(("courses/", "drafts/", "documents/")):
            blobs.put((folder / name).read_bytes())
        elif name.startswith("papers/"):
            papers.put(_row_of(name), (folder / name).read_bytes())


def _row_of(name: str) -> uuid.UUID:
    try:
        return uuid.UUID(PurePosixPath(name).name)
    except ValueError as error:
        raise TransferRefused(f"{name} is not called by the uuid of a row.") from error


def _load_rows(folder: Path, models: list[Model]) -> dict[str, int]:
    arrivals, counts = Arrivals(), {}
    linked = []
    for model in models:
        label = model._meta.label_lower
        counts[label] = 0
        for row in _lines(folder / "data" / f"{label}.jsonl"):
            instance = to_instance(model, row, arrivals)
            instance.save_base(raw=True, force_insert=True)
            arrivals.note(model, row, instance.pk)
            counts[label] += 1
            if model._meta.many_to_many:
                linked.append((instance, row))
    for instance, row in linked:
        set_many(instance, row, arrivals)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return counts


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _check_loaded(counts: dict[str, int], expected: dict[str, int]) -> None:
    if counts != expected:
        wrong = sorted(label for label in {*counts, *expected} if counts.get(label) != expected.get(label))
        raise TransferRefused(f"The number of rows differs for {', '.join(wrong)}. Nothing was loaded.")
    missing = [digest for digest in blobs_named_by_rows() if not blobs.blob_path(digest).exists()]
    if missing:
        raise TransferRefused(f"{len(missing)} files of courses are not in the export, the first is {missing[0]}.")
    _count, faults = verify_chain()
    if faults:
        raise TransferRefused(f"The record of acts in the export is not whole: entry {faults[0].sequence} {faults[0].problem}.")
