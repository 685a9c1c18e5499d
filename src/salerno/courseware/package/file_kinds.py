"""What a file really is: told by its first bytes and held against its name, so that neither lies."""

import io
from pathlib import PurePosixPath

from PIL import Image

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package import limits
from salerno.courseware.package.files import Files
from salerno.courseware.package.svg import svg_size, why_not_svg

HEAD_BYTES = 64
TEXT_SUFFIXES = (".md", ".toml", ".csv", ".tsv", ".json", ".txt", ".vtt", ".m3u8", ".svg")
FOLDER_SUFFIXES = {
    "units": (".md",),
    "bank": (".md",),
    "images": (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"),
    "media": (".mp4", ".m4v", ".m4s", ".webm", ".ts", ".mp3", ".m4a", ".ogg", ".vtt", ".m3u8"),
    "data": (".csv", ".tsv", ".json", ".txt"),
}
_MP4 = ("mp4", (".mp4", ".m4v", ".m4a", ".m4s"))
_MAGIC: tuple[tuple[int, bytes, str, tuple[str, ...]], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "png", (".png",)),
    (0, b"\xff\xd8\xff", "jpeg", (".jpg", ".jpeg")),
    (0, b"GIF8", "gif", (".gif",)),
    (8, b"WEBP", "webp", (".webp",)),
    (4, b"ftypavi", "avif", (".avif",)),
    (4, b"ftyp", *_MP4),
    (4, b"styp", *_MP4),
    (4, b"moof", *_MP4),
    (4, b"sidx", *_MP4),
    (0, b"\x1a\x45\xdf\xa3", "webm", (".webm",)),
    (0, b"\x47", "transport stream", (".ts",)),
    (0, b"ID3", "mp3", (".mp3",)),
    (0, b"\xff\xfb", "mp3", (".mp3",)),
    (0, b"\xff\xf3", "mp3", (".mp3",)),
    (0, b"OggS", "ogg", (".ogg",)),
)


def why_not_kind(path: str, head: bytes) -> Words | None:
    """Why a file of this name may not begin with ``head``, or None. Text is judged elsewhere."""
    suffix = PurePosixPath(path).suffix
    allowed = FOLDER_SUFFIXES.get(path.split("/")[0], (".toml",))
    if suffix not in allowed:
        return _("Files here end in %(allowed)s", allowed=", ".join(allowed))
    if suffix in TEXT_SUFFIXES:
        return None
    for offset, magic, name, suffixes in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return None if suffix in suffixes else _("Its bytes are those of a %(name)s file", name=name)
    return _("Its bytes are not those of a %(kind)s file", kind=suffix[1:])


def why_not_image(path: str, data: bytes) -> tuple[int, Words] | None:
    """Line (0 where there are none) and reason for which an image may not be published, or None."""
    if path.endswith(".svg"):
        return why_not_svg(data)
    size = _pixel_size(data)
    if size is None:
        return 0, _("it cannot be read as an image")
    if size[0] * size[1] > limits.IMAGE_PIXELS:
        return 0, _("it has %(width)s × %(height)s pixels", width=size[0], height=size[1])
    return None


def image_size(files: Files, path: str) -> tuple[int, int] | None:
    """Width and height of an image of the package, or None where they cannot be told."""
    if path not in files:
        return None
    data = files.read(path)
    return svg_size(data) if path.endswith(".svg") else _pixel_size(data)


def _pixel_size(data: bytes) -> tuple[int, int] | None:
    """The size that the header states; no pixel is decoded."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
