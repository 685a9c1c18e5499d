"""``salerno grades``: for people, and for checks from outside."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ITALIAN = {"grades": [["30L", 12.1], ["30", 20.4], ["27", 40.5], ["18", 27]], "scale": "it-30"}
LETTERS = {"grades": [["A", 10], ["B", 25], ["C", 30], ["D", 25], ["E", 10]]}
EXAMPLE = Path(__file__).parents[2] / "data" / "ewp" / "examples/ewp-specs-api-imobility-tors-endpoints-get-response-example.xml"


@pytest.fixture
def convert(tmp_path):
    for name, table in (("italian", ITALIAN), ("letters", LETTERS)):
        (tmp_path / f"{name}.json").write_text(json.dumps(table), encoding="utf-8")

    def run(source, target, *values):
        call_command("grades", "convert", "--from", str(tmp_path / source), "--to", str(tmp_path / target), *values)

    return run


def test_a_grade_is_converted_with_its_interval_and_path(convert, capsys):
    convert("italian.json", "letters.json", "30 e lode", "12")

    assert capsys.readouterr().out == (
        "30L → A (B to A)\n"
        "  0 % of the passing results are better than 30L; 12.1 % are as good or better.\n"
        "  In the other table this place is held by: A, B.\n"
        "  30L is the best grade given; it becomes the best grade given there, A.\n"
        "12 → no pass\n"
        "  12 does not pass and converts to no grade: tables compare passing grades.\n"
    )


def test_json_is_a_list_with_one_object_for_each_value(convert, capsys):
    convert("italian.json", "letters.json", "30", "27", "--json")

    found = json.loads(capsys.readouterr().out)
    assert [(one["value"], one["grade"], one["interval"]) for one in found] == [("30", "B", ["B", "B"]), ("27", "C", ["D", "B"])]
    assert [step["key"] for step in found[0]["path"]] == ["band", "comparable", "middle"]


def test_an_unknown_grade_names_the_known_ones(convert):
    with pytest.raises(CommandError, match=r"“G” is not a grade of the table\. Known are: A, B, C, D, E\.") as refusal:
        convert("letters.json", "italian.json", "G")

    assert refusal.value.returncode == 1


def test_nothing_is_written_when_one_of_the_values_is_unknown(convert, capsys):
    with pytest.raises(CommandError):
        convert("letters.json", "italian.json", "A", "G")

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "is no file"),
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b'{"grades": [["A", 40], ["B", 40]]}', "add up to 80"),
    ],
)
def test_a_bad_table_is_named_with_the_reason(convert, tmp_path, content, reason):
    if content is not None:
        (tmp_path / "bad.json").write_bytes(content)

    with pytest.raises(CommandError, match=rf"bad\.json.*{reason}"):
        convert("letters.json", "bad.json", "A")


def test_a_partners_table_is_imported_and_can_be_used(convert, tmp_path, capsys):
    call_command("grades", "import", str(EXAMPLE), "--scale", "se-af")
    (tmp_path / "swedish.json").write_text(capsys.readouterr().out, encoding="utf-8")

    convert("swedish.json", "italian.json", "A", "F", "--json")

    assert [one["grade"] for one in json.loads(capsys.readouterr().out)] == ["30L", None]


def test_of_several_fields_of_study_one_is_chosen(tmp_path, capsys):
    several = EXAMPLE.read_text(encoding="utf-8")
    table = several[several.index("<iscedTable") : several.index("</gradeConversionTable>")]
    file = tmp_path / "several.xml"
    file.write_text(several.replace(table, table + table.replace("0612", "0512")), encoding="utf-8")

    with pytest.raises(CommandError, match=r"--isced: 0612, 0512\."):
        call_command("grades", "import", str(file), "--scale", "se-af")
    with pytest.raises(CommandError, match="--isced"):
        call_command("grades", "import", str(file), "--scale", "se-af", "--isced", "0919")
    call_command("grades", "import", str(file), "--scale", "se-af", "--isced", "0512")

    assert json.loads(capsys.readouterr().out)["isced_f"] == "0512"


def test_a_file_without_tables_is_refused(tmp_path):
    (tmp_path / "other.xml").write_text("<a/>", encoding="utf-8")

    with pytest.raises(CommandError, match="There is no grading table in it"):
        call_command("grades", "import", str(tmp_path / "other.xml"))
