"""The EU's controlled values, as ELM writes them: a ``Concept`` with its address, its list and its label.

Only the lists that a degree needs, in ``data/terms.csv`` (sources and licence: data/README.md). A value outside them is a refusal:
the profile allows nothing else, and a guessed address would be a false statement under a seal.
"""

import csv
from functools import lru_cache
from importlib.resources import files

from .refusals import CannotBuild

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_EUROPASS = "http://data.europa.eu/snb/"
# The lists of the Publications Office; all others are Europass lists, whose scheme has this name in each of them.
_AUTHORITY_LISTS = frozenset({"country", "language", "file-type"})
_EUROPASS_SCHEME = "25831c2"


@lru_cache(maxsize=1)
def _terms() -> dict[tuple[str, str], tuple[str, str]]:
    with (files(__package__) / "data" / "terms.csv").open(encoding="utf-8", newline="") as table:
        return {(row["list"], row["word"]): (row["code"], row["label_en"]) for row in csv.DictReader(table)}


def concept(of_list: str, word: str) -> dict:
    """The value ``word`` of ``of_list``: countries by ISO 3166-1 alpha-2, languages by ISO 639-1, ISCED-F and EQF by code, all
    others by the words of ``data/terms.csv``. Raises ``CannotBuild`` for an unknown one."""
    try:
        code, label = _terms()[of_list, word]
    except KeyError as error:
        raise CannotBuild(f"the EU list “{of_list}” has no value for “{word}”") from error
    if of_list in _AUTHORITY_LISTS:
        return term(f"{_AUTHORITY}{of_list}/{code}", f"{_AUTHORITY}{of_list}", {"en": label}, notation=of_list)
    return term(f"{_EUROPASS}{of_list}/{code}", f"{_EUROPASS}{of_list}/{_EUROPASS_SCHEME}", {"en": label})


def national_level(uri: str, label: dict[str, str]) -> dict:
    """A level of a national framework, from the EU's list of them, which is too long to be shipped."""
    if not uri.startswith(f"{_EUROPASS}qdr/"):
        raise CannotBuild(f"a national level stands in the list {_EUROPASS}qdr/, not at “{uri}”")
    return term(uri, f"{_EUROPASS}qdr/{_EUROPASS_SCHEME}", label)


def term(uri: str, scheme: str, label: dict[str, str], notation: str = "") -> dict:
    """A ``Concept`` in the shape of the Commission's samples."""
    value = {"id": uri, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}, "prefLabel": dict(label)}
    return {**value, "notation": notation} if notation else value
