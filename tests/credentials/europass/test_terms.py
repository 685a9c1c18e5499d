import pytest
from babel.core import get_global

from salerno.credentials.europass.refusals import CannotBuild
from salerno.credentials.europass.terms import _terms, concept

# The EU names countries as ISO 3166-1 alpha-3 does, with this exception.
OWN_CODES = {"XK": "1A0"}


def codes_of(of_list: str) -> dict[str, str]:
    return {word: code for (name, word), (code, _) in _terms().items() if name == of_list}


def test_countries_have_the_three_letters_of_iso_3166():
    """CLDR knows the three-letter codes as aliases of the two-letter ones."""
    aliases = {alias: to[0] for alias, to in get_global("territory_aliases").items() if len(alias) == 3 and len(to) == 1}
    codes = codes_of("country")

    assert len(codes) == 249
    assert {word: aliases.get(code) for word, code in codes.items() if word not in OWN_CODES} == {
        word: word for word in codes if word not in OWN_CODES
    }
    assert {word: codes[word] for word in OWN_CODES} == OWN_CODES


def test_languages_have_the_three_letters_of_iso_639_3():
    aliases = get_global("language_aliases")
    codes = codes_of("language")

    assert {"en", "fr", "it", "sv", "es", "ca"} <= set(codes)
    assert {word: aliases.get(code.lower()) for word, code in codes.items()} == {word: word for word in codes}


def test_a_concept_of_the_publications_office_carries_its_list_as_notation():
    assert concept("language", "sv") == {
        "id": "http://publications.europa.eu/resource/authority/language/SWE",
        "type": "Concept",
        "inScheme": {"id": "http://publications.europa.eu/resource/authority/language", "type": "ConceptScheme"},
        "prefLabel": {"en": "Swedish"},
        "notation": "language",
    }


def test_a_concept_of_europass_names_the_scheme_of_its_list():
    assert concept("eqf", "7") == {
        "id": "http://data.europa.eu/snb/eqf/7",
        "type": "Concept",
        "inScheme": {"id": "http://data.europa.eu/snb/eqf/25831c2", "type": "ConceptScheme"},
        "prefLabel": {"en": "Level 7"},
    }


@pytest.mark.parametrize(("of_list", "word"), [("country", "UK"), ("country", ""), ("eqf", "9"), ("moods", "good")])
def test_a_value_that_the_list_does_not_hold_is_refused(of_list, word):
    with pytest.raises(CannotBuild, match=of_list):
        concept(of_list, word)
