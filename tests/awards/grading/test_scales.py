"""Scales read what people write, say what is allowed, and agree with the partners' own list."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salerno.institutions
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.scales import Grade, scale_of, scales

hundredths = st.integers(0, 2000).map(lambda value: f"{value / 100:.2f}")
tenths = st.integers(0, 100).map(lambda value: f"{value / 10:.1f}")
WRITTEN = {
    "fr-20": hundredths,
    "it-30": st.integers(0, 30).map(str) | st.just("30L"),
    "se-af": st.sampled_from(["A", "B", "C", "D", "E", "Fx", "F"]),
    "se-vgu": st.sampled_from(["VG", "G", "U"]),
    "es-10": tenths | st.just("MH"),
}
any_grade = st.sampled_from(sorted(WRITTEN)).flatmap(lambda code: st.tuples(st.just(code), WRITTEN[code]))


@pytest.mark.parametrize(
    ("code", "written", "canonical", "is_pass"),
    [
        ("fr-20", "14,5", "14.5", True),
        ("fr-20", " 14.50 ", "14.5", True),
        ("fr-20", "14,5/20", "14.5", True),
        ("fr-20", "10", "10", True),
        ("fr-20", "9,99", "9.99", False),
        ("fr-20", "20.00", "20", True),
        ("it-30", "30 e lode", "30L", True),
        ("it-30", "30\N{NO-BREAK SPACE}E  LODE", "30L", True),
        ("it-30", "30l", "30L", True),
        ("it-30", "28 / 30", "28", True),
        ("it-30", "28.0", "28", True),
        ("it-30", "18", "18", True),
        ("it-30", "17", "17", False),
        ("se-af", "e", "E", True),
        ("se-af", "FX", "Fx", False),
        ("se-af", "F", "F", False),
        ("se-vgu", "vg", "VG", True),
        ("se-vgu", "Väl godkänd", "VG", True),
        ("se-vgu", "Va\N{COMBINING DIAERESIS}l godka\N{COMBINING DIAERESIS}nd", "VG", True),
        ("se-vgu", "U", "U", False),
        ("es-10", "MH", "MH", True),
        ("es-10", "Matrícula de Honor", "MH", True),
        ("es-10", "7,5", "7.5", True),
        ("es-10", "5", "5", True),
        ("es-10", "4.9", "4.9", False),
    ],
)
def test_a_grade_is_read_as_people_write_it(code, written, canonical, is_pass):
    grade = scale_of(code).read(written)

    assert (grade.scale, grade.text, grade.is_pass) == (code, canonical, is_pass)


NUMBERS = "“{}” is not a grade of this scale: numbers from 0 to 20 (decimals: at most 2) are allowed."
WHOLE = "“{}” is not a grade of this scale: whole numbers from 0 to 30 and 30L are allowed."
SPANISH = "“{}” is not a grade of this scale: numbers from 0 to 10 (decimals: at most 1) and MH are allowed."
LETTERS = "“{}” is not a grade of this scale: A, B, C, D, E, Fx, F are allowed."


@pytest.mark.parametrize(
    ("code", "written", "sentence"),
    [
        ("fr-20", "20.01", NUMBERS),
        ("fr-20", "14.505", NUMBERS),
        ("fr-20", "-1", NUMBERS),
        ("fr-20", "1e1", NUMBERS),
        ("fr-20", "1²", NUMBERS),
        ("fr-20", "14/30", NUMBERS),
        ("fr-20", "", NUMBERS),
        ("fr-20", "NaN", NUMBERS),
        ("it-30", "31", WHOLE),
        ("it-30", "28.5", WHOLE),
        ("it-30", "30LL", WHOLE),
        ("es-10", "7.25", SPANISH),
        ("se-af", "G", LETTERS),
        ("se-af", "5", LETTERS),
    ],
)
def test_what_is_no_grade_is_refused_with_what_is_allowed(code, written, sentence):
    with pytest.raises(GradeRefused) as refusal:
        scale_of(code).read(written)

    assert str(refusal.value) == sentence.format(written)


def test_a_refusal_can_be_worded_in_another_language():
    with pytest.raises(GradeRefused) as refusal:
        scale_of("se-vgu").read("H")

    assert refusal.value.sentence.told(lambda _template: "« %(grade)s » : %(names)s.") == "« H » : VG, G, U."


def test_a_long_text_is_refused_at_once_and_shown_in_part():
    with pytest.raises(GradeRefused) as refusal:
        scale_of("fr-20").read("1" * 1_000_000)

    assert str(refusal.value) == NUMBERS.format("1" * 40)


def test_an_unknown_scale_names_the_known_ones():
    with pytest.raises(GradeRefused) as refusal:
        scale_of("de-5")

    assert str(refusal.value) == "“de-5” is not a known scale. Known are: fr-20, it-30, se-af, se-vgu, es-10."


@pytest.mark.parametrize(
    ("code", "best_first"),
    [
        ("fr-20", ["20", "14.51", "14.5", "9.9", "0"]),
        ("it-30", ["30L", "30", "18", "17", "0"]),
        ("se-af", ["A", "B", "C", "D", "E", "Fx", "F"]),
        ("se-vgu", ["VG", "G", "U"]),
        ("es-10", ["MH", "10", "9.9", "5", "4.9"]),
    ],
)
def test_grades_stand_best_first(code, best_first):
    scale = scale_of(code)

    ordered = scale.best_first(scale.read(text) for text in sorted(best_first))

    assert [grade.text for grade in ordered] == best_first


@settings(deadline=None)
@given(any_grade)
def test_the_canonical_writing_is_read_back_equal(written: tuple[str, str]):
    scale = scale_of(written[0])
    grade = scale.read(written[1])

    assert scale.read(grade.text) == grade


@settings(deadline=None)
@given(any_grade, st.data())
def test_no_failing_grade_stands_above_a_passing_one(written: tuple[str, str], data: st.DataObject):
    scale = scale_of(written[0])
    one, other = scale.read(written[1]), scale.read(data.draw(WRITTEN[scale.code]))

    assert not (one.is_pass and not other.is_pass) or one.height > other.height


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_grade_or_is_refused(text: str):
    for scale in scales().values():
        try:
            grade = scale.read(text)
        except GradeRefused:
            continue
        assert isinstance(grade, Grade)


@pytest.mark.parametrize(
    ("code", "written", "row"),
    [
        ("fr-20", "14.37", "14"),
        ("fr-20", "14.5", "14.5"),
        ("fr-20", "20", "20"),
        ("es-10", "9.9", "9.5"),
        ("es-10", "MH", "MH"),
        ("it-30", "29", "29"),
        ("it-30", "30L", "30L"),
    ],
)
def test_tables_count_a_grade_in_the_class_below_it(code, written, row):
    scale = scale_of(code)

    assert scale.counted_as(scale.read(written)).text == row


@settings(deadline=None)
@given(hundredths)
def test_a_class_passes_exactly_when_its_grades_do(written: str):
    scale = scale_of("fr-20")
    grade = scale.read(written)

    assert scale.counted_as(grade).is_pass == grade.is_pass


def test_the_scales_are_those_of_the_partners():
    consortium = Path(salerno.institutions.__file__).parent / "data" / "consortium.toml"
    for stated in tomllib.loads(consortium.read_text(encoding="utf-8"))["scale"]:
        scale = scale_of(stated["code"])
        if "maximum" in stated:
            known = (scale.highest, scale.pass_mark, scale.decimals)
            assert known == (stated["maximum"], stated["pass_mark"], stated.get("decimal_places", 0))
            assert [scale.read(grade).height for grade in stated.get("grades", [])] == [Decimal(31)] * len(stated.get("grades", []))
        else:
            assert [*scale.passing, *scale.failing] == stated["grades"]
