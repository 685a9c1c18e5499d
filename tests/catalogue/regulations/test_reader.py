"""Regulations: every mistake with its line and what to do; what is right comes back equal from what a row keeps."""

import json
from decimal import Decimal

import pytest
from tests.support.regulations import SMALL, small_rules

from salerno.catalogue.regulations.mistakes import RegulationsRefused
from salerno.catalogue.regulations.reader import MOST_BYTES, read_body, read_file, read_text
from salerno.catalogue.services import MADE_UP_REGULATIONS

GROUP = "track.0.semester.0.group"


def mistakes(text):
    with pytest.raises(RegulationsRefused) as error:
        read_text(text)
    return [(each.line, each.place, each.message) for each in error.value.mistakes]


def test_the_file_becomes_frozen_values():
    rules = small_rules()

    track = rules.track("only")
    assert [(group.key, group.choose, group.amount) for group in track.groups] == [
        ("core", "all", Decimal(2)),
        ("more", "ects", Decimal(3)),
        ("other", "courses", Decimal(1)),
        ("work", "all", Decimal(2)),
    ]
    assert (rules.courses["B3"].kind, rules.courses["B3"].practical_hours) == ("internship", Decimal(30))
    assert (rules.degree.ects, rules.degree.floors, rules.track("none")) == (Decimal(30), {"a.example": "8"}, None)


def test_what_a_row_keeps_says_the_same_under_the_same_digest():
    rules = read_file(MADE_UP_REGULATIONS)

    again = read_body(json.loads(json.dumps(rules.body)))

    assert (again, again.digest) == (rules, rules.digest)


def test_the_digest_knows_no_comments_and_no_order_of_keys():
    other = SMALL.replace('code = "A1"\ntitle = { en = "Counting" }', '# said\ntitle = { en = "Counting" }\ncode = "A1"')

    assert read_text(other).digest == small_rules().digest
    assert read_text(SMALL.replace("practical_hours = 20", "practical_hours = 21")).digest != small_rules().digest


def test_credits_may_have_one_decimal_place():
    assert read_text(SMALL.replace("ects = 30", "ects = 7.5")).degree.ects == Decimal("7.5")


def test_the_made_up_regulations_of_the_demonstration_say_so():
    rules = read_file(MADE_UP_REGULATIONS)

    assert (rules.is_made_up, rules.degree.ects, len(rules.tracks)) == (True, Decimal(120), 2)
    assert [sum(1 for course in rules.courses.values() if course.kind == kind) for kind in ("internship", "thesis")] == [3, 3]


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("format = 1", "format = 2", "format", "The format is not known."),
        ("made_up = true", "made_up = 1", "made_up", "made_up must be true or false."),
        ("thesis_ects = 6", "thesis = 6", "degree.thesis", "thesis means nothing here."),
        ("[degree]", "[degrees]", "degree", "degree is missing."),
        ("mobility_ects = 9", "mobility_ects = -1", "degree.mobility_ects", "mobility_ects is no such number."),
        ("mobility_ects = 9", "mobility_ects = 9.25", "degree.mobility_ects", "mobility_ects is no such number."),
        ("mobility_ects = 9", "mobility_ects = inf", "degree.mobility_ects", "mobility_ects is no such number."),
        ("number = 2", "number = 0", "track.0.semester.1.number", "number must be a whole number of at least 1."),
        ("number = 2", "number = 1", "track.0", "Semester 1 stands twice."),
        ('kind = "thesis"', 'kind = "exam"', "course.5.kind", "kind must be one of course, internship, thesis."),
        ('code = "A2"', 'code = ""', "course.1.code", "code does not have the right form."),
        (
            'title = { en = "Core" }',
            'title = { fr = "Tronc" }',
            f"{GROUP}.0.title",
            "title must be a text by language, with English.",
        ),
        ("choose = { ects = 3 }", "choose = { ects = 7 }", f"{GROUP}.1.choose", "more asks for 7 and offers 6."),
        (
            "choose = { courses = 1 }",
            "choose = { courses = 2 }",
            "track.0.semester.1.group.0.choose",
            "other asks for 2 and offers 1.",
        ),
        (
            "choose = { courses = 1 }",
            "choose = 1",
            "track.0.semester.1.group.0.choose",
            "It is not said how many of the courses must be passed.",
        ),
        ('courses = ["A1", "B1"]', 'courses = ["A1", "B9"]', f"{GROUP}.0.courses", "B9 is not known."),
        ('courses = ["A1", "B1"]', 'courses = ["A1", "A1"]', f"{GROUP}.0.courses", "A1 stands twice."),
        ('requires = ["A1"]', 'requires = ["A9"]', "course.1.requires", "A9 is not known."),
        (
            'requires = ["A1"]',
            'requires = ["A2"]',
            "course.1.requires",
            "These courses require each other in a circle: A2 → A2.",
        ),
        ('outcomes = ["weigh"]', 'outcomes = ["way"]', "course.2.outcomes", "way is not known."),
        ("ects = 30", "ects = 31", "degree.ects", "ects asks for 31; the track only offers 30."),
        (
            "awarding_institutions = 2",
            "awarding_institutions = 3",
            "degree.awarding_institutions",
            "So many institutions do not award the degree.",
        ),
        (
            "ects_at_each_awarding = 9",
            "ects_at_each_awarding = 16",
            "degree.ects_at_each_awarding",
            "ects_at_each_awarding asks for 16; the track only offers 15.",
        ),
        (
            "practical_hours = 40",
            "practical_hours = 51",
            "degree.practical_hours",
            "practical_hours asks for 51; the track only offers 50.",
        ),
        ('"a.example" = "8"', '"c.example" = "8"', "degree.floors", "c.example is not known."),
        (
            'courses = ["B3", "T1"]',
            'courses = ["B3", "T1", "A1"]',
            "track.0",
            "A1 is compulsory in two groups, but a course counts once.",
        ),
        (
            "choose = { ects = 3 }",
            "choose = { ects = 6 }",
            "track.0",
            "Nobody can fill other: other groups need its courses, and a course counts once.",
        ),
        ('slug = "only"', 'slug = "Only"', "track.0.slug", "slug does not have the right form."),
    ],
)
def test_each_mistake_is_named_with_its_line(old, new, place, message):
    text = SMALL.replace(old, new, 1)
    lines = text.split("\n")
    line_of_the_value = next(number for number, line in enumerate(lines, start=1) if new in line)
    line = {"degree": 1, "track.0": lines.index("[[track]]") + 1}.get(place, line_of_the_value)

    assert (line, place, message) in mistakes(text)


