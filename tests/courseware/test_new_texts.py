"""What new files open with, and the small edits of course.toml."""

import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from salerno.courseware import new_texts
from salerno.courseware.package.facts import ACTIVITY_KINDS
from salerno.courseware.package.findings import Report
from salerno.courseware.package.frontmatter import read_front_matter
from salerno.courseware.package.values import KEY

TITLES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TITLES, st.sets(st.sampled_from(["new", "a", "a-2", "check"])))
def test_a_key_can_always_be_used_and_is_never_taken(title, taken):
    key = new_texts.key_from(title, taken)

    assert KEY.fullmatch(key)
    assert key not in taken


@given(TITLES)
def test_a_quoted_title_says_the_same_in_yaml_and_in_toml(title):
    text = new_texts.quoted(title)

    assert yaml.safe_load(text) == tomllib.loads(f"a = {text}")["a"]
    assert "\n" not in text


@pytest.mark.parametrize("kind", ACTIVITY_KINDS)
def test_a_new_activity_has_front_matter_that_can_be_read(kind):
    text = new_texts.activity_text(key="a-key", title='Why: a "test"', kind=kind, minutes=4, outcomes=["one", "two"])

    report = Report()
    found = read_front_matter("units/a/01-a.md", text, report)
    assert report.findings == []
    assert {name: found.values[name] for name in ("key", "title", "kind", "minutes", "outcomes")} == {
        "key": "a-key",
        "title": 'Why: a "test"',
        "kind": kind,
        "minutes": 4,
        "outcomes": ["one", "two"],
    }


def test_a_translation_keeps_the_title_alone():
    source = "---\nkey: a\ntitle: Why\nkind: reading\n---\n\nText.\n"

    assert new_texts.translation_text(source) == "---\ntitle: Why\n---\n\nText.\n"


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ('[course]\nlanguages = ["en"]\n', ["en", "fr"]),
        ('[course]\nlanguages = [\n  "en",\n  "it",\n]\ntitle = "x"\n', ["en", "it", "fr"]),
        ('[course]\nlanguages = ["en", "fr"] # both\n', ["en", "fr"]),
    ],
)
def test_a_language_is_added_to_the_course_file_once(text, languages):
    assert tomllib.loads(new_texts.with_language(text, "fr"))["course"]["languages"] == languages


@pytest.mark.parametrize("text", ["", "[course", "[course]\n", '[course]\nlanguages = "en"\n'])
def test_a_course_file_whose_languages_cannot_be_read_is_left_alone(text):
    assert new_texts.with_language(text, "fr") is None
