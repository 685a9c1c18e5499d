"""Bring the catalogues of the interface up to date: ``python scripts/messages.py [LANGUAGE …]``.

Every translatable sentence of all rooms goes into one file for each language, ``theme/locale/<language>/LC_MESSAGES/django.po``.
What has gone from the code goes from the file; what is new comes in with an empty ``msgstr``; translations stay. Naming a
language that has no file begins one. No line numbers are written, and entries are sorted, so that a diff shows words alone.

Templates are turned into Python by Django's own ``templatize`` and read by Babel: GNU gettext is not needed.
"""

import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parent.parent / "src" / "salerno"
CATALOGUES = ROOMS / "theme" / "locale"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
WIDTH = 130
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
HEAD = """\
# Words of the interface in {language}. Keys come from the code through scripts/messages.py.
msgid ""
msgstr ""
"Project-Id-Version: Salerno\\n"
"Language: {code}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def sources() -> Iterator[Path]:
    """The Python files and the templates of every room."""
    yield from sorted(ROOMS.rglob("*.py"))
    yield from sorted(path for path in ROOMS.glob("*/templates/**/*") if path.is_file())


def as_python(path: Path) -> str:
    """The text of ``path`` as Python; of a template only the calls of gettext are left, each line unindented."""
    text = path.read_text(encoding="utf-8")
    return text if path.suffix == ".py" else INDENT.sub("", templatize(text, origin=str(path)))


@cache
def messages_in_code() -> Catalog:
    """Every sentence that the code marks for translation; read once, whatever the number of languages."""
    catalogue = Catalog()
    for path in sources():
        file = io.BytesIO(as_python(path).encode())
        for _line, message, comments, context in extract(
            "python", file, keywords=KEYWORDS, comment_tags=["Translators"], options={"encoding": "utf-8"}
        ):
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def catalogue_file(language: str) -> Path:
    """Where the words of ``language`` stand."""
    return CATALOGUES / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    """The catalogue of ``language`` as written; an empty one when there is no file yet."""
    path = catalogue_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def written(catalogue: Catalog) -> bytes:
    """The bytes of the ``.po`` file: a head without dates, so that the same words make the same bytes."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    head = HEAD.format(
        language=Locale.parse(str(catalogue.locale)).get_display_name("en"),
        code=catalogue.locale,
        plural_forms=catalogue.plural_forms,
    )
    return head.encode() + file.getvalue()


def bring_up_to_date(language: str) -> list[str]:
    """Rewrite the catalogue of ``language``; return the sentences that wait for a translation.

    Near matches are not guessed: a guess that nobody looks at is worse than an English sentence.
    """
    catalogue = read_catalogue(language)
    catalogue.update(messages_in_code(), no_fuzzy_matching=True)
    path = catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalogue))
    return [str(message.id) for message in catalogue if message.id and not is_translated(message)]


def is_translated(message) -> bool:
    """Whether every form of ``message`` has words that somebody has looked at."""
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return not message.fuzzy and bool(forms) and all(forms)


def main(languages: list[str]) -> int:
    """Bring the named languages up to date, or all that have a file."""
    for language in languages or sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()):
        waiting = bring_up_to_date(language)
        print(f"{language}: {len(waiting)} sentences wait for a translation")
        for sentence in waiting:
            print(f"  {sentence}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
