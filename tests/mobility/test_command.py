"""``salerno mobility allocate``: the same answer as the campus gives, from a file."""

import json

import pytest
from django.core.management import CommandError, call_command

GIVEN = {
    "students": [
        {"id": "a", "score": 90, "tier": "consortium", "choices": ["p"]},
        {"id": "b", "score": 80, "tier": "consortium", "choices": ["p", "q"]},
        {"id": "c", "score": 70, "tier": "outside", "choices": ["p"]},
    ],
    "places": [
        {"id": "p", "capacity": 1, "minimum": 0, "tier": "consortium"},
        {"id": "q", "capacity": 1, "minimum": 0, "tier": "outside"},
    ],
    "seed": 1,
}


def run(capsys, path, *options):
    call_command("mobility", "allocate", str(path), *options)
    return capsys.readouterr().out


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(GIVEN), encoding="utf-8")
    return path


@pytest.mark.parametrize("method", ["deferred", "best"])
def test_json_holds_assignment_reasons_and_figures(capsys, file, method):
    given = json.loads(run(capsys, file, "--method", method, "--json"))

    assert given["assignment"] == {"a": "p", "b": "q", "c": None}
    assert set(given["reasons"]) == {"a", "b", "c"}
    assert given["reasons"]["a"] == "You have p, your first choice."
    assert (given["figures"]["method"], given["figures"]["placed"]) == (method, 2)


def test_lines_for_people_say_the_same(capsys, file):
    lines = run(capsys, file).splitlines()

    assert lines[0] == "a: p. You have p, your first choice."
    assert lines[2].startswith("c: –. You have no place: p was full")
    assert lines[3] == "2 of 3 placed (deferred)."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "This is not JSON"),
        ('{"students": [], "places": [], "sede": 1}', "sede"),
        ('{"students": [{"id": "a", "score": 1, "tier": "royal", "choices": []}], "places": []}', "students[0].tier"),
    ],
)
def test_what_cannot_be_right_is_refused_and_said_where(tmp_path, text, said):
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError) as error:
        call_command("mobility", "allocate", str(path))

    assert said in str(error.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "latin").write_bytes(b"\xff\xfe\x00{")

    for name in ("nowhere.json", "latin"):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("mobility", "allocate", str(tmp_path / name))


def test_time_that_runs_out_is_said(file):
    with pytest.raises(CommandError, match="within -1 seconds"):
        call_command("mobility", "allocate", str(file), "--method", "best", "--seconds=-1")
