"""Hand the joined style sheets to ``collectstatic`` and to the development server."""

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from salerno.theme.stylesheets import STYLE_SHEETS, text_of

PREFIX = "theme/css/"
_FOLDER_LOCK = threading.Lock()


@cache
def _made_folder(_process: int) -> str:
    folder = tempfile.mkdtemp(prefix="salerno-styles-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _folder() -> str:
    """The folder of this process; a forked child makes its own."""
    with _FOLDER_LOCK:
        return _made_folder(os.getpid())


class StyleSheetFinder(BaseFinder):
    """Finds ``theme/css/<name>.css``, put together from its parts at the moment it is asked for.

    Joined files are written to a folder of this process that nobody else can write to, and go with it. All finders share it: when
    two threads ask first, Django makes two of them and drops one, which must not take the files along.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.storage = FileSystemStorage(location=_folder())

    def _write(self, name: str) -> Path:
        path = Path(self.storage.location) / PREFIX / f"{name}.css"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = text_of(name)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            beside = path.with_name(f".{path.name}.{threading.get_ident()}")
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)  # at once: another request may be reading it
        return path

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        """Where the joined file lies on disk; an empty list for any other path."""
        name = path.removeprefix(PREFIX).removesuffix(".css")
        if name not in STYLE_SHEETS or path != f"{PREFIX}{name}.css":
            return []
        found = str(self._write(name))
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every style sheet, for ``collectstatic``."""
        for name in STYLE_SHEETS:
            self._write(name)
            yield f"{PREFIX}{name}.css", self.storage
