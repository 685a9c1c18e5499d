"""Uploads: told by their bytes, not by their names; nothing hides in them."""

import io
import zipfile

import pytest
from PIL import Image
from tests.support.moments import LATER

from salerno.courseware.draft_selectors import blobs_of, stored_of
from salerno.courseware.package import limits
from salerno.courseware.services import draft_imports
from salerno.courseware.uploads import UploadRefused, examine, path_for

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def picture(form: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(target, form)
    return target.getvalue()


def zipped(text: bytes = b"alert(1)") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("evil.js", text)
    return target.getvalue()


def judge(path: str, data: bytes) -> None:
    examine(path, len(data), io.BytesIO(data))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("ROC curve (final).PNG", "images/roc-curve-final.png"),
        ("C:\\Users\\me\\Figure 1.svg", "images/figure-1.svg"),
        ("../../etc/film.mp4", "media/film.mp4"),
        ("Données.csv", "data/donn-es.csv"),
        (".svg.svg", "images/svg.svg"),
        ("ÄÖ.png", "images/file.png"),
    ],
)
def test_a_file_gets_a_folder_by_its_ending_and_a_name_in_plain_letters(name, path):
    assert path_for(name) == path


@pytest.mark.parametrize("name", ["evil.html", "page.php", "run.exe", "noending", "a.svgz", "course.toml", "text.md"])
def test_other_kinds_are_refused_by_name(name):
    with pytest.raises(UploadRefused):
        path_for(name)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("images/a.png", picture("PNG")),
        ("images/a.jpg", picture("JPEG")),
        ("images/a.webp", picture("WEBP")),
        ("images/a.gif", picture("GIF")),
        ("images/a.svg", SVG),
        ("media/a.vtt", b"WEBVTT\n"),
        ("media/a.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 99),
        ("data/a.csv", "a,b\n1,é\n".encode()),
    ],
)
def test_what_is_what_it_says_is_taken(path, data):
    judge(path, data)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("images/a.png", picture("JPEG")),
        ("images/a.png", b"<html><script>alert(1)</script>"),
        ("images/a.gif", b"GIF89a/*" + b"\x00" * 40 + b"*/=1;alert(1)"),
        ("images/a.png", picture() + b"<script>alert(1)</script>"),
        ("images/a.png", picture() + b"<!DOCTYPE html><html>"),
        ("images/a.jpg", picture("JPEG") + zipped()),
        ("images/a.gif", picture("GIF") + zipped()),
        ("images/a.jpg", picture("JPEG") + b"%PDF-1.7"),
        ("images/a.png", picture()[:60]),
        ("images/a.svg", SVG.replace(b"<rect", b'<rect onload="alert(1)"')),
        ("images/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>'),
        ("images/a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG),
        ("images/a.svg", b"\xff\xfe<svg"),
        ("media/a.mp4", b"<html>not a film</html>"),
        ("media/a.vtt", b"<script>alert(1)</script>"),
        ("data/a.csv", b"\xff\xfe\x00a"),
    ],
)
def test_wrong_types_broken_files_and_polyglots_are_refused(path, data):
    with pytest.raises(UploadRefused):
        judge(path, data)


@pytest.mark.parametrize(
    ("path", "most"),
    [("images/a.png", limits.FILE_BYTES), ("data/a.csv", limits.FILE_BYTES), ("media/a.mp4", limits.MEDIA_BYTES)],
)
def test_too_large_is_refused_before_it_is_read(path, most):
    class Unread(io.BytesIO):
        def read(self, *size):
            pytest.fail("it was read")

    with pytest.raises(UploadRefused, match="larger"):
        examine(path, most + 1, Unread())


class Given:
    """A file as a form hands it over."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.size, self.file = name, len(data), io.BytesIO(data)


def test_an_upload_stands_in_the_draft_and_a_second_one_is_its_next_state(draft, author):
    draft_imports.upload(draft=draft, files=[Given("New.svg", SVG)], by=author, at=LATER)

    rows = draft_imports.upload(draft=draft, files=[Given("new.svg", SVG + b"\n")], by=author, at=LATER)

    assert [(row.path, row.revision) for row in rows] == [("images/new.svg", 2)]


def test_one_bad_file_keeps_the_others_out(draft, author):
    with pytest.raises(UploadRefused):
        draft_imports.upload(draft=draft, files=[Given("a.svg", SVG), Given("b.png", SVG)], by=author, at=LATER)

    assert "images/a.svg" not in blobs_of(stored_of(draft))
