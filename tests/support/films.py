"""A two-second film, as a file and as an HLS list, made by ffmpeg: real bytes for the player."""

import subprocess
from pathlib import Path

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nA test card.\n"


def make_film(folder: Path) -> dict[str, bytes]:
    """``media/card.mp4``, ``media/card.m3u8`` with its segments, and captions, by path in a package."""
    source = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=2"]
    codec = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast"]
    _ffmpeg(folder, [*source, *codec, "-movflags", "+faststart", "card.mp4"])
    _ffmpeg(folder, [*source, *codec, "-f", "hls", "-hls_time", "1", "-hls_list_size", "0", "card.m3u8"])
    (folder / "card.en.vtt").write_text(CAPTIONS, encoding="utf-8")
    return {f"media/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())}


def _ffmpeg(folder: Path, arguments: list[str]) -> None:
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", *arguments], cwd=folder, check=True)  # noqa: S603, S607
