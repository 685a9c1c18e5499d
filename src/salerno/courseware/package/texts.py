"""The text files of a package, decoded once, and what is wrong with files as such."""

import re
from collections import Counter
from pathlib import PurePosixPath

from salerno.common.words import words as _
from salerno.courseware.package import limits
from salerno.courseware.package.file_kinds import HEAD_BYTES, TEXT_SUFFIXES, why_not_image, why_not_kind
from salerno.courseware.package.files import Files, is_media, why_not_path
from salerno.courseware.package.findings import Report

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANKED = {code: " " for code in range(0x2070) if _CONTROL.match(chr(code))}
_BOM = b"\xef\xbb\xbf"


class Texts:
    """Decodes text files on demand; a mistake is noted once and the text is then None."""

    def __init__(self, files: Files, report: Report) -> None:
        self._files, self._report = files, report
        self._known: dict[str, str | None] = {}

    def get(self, path: str) -> str | None:
        """The text of one file with lines that end in ``\\n``, or None where it cannot be read."""
        if path not in self._known:
            self._known[path] = self._decoded(path) if path in self._files else None
        return self._known[path]

    def _decoded(self, path: str) -> str | None:
        most = _MOST.get(PurePosixPath(path).suffix, limits.FILE_BYTES)
        data = self._files.read(path, most + 1)
        if len(data) > most:
            remedy = _("Split it or make it smaller.")
            self._report.error(path, 0, "file-large", _("The file is larger than %(most)s KB.", most=most // 1024), remedy)
            return None
        if data.startswith(_BOM):
            self._report.error(path, 1, "file-bom", _("The file opens with a byte order mark."), _("Save it as UTF-8 without."))
            data = data.removeprefix(_BOM)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._report.error(path, line, "file-encoding", _("The file is not UTF-8."), _("Save it as UTF-8."))
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if hidden := _CONTROL.search(text):
            line = text.count("\n", 0, hidden.start()) + 1
            remedy = _("Delete the character U+%(code)s from this line.", code=f"{ord(hidden[0]):04X}")
            self._report.error(path, line, "file-control", _("The line holds an invisible control character."), remedy)
            text = text.translate(_BLANKED)
        return text


_MOST = {".md": limits.MARKDOWN_BYTES, ".toml": limits.TOML_BYTES}


def examine(files: Files, texts: Texts, report: Report) -> None:
    """Note every file that may not be published: by name, by size, by what its bytes are."""
    if len(files.paths) > limits.FILES:
        remedy = _("Keep what the activities show, and no more.")
        report.error("course.toml", 0, "files-many", _("The course has more than %(most)s files.", most=limits.FILES), remedy)
        return
    if sum(files.size(path) for path in files.paths if path.endswith(TEXT_SUFFIXES)) > limits.TEXTS_BYTES:
        most = limits.TEXTS_BYTES // limits.MEGABYTE
        remedy = _("Link to large tables where they are published.")
        report.error(
            "course.toml", 0, "files-large", _("Texts and tables are larger than %(most)s MB together.", most=most), remedy
        )
        return
    _examine_names(files, report)
    total = 0
    for path in files.paths:
        size = files.size(path)
        total += size
        most = limits.MEDIA_BYTES if is_media(path) else limits.FILE_BYTES
        if size > most:
            remedy = _("Make it smaller.")
            report.error(path, 0, "file-large", _("The file is larger than %(most)s MB.", most=most // limits.MEGABYTE), remedy)
        else:
            _examine_kind(files, texts, path, report)
    if total > limits.TOTAL_BYTES:
        remedy = _("Compress or leave out media.")
        report.error("course.toml", 0, "files-large", _("The course is larger than 2 GB."), remedy)


def _examine_names(files: Files, report: Report) -> None:
    spellings = Counter(path.lower() for path in files.paths)
    for path in files.paths:
        if reason := why_not_path(path):
            remedy = _("Rename it: letters, digits, dots, hyphens and underscores.")
            report.error(path, 0, "file-name", _("The file %(reason)s.", reason=reason), remedy)
        if spellings[path.lower()] > 1:
            remedy = _("Rename one of them.")
            report.error(path, 0, "file-name", _("Two names differ only in capital letters."), remedy)


def _examine_kind(files: Files, texts: Texts, path: str, report: Report) -> None:
    if reason := why_not_kind(path, files.read(path, HEAD_BYTES)):
        remedy = _("Convert it, rename it or take it out.")
        report.error(path, 0, "file-kind", _("%(reason)s.", reason=reason), remedy)
        return
    is_text = path.endswith(TEXT_SUFFIXES)
    if is_text and texts.get(path) is None:
        return
    if path.startswith("images/") and (found := why_not_image(path, files.read(path))):
        remedy = _("Export it again as a plain drawing.") if path.endswith(".svg") else _("Export it again.")
        report.error(path, found[0], "image-unsafe", _("The image is refused: %(reason)s.", reason=found[1]), remedy)
    text = texts.get(path) if path.endswith((".vtt", ".m3u8")) else None
    if text is not None and not text.startswith("WEBVTT" if path.endswith(".vtt") else "#EXTM3U"):
        remedy = _("Export it again as WebVTT.") if path.endswith(".vtt") else _("Export the HLS list again.")
        report.error(path, 1, "file-kind", _("The file is not what its name says."), remedy)
