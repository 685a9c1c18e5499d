"""Bytes by content address as a response: cached for good where they never change, in ranges for media, harmless for all.

SECURITY: course files come from authors. Each goes out with the one media type of its ending, ``nosniff``, and a policy under
which nothing in it runs or loads, whatever it turns out to be (a drawing opened by its own address would else run in our origin).
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags

from salerno.courseware import blobs
from salerno.courseware.draft_files import media_type_of

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOR_GOOD = "max-age=31536000, immutable"
CHUNK_BYTES = 256 * 1024
_SHOWN = ("image/", "video/", "audio/", "text/vtt", "application/vnd.apple.mpegurl")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def serve_blob(request: HttpRequest, *, path: str, blob: str, caching: str) -> HttpResponseBase:
    """The blob as the file ``path``: 304 when the client has it, 206 or 416 for one range, else whole."""
    etag = f'"{blob}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _body(request, blobs.blob_path(blob), etag)
        media_type = media_type_of(path)
        response["Content-Type"] = _with_charset(media_type)
        shown = media_type.startswith(_SHOWN)
        response["Content-Disposition"] = content_disposition_header(not shown, PurePosixPath(path).name)
    response["ETag"] = etag
    response["Cache-Control"] = caching
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if caching.startswith("private"):
        patch_vary_headers(response, ["Cookie"])
    return response


def _body(request: HttpRequest, path: Path, etag: str) -> HttpResponseBase:
    size = path.stat().st_size
    wanted = _range(request, size, etag)
    if wanted is None:
        response: HttpResponseBase = FileResponse(path.open("rb"))
        response["Content-Length"] = str(size)
        return response
    start, end = wanted
    if start >= size or start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file = path.open("rb")
    file.seek(start)
    response = StreamingHttpResponse(_pieces(file, end - start + 1), status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    response._resource_closers.append(file.close)
    return response


def _range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte of the one range that is asked for; None for the whole (RFC 9110, 14.2: other forms are ignored)."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or request.headers.get("If-Range", etag) != etag or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)) if int(last) else size, size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left > 0 and (piece := file.read(min(CHUNK_BYTES, left))):
        left -= len(piece)
        yield piece


def _with_charset(media_type: str) -> str:
    is_text = media_type.startswith("text/") or media_type in ("image/svg+xml", "application/json")
    return f"{media_type}; charset=utf-8" if is_text else media_type
