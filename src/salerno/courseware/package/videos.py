"""What a ``{video}`` fence says."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath

from salerno.courseware.package.fences import Directive

TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".m3u8": "application/vnd.apple.mpegurl",
}


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """One video: its file or HLS list, its captions as pairs of language and path, its length in seconds."""

    path: str
    captions: tuple[tuple[str, str], ...]
    poster: str
    duration_seconds: Decimal | None

    @property
    def media_type(self) -> str:
        """The type that a browser is told, or "" for a file that is no video."""
        return TYPES.get(PurePosixPath(self.path).suffix, "")


def video_of(directive: Directive) -> VideoFacts:
    """The facts of a fence; a caption that is not "language path" has an empty path."""
    captions = (part.split() for part in directive.value("captions").split(",") if part.strip())
    pairs = tuple((words[0], words[1] if len(words) == 2 else "") for words in captions)
    return VideoFacts(directive.argument, pairs, directive.value("poster"), _seconds(directive.value("duration")))


def _seconds(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value < 100_000 else None
