"""Everything that proves a person's degrees, as one .zip."""

import tempfile
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from django.utils.translation import gettext as _

from salerno.courseware import blobs
from salerno.credentials.document_selectors import DegreePapers


def archive_of(degrees: Iterable[DegreePapers]) -> BinaryIO:
    """A temporary file without a name, rewound: standing documents byte for byte, Open Badges, and a note on what is what.

    Documents hold pictures and packed PDFs, so nothing is packed again; no file is in memory as a whole.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("README.txt", _readme())
        for degree in degrees:
            folder = degree.award.number.lower()
            if degree.credential is not None:
                archive.writestr(f"{folder}/open-badge.json", degree.credential.document)
            for document in degree.documents:
                archive.write(blobs.blob_path(document.blob), f"{folder}/{document.file_name}")
    target.seek(0)
    return target


def _readme() -> str:
    return "\n".join(
        (
            _("The documents of your degrees. Keep them as they are: a signed file that is saved again is another file."),
            "",
            _("PDF: diploma, supplement, transcript; the signed Open Badge is attached to each."),
            _("open-badge.json: the degree as an Open Badge 3.0, for wallets."),
            _("…-edc-….jsonld: the European Digital Credential with the university's seal, for Europass and other wallets."),
            _("…-elmo-….xml: the transcript for another university's computer (EMREX)."),
            _("…-joint-….json: the joint credential with the signatures of all universities that awarded the degree."),
            "",
            _("Anyone can check each of them on the page “Verify a credential” of the campus."),
            "",
        )
    )
