"""Sentences of the checker: English by themselves, and in another language when told so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.courseware.package.test_package_findings import CASES

from salerno.common.words import Words, words
from salerno.courseware.package.checker import check_files
from salerno.courseware.package.scaffold import course_files

FRENCH = {
    "The image is refused: %(reason)s.": "L’image est refusée : %(reason)s.",
    "it holds the element %(name)s": "elle contient l’élément %(name)s",
    "Write 90 %.": "Écrivez 90 %.",
}


def test_words_are_told_with_the_words_inside_them():
    said = words("The image is refused: %(reason)s.", reason=words("it holds the element %(name)s", name="script"))

    assert (said, said.told(FRENCH.__getitem__)) == (
        "The image is refused: it holds the element script.",
        "L’image est refusée : elle contient l’élément script.",
    )


def test_words_without_parameters_may_hold_a_percent_sign():
    assert words("Write 90 %.").told(FRENCH.__getitem__) == "Écrivez 90 %."


@given(st.text(), st.integers(), st.text())
def test_words_told_in_english_are_what_they_are(what: str, number: int, inner: str):
    said = words("%(what)s of %(number)s: %(inner)s", what=what, number=number, inner=words("(%(text)s)", text=inner))

    assert said == f"{what} of {number}: ({inner})" == said.told(str)


@pytest.mark.parametrize("name", CASES)
def test_every_finding_can_be_told_in_another_language(name: str):
    files = course_files("x")
    CASES[name][0](files)

    said = [text for finding in check_files(files) for text in (finding.message, finding.remedy)]

    assert [text for text in said if not isinstance(text, Words)] == []
    assert [text.told(str) for text in said] == said