def test_all_mistakes_are_told_at_once():
    text = SMALL.replace("mobility_ects = 9", 'mobility_ects = "x"').replace("number = 2", "number = []").replace("made_up", "maid")

    assert len(mistakes(text)) == 3


@pytest.mark.parametrize(
    "twice", ['[[outcome]]\nkey = "count"\ntitle = { en = "Again" }\n', SMALL[SMALL.index("[[course]]") : SMALL.index("[[track]]")]]
)
def test_what_stands_twice_is_refused(twice):
    head, tail = SMALL.split("[[track]]\n")

    assert any(message.endswith("stands twice.") for _line, _place, message in mistakes(f"{head}{twice}\n[[track]]\n{tail}"))


def test_what_is_no_toml_is_refused_at_its_line():
    assert mistakes("format = 1\nprogramme = \n")[0][:2] == (2, "regulations")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * (MOST_BYTES + 1))

    with pytest.raises(RegulationsRefused, match="larger than 1 MB"):
        read_file(path)


def test_a_mistake_is_told_in_the_language_of_the_reader():
    with pytest.raises(RegulationsRefused) as error:
        read_text(SMALL.replace("ects = 30", "ects = 31"))

    said = error.value.mistakes[0].message.told(
        {
            "%(name)s asks for %(asked)s; the track %(track)s offers %(there)s.": "%(name)s : %(asked)s, %(there)s dans %(track)s."
        }.get
    )
    assert said == "ects : 31, 30 dans only."


def test_more_shared_courses_than_can_be_compared_are_refused():
    codes = [f"S{number}" for number in range(13)]
    courses = "".join(
        f'[[course]]\ncode = "{code}"\ntitle = {{ en = "S" }}\ninstitution = "a.example"\nects = 3\n' for code in codes
    )
    asked = f'title = {{ en = "S" }}\nchoose = {{ courses = 1 }}\ncourses = {json.dumps(codes)}\n'
    groups = "".join(f'[[track.semester.group]]\nkey = "s{number}"\n{asked}' for number in range(2))
    head, tail = SMALL.split("[[track]]\n")

    assert [message for _line, _place, message in mistakes(f"{head}{courses}[[track]]\n{tail}{groups}")] == [
        "14 courses stand in more than one group."
    ]
