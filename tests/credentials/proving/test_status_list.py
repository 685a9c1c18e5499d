import base64
import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salerno.credentials.proving.refusals import ProofRefused, Reason
from salerno.credentials.proving.status_list import (
    MIN_BITS,
    Purpose,
    StatusList,
    free_index,
    is_set,
    status_entry,
    status_list_credential,
)

URL = "https://campus.example/status/1"


def packed(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits)).decode().rstrip("=")


@given(st.sets(st.integers(0, MIN_BITS - 1), max_size=40))
@settings(max_examples=20, deadline=None)
def test_a_list_is_read_as_it_was_written(indexes):
    statuses = StatusList()
    for index in indexes:
        statuses[index] = True

    again = StatusList.decode(statuses.encode())

    assert {index for index in range(MIN_BITS) if again[index]} == indexes


def test_index_0_is_the_most_significant_bit_of_the_first_byte():
    bits = bytearray(MIN_BITS // 8)
    bits[0], bits[1] = 0b10000001, 0b01000000

    statuses = StatusList.decode(packed(bytes(bits)))

    assert [index for index in range(MIN_BITS) if statuses[index]] == [0, 7, 9]


def test_a_bit_can_be_cleared_again():
    statuses = StatusList()
    statuses[5] = True
    statuses[6] = True

    statuses[5] = False

    assert (statuses[5], statuses[6]) == (False, True)


def test_equal_lists_are_equal_text():
    assert StatusList().encode() == StatusList().encode()


def test_the_list_of_1edtech_is_read(data):
    document = json.loads((data / "openbadges3/samples/bit-string-list/testlist").read_text("utf-8"))

    statuses = StatusList.decode(document["credentialSubject"]["encodedList"])

    assert len(statuses) == MIN_BITS
    assert [index for index in range(MIN_BITS) if statuses[index]] == [23]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "u",
        "zabc",
        "u!!!",
        "uAAAA",
        StatusList().encode() + "=",
        StatusList().encode()[:-8],
        packed(b"\0" * (MIN_BITS // 8 - 1)),
        packed(b"\0" * (5 * 2**20)),
        "u" + base64.urlsafe_b64encode(gzip.compress(b"\0" * 16384) * 2).decode().rstrip("="),
    ],
    ids=[
        "none",
        "empty",
        "bare",
        "base58",
        "alphabet",
        "no-gzip",
        "padded",
        "cut",
        "short",
        "bomb",
        "two-members",
    ],
)
def test_decode_refuses(text):
    with pytest.raises(ProofRefused) as refusal:
        StatusList.decode(text)

    assert refusal.value.reason == Reason.STATUS_MALFORMED


@pytest.mark.parametrize("index", [-1, MIN_BITS])
def test_an_index_outside_is_an_error_when_read_and_when_written(index):
    with pytest.raises(IndexError):
        StatusList()[index]
    with pytest.raises(IndexError):
        StatusList()[index] = True


@given(st.sets(st.integers(0, 63)), st.randoms(use_true_random=False))
def test_free_index_is_free(taken, random):
    if len(taken) == 64:
        with pytest.raises(ValueError, match="full"):
            free_index(taken, size=64)
        return

    index = free_index(taken, size=64, below=random.randrange)

    assert 0 <= index < 64
    assert index not in taken


def test_free_index_reaches_every_free_index():
    taken = set(range(0, 64, 2))

    assert {free_index(taken, size=64) for _ in range(2000)} == set(range(1, 64, 2))


def listing(purpose=Purpose.REVOCATION, *set_bits: int, url: str = URL, noon) -> dict:
    statuses = StatusList()
    for index in set_bits:
        statuses[index] = True
    return status_list_credential(list_url=url, issuer="did:web:x.example", purpose=purpose, statuses=statuses, valid_from=noon)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_is_set_asks_the_bit_of_the_entry(purpose, noon):
    document = listing(purpose, 7, noon=noon)

    assert is_set(status_entry(list_url=URL, index=7, purpose=purpose), document)
    assert not is_set(status_entry(list_url=URL, index=8, purpose=purpose), document)


def test_is_set_takes_the_index_as_a_number_too(noon):
    entry = status_entry(list_url=URL, index=7, purpose=Purpose.REVOCATION) | {"statusListIndex": 7}

    assert is_set(entry, listing(Purpose.REVOCATION, 7, noon=noon))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"statusListIndex": "x"}, Reason.STATUS_MALFORMED),
        ({"statusListIndex": "-1"}, Reason.STATUS_MALFORMED),
        ({"statusListIndex": True}, Reason.STATUS_MALFORMED),
        ({"statusListIndex": None}, Reason.STATUS_MALFORMED),
        ({"statusListIndex": "٣"}, Reason.STATUS_MALFORMED),
        ({"statusListIndex": str(MIN_BITS)}, Reason.STATUS_MALFORMED),
        ({"statusPurpose": "suspension"}, Reason.STATUS_LIST_INVALID),
        ({"statusSize": 2}, Reason.STATUS_UNSUPPORTED),
        ({"statusListCredential": "https://campus.example/status/2"}, Reason.STATUS_LIST_INVALID),
    ],
)
def test_is_set_refuses_entries_that_do_not_fit(change, reason, noon):
    entry = status_entry(list_url=URL, index=7, purpose=Purpose.REVOCATION) | change

    with pytest.raises(ProofRefused) as refusal:
        is_set(entry, listing(noon=noon))

    assert refusal.value.reason == reason


def test_a_list_under_another_address_may_revoke_but_never_clear(noon):
    entry = status_entry(list_url=URL, index=7, purpose=Purpose.REVOCATION)
    other = "https://campus.example/status/2"

    assert is_set(entry, listing(Purpose.REVOCATION, 7, url=other, noon=noon))
    with pytest.raises(ProofRefused) as refusal:
        is_set(entry, listing(Purpose.REVOCATION, 8, url=other, noon=noon))
    assert refusal.value.reason == Reason.STATUS_LIST_INVALID
