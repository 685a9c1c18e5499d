"""The parts of an export that are made for people and other programs: packages, signed documents, tables."""

import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from django.db.models import Model

from salerno.admissions import files as papers
from salerno.admissions.models import Document
from salerno.awards.models import Award, ThesisDeposit
from salerno.catalogue.models import Course, Programme
from salerno.common.spreadsheets import as_csv
from salerno.common.translated import in_language
from salerno.courseware import blobs
from salerno.courseware.models import CourseVersion, DraftFile, DraftRevision, VersionFile
from salerno.credentials.addresses import did_for_programme
from salerno.credentials.enums import DocumentKind
from salerno.credentials.models import Credential, DegreeDocument, StatusList
from salerno.credentials.selectors import did_document
from salerno.enrolment.models import Enrolment
from salerno.institutions.models import Institution
from salerno.people.models import Person

Put = Callable[[str, bytes], None]


def put_packages(put: Put) -> None:
    """Each version of each course as the folder that it was published from; files of drafts by their digest."""
    packed = set()
    for version in CourseVersion.objects.select_related("course").order_by("course__slug", "number"):
        for file in version.files.order_by("path"):
            put(f"courses/{version.course.slug}/v{version.number}/{_plain_path(file.path)}", blobs.get(file.blob))
            packed.add(file.blob)
    for digest in sorted(blobs_named_by_rows() - packed - _blobs_of(DegreeDocument)):
        put(f"drafts/{digest}", blobs.get(digest))


def _plain_path(path: str) -> str:
    """SECURITY: the path of a file of a package, which must not lead out of the export."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path.startswith("/"):
        raise ValueError(f"{path!r} is no path inside a package.")
    return path


def blobs_named_by_rows() -> set[str]:
    """The digests of every file that versions, drafts, theses and degree documents name. A deleted file of a draft names none."""
    return set().union(*(_blobs_of(model) for model in (VersionFile, DraftFile, DraftRevision, ThesisDeposit, DegreeDocument)))


def _blobs_of(model: type[Model]) -> set[str]:
    return set(model._base_manager.order_by().values_list("blob", flat=True).distinct()) - {""}


def put_papers(put: Put) -> None:
    """What applicants and their referees handed in, in its exact bytes, by the uuid of its row."""
    for document in Document.objects.order_by("uuid").values_list("uuid", flat=True).iterator():
        put(f"papers/{document}", papers.get(document))


def put_proofs(put: Put) -> None:
    """Credentials and degree documents in their exact bytes, DID documents with the public keys, and status lists."""
    for credential in Credential.objects.order_by("uuid").iterator(chunk_size=500):
        put(f"credentials/{credential.uuid}.json", credential.document.encode())
    for document in DegreeDocument.objects.select_related("award").order_by("uuid").iterator(chunk_size=500):
        put(f"documents/{document.uuid}-{_plain_path(document.file_name)}", blobs.get(document.blob))
    documents = set(_controllers())
    for did in sorted(documents):
        text = json.dumps(did_document(did), indent=2, ensure_ascii=False, sort_keys=True)
        put(f"did/{did.replace(':', '_').replace('%', '_')}.json", text.encode())
    for listing in StatusList.objects.order_by("uuid"):
        if listing.document:
            put(f"status-lists/{listing.uuid}.json", listing.document.encode())


def _controllers() -> list[str]:
    """Of institutions that have signed, and of the programmes whose degrees they signed together."""
    methods = Institution.objects.filter(signing_keys__isnull=False).values_list("signing_keys__method_id", flat=True)
    joint = DegreeDocument.objects.filter(kind=DocumentKind.JOINT).order_by()
    programmes = Programme.objects.filter(pk__in=joint.values("award__programme_enrolment__offering__programme"))
    return [method.partition("#")[0] for method in methods] + [did_for_programme(row) for row in programmes]


def put_tables(put: Put) -> None:
    """The main lists as CSV, for a spreadsheet."""
    for name, (header, rows) in {
        "institutions": _institutions(),
        "courses": _courses(),
        "people": _people(),
        "enrolments": _enrolments(),
        "awards": _awards(),
    }.items():
        put(f"tables/{name}.csv", as_csv(header, rows))


def _institutions() -> tuple[list[str], list[list[object]]]:
    rows = Institution.objects.order_by("position", "slug")
    return ["code", "name", "schac", "country", "kind"], [
        [row.code, in_language(row.name, "en"), row.schac, row.country, row.kind] for row in rows
    ]


def _courses() -> tuple[list[str], list[list[object]]]:
    header = ["code", "title", "kind", "languages", "minutes", "ects_credits", "versions", "owners"]
    rows = Course.objects.prefetch_related("owners__institution", "versions").order_by("slug")
    return header, [
        [
            row.code,
            in_language(row.title, "en"),
            row.kind,
            " ".join(row.languages),
            row.workload_minutes,
            row.ects_credits if row.ects_credits is not None else "",
            len(row.versions.all()),
            " ".join(owner.institution.code for owner in row.owners.all()),
        ]
        for row in rows
    ]


def _people() -> tuple[list[str], list[list[object]]]:
    rows = Person.objects.prefetch_related("roles__institution").order_by("pk")
    return ["uuid", "full_name", "email", "language", "roles"], [
        [row.uuid, row.full_name, row.email, row.language, "; ".join(str(role) for role in row.roles.all())] for row in rows
    ]


def _enrolments() -> tuple[list[str], list[list[object]]]:
    names = ("uuid", "learner__email", "offering__course__code", "state", "enrolled_at", "completed_at")
    header = ["uuid", "learner", "course", "state", "enrolled_at", "completed_at"]
    return header, [_as_text(row) for row in Enrolment.objects.order_by("pk").values_list(*names)]


def _awards() -> tuple[list[str], list[list[object]]]:
    names = ("uuid", "kind", "learner__email", "course__code", "institution__code", "number", "granted_at", "withdrawn_at")
    header = ["uuid", "kind", "learner", "course", "institution", "number", "granted_at", "withdrawn_at"]
    return header, [_as_text(row) for row in Award.objects.order_by("pk").values_list(*names)]


def _as_text(row: tuple[object, ...]) -> list[object]:
    return ["" if value is None else str(value) for value in row]


def readme() -> bytes:
    """What is what, in the export itself."""
    return (Path(__file__).parent / "README-export.md").read_bytes()
