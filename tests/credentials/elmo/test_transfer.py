"""The form that the learner's browser POSTs."""

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.credentials.elmo.documents import MAX_BYTES
from salerno.credentials.elmo.refusals import ElmoReason, ElmoRefused
from salerno.credentials.elmo.transfer import ReturnCode, packed, response_fields, unpacked


@given(st.binary(max_size=2000))
def test_what_is_packed_comes_out_equal(data):
    assert unpacked(packed(data)) == data
    assert gzip.decompress(base64.b64decode(packed(data))) == data


def test_a_document_goes_with_success_alone(signed):
    assert response_fields("session-1", ReturnCode.OK, elmo=signed) == {
        "sessionId": "session-1",
        "returnCode": "NCP_OK",
        "elmo": packed(signed),
    }
    assert response_fields("session-1", ReturnCode.CANCELLED, message="Cancelled by the learner") == {
        "sessionId": "session-1",
        "returnCode": "NCP_CANCEL",
        "returnMessage": "Cancelled by the learner",
    }
    with pytest.raises(ValueError, match="NCP_OK"):
        response_fields("session-1", ReturnCode.OK)
    with pytest.raises(ValueError, match="NCP_OK"):
        response_fields("session-1", ReturnCode.ERROR, elmo=signed)


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("é", ElmoReason.BAD_TRANSFER),
        ("A", ElmoReason.BAD_TRANSFER),
        (text_of(b"<elmo/>"), ElmoReason.BAD_TRANSFER),
        (text_of(gzip.compress(b"<elmo/>", mtime=0)[:-1]), ElmoReason.BAD_TRANSFER),
        (text_of(gzip.compress(b"<elmo/>", mtime=0) + gzip.compress(b"more", mtime=0)), ElmoReason.BAD_TRANSFER),
        (text_of(gzip.compress(bytes(MAX_BYTES + 1), mtime=0)), ElmoReason.TOO_LARGE),
        ("A" * (MAX_BYTES * 2), ElmoReason.TOO_LARGE),
    ],
)
def test_what_was_not_packed_so_is_refused(text, reason):
    with pytest.raises(ElmoRefused) as error:
        unpacked(text)

    assert error.value.reason is reason


def test_wrapped_lines_are_read():
    text = packed(bytes(range(256)))

    assert unpacked("\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))) == bytes(range(256))
