"""Reading ``references.toml`` and ``glossary.toml``: works that are cited and terms that are explained."""

from collections.abc import Iterator, Sequence
from functools import partial

from salerno.common.words import words as _
from salerno.courseware.package.facts import GlossaryTerm, Reference
from salerno.courseware.package.findings import Report
from salerno.courseware.package.toml_text import TomlText, read_toml
from salerno.courseware.package.values import KEY, Table

REFERENCES = "references.toml"
GLOSSARY = "glossary.toml"
_DOI = r"10\.\d{4,9}/\S+"
_URL = r"https?://\S+"
_OLDEST, _NEWEST = 1, 2999


def read_references(text: str, report: Report) -> dict[str, Reference]:
    """Every work by key."""
    toml = read_toml(REFERENCES, text, report)
    return {key: _reference(key, table) for key, table in _entries(toml, report)}


def read_glossary(text: str, languages: Sequence[str], report: Report) -> dict[str, GlossaryTerm]:
    """Every term by key."""
    toml = read_toml(GLOSSARY, text, report)
    return {key: _term(key, table, languages) for key, table in _entries(toml, report)}


def _entries(toml: TomlText | None, report: Report) -> Iterator[tuple[str, Table]]:
    for key, values in toml.values.items() if toml else ():
        if isinstance(values, dict) and KEY.fullmatch(key):
            yield key, Table(values, toml.path, partial(toml.line, key), report)
        else:
            remedy = _("Write [a-key] in lower-case letters, digits and hyphens, and its values below.")
            report.error(toml.path, toml.line(key), "key-wrong", _("%(key)s is not an entry.", key=key), remedy)


def _reference(key: str, table: Table) -> Reference:
    table.only(("authors", "year", "title", "container", "doi", "url"))
    reference = Reference(
        key=key,
        authors=table.text("authors", required=True),
        year=table.number("year", _OLDEST, _NEWEST),
        title=table.text("title", required=True),
        container=table.text("container"),
        doi=table.text("doi", pattern=_DOI, form=_("a DOI such as 10.1126/science.aax2342")),
        url=table.text("url", pattern=_URL, form=_("an address that starts with https://")),
    )
    if "doi" not in table.values and "url" not in table.values:
        table.error("title", "value-missing", _("The work can be found nowhere."), _("Add doi or url."))
    return reference


def _term(key: str, table: Table, languages: Sequence[str]) -> GlossaryTerm:
    table.only(("term", "definition"))
    return GlossaryTerm(key, table.by_language("term", languages), table.by_language("definition", languages))
