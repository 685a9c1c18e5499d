"""What the commands say, for people and as JSON."""

import json

import pytest
from tests.mobility.ewp.samples import EXAMPLES, HASH, IIAS, LEARNING_AGREEMENTS, changed, example

from salerno.common.safe_xml import MAX_BYTES
from salerno.mobility.ewp import face

WRONG = HASH / "get-response-wrong-hash-v7.xml"


def test_a_valid_document_is_told_in_one_line_and_as_json():
    answer = face.check_file(EXAMPLES[LEARNING_AGREEMENTS])

    assert (answer.is_good, answer.told(as_json=False)) == (True, "omobility-las-get-response of omobility-las 1.2.0: valid")
    assert json.loads(answer.told(as_json=True)) == {
        "valid": True,
        "document": "omobility-las-get-response",
        "api": "omobility-las",
        "version": "1.2.0",
        "refusal": None,
        "problems": [],
        "remarks": [],
    }


def test_what_is_wrong_and_what_is_remarked_have_their_lines(tmp_path):
    wrong, odd = tmp_path / "wrong.xml", tmp_path / "odd.xml"
    wrong.write_bytes(changed(example(LEARNING_AGREEMENTS), ("1997-05-05", "never")))
    odd.write_bytes(changed(example(LEARNING_AGREEMENTS), ("<gender>1</gender>", "")))

    assert face.check_file(wrong).lines == (
        "omobility-las-get-response of omobility-las 1.2.0: not valid: not_to_the_schema",
        "line 38: “never” cannot stand in “birth-date”: it is no date.",
    )
    assert face.check_file(wrong).data["problems"] == [
        {"line": 38, "sentence": "“never” cannot stand in “birth-date”: it is no date."}
    ]
    assert (face.check_file(odd).is_good, face.check_file(odd).data["remarks"]) == (
        True,
        [{"line": 11, "sentence": "Of the student these are missing: gender."}],
    )


def test_what_is_no_document_is_told_by_the_name_of_its_file(tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Dear colleagues")

    answer = face.check_file(other)

    assert (answer.is_good, answer.lines[0], answer.data["document"]) == (False, "other.txt: not valid: not_xml", None)
    assert json.loads(answer.told(as_json=True))["refusal"] == "not_xml"


def test_a_huge_file_is_not_read_to_its_end(tmp_path):
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES * 1000)

    assert face.check_file(huge).lines == ("huge.xml: not valid: too_large", "The file is larger than 20 MB.")
    assert face.iia_hash_file(huge).data["refusal"] == "too_large"


def test_hashes_are_told_and_compared():
    good, wrong = face.iia_hash_file(EXAMPLES[IIAS]), face.iia_hash_file(WRONG)

    (found,) = json.loads(good.told(as_json=True))["iias"]
    assert found.pop("text").startswith("_iia-id_1=0f7a5682-faf7-49a7-9cc7-ec486c49a281__iia-id_2=1954991_")
    assert (good.is_good, found) == (
        True,
        {
            "iia_id": "0f7a5682-faf7-49a7-9cc7-ec486c49a281",
            "version": "7.0.0",
            "computed": "e950faa83a799cf45839e7915db88ed51575babe7845c1219dfde54ce30a61e4",
            "stated": "e950faa83a799cf45839e7915db88ed51575babe7845c1219dfde54ce30a61e4",
            "matches": True,
            "valid_for_approval": True,
        },
    )
    assert (wrong.is_good, wrong.lines) == (
        False,
        (
            "0f7a5682-faf7-49a7-9cc7-ec486c49a281 87b33170d7a6c6d894215641f39e7b7de36501265479e5ab3922f32d5b225033 "
            "but it states 87b33170d7a6c6d894215641f39e7b7de36501265479e5ab3922f32d5b225032",
        ),
    )


def test_a_document_without_agreements_has_no_hashes():
    answer = face.iia_hash_file(EXAMPLES[LEARNING_AGREEMENTS])

    assert (answer.is_good, answer.data["refusal"], answer.data["iias"]) == (False, "another_document", [])
    assert answer.lines[1] == "line 9: It is “omobility-las-get-response”; only an “iias-get-response” holds agreements."


def test_a_file_that_is_not_there_is_the_callers_to_tell(tmp_path):
    for command in (face.check_file, face.iia_hash_file):
        with pytest.raises(FileNotFoundError):
            command(tmp_path / "none.xml")
