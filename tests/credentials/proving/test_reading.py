import json

import pytest

from salerno.credentials.proving.reading import MAX_BYTES, MAX_DEPTH, read_json
from salerno.credentials.proving.refusals import ProofRefused, Reason


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)


def test_read_json_reads_an_object_with_and_without_byte_order_mark():
    assert read_json(b'{"a": [1, 2.5, "\xc3\xa9"]}') == {"a": [1, 2.5, "é"]}
    assert read_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_read_json_reads_what_is_just_small_and_shallow_enough():
    assert read_json(nested(MAX_DEPTH))
    padding = MAX_BYTES - len(b'{"a":""}')
    assert len(read_json(b'{"a":"' + b"x" * padding + b'"}')["a"]) == padding


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a":"' + b"x" * MAX_BYTES + b'"}', Reason.TOO_LARGE),
        (nested(MAX_DEPTH + 1), Reason.TOO_DEEP),
        (b"[" * 100_000, Reason.TOO_DEEP),
        (b'{"a": 1, "a": 2}', Reason.DUPLICATE_KEY),
        (b'{"x": {"a": 1, "\\u0061": 2}}', Reason.DUPLICATE_KEY),
        (b'{"a": NaN}', Reason.BAD_NUMBER),
        (b'{"a": -Infinity}', Reason.BAD_NUMBER),
        (b'{"a": 1e999}', Reason.BAD_NUMBER),
        (b'{"a": ' + b"9" * 5000 + b"}", Reason.NOT_JSON),
        (b'{"a": "\\u0000"}', Reason.BAD_CHARACTERS),
        (b'{"a": "\\ud800"}', Reason.BAD_CHARACTERS),
        (b'{"\\ud800": 1}', Reason.BAD_CHARACTERS),
        (b'{"a": "\xff"}', Reason.NOT_JSON),
        (b'{"a": 1} {}', Reason.NOT_JSON),
        (b"", Reason.NOT_JSON),
        (b"[1]", Reason.NOT_A_CREDENTIAL),
        (b'"text"', Reason.NOT_A_CREDENTIAL),
        (json.dumps({"a": 1}).encode("utf-16"), Reason.NOT_JSON),
    ],
)
def test_read_json_refuses(data, reason):
    with pytest.raises(ProofRefused) as refusal:
        read_json(data)

    assert refusal.value.reason == reason
