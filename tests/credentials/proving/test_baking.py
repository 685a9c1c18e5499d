import json
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salerno.credentials.proving.badge import badge_png, badge_svg
from salerno.credentials.proving.baking import MAX_PICTURE, bake_png, bake_svg, unbake_png, unbake_svg
from salerno.credentials.proving.carriers import carried
from salerno.credentials.proving.png import SIGNATURE, chunks, written
from salerno.credentials.proving.refusals import ProofRefused, Reason

PIXEL = written(
    [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><title>A badge</title></svg>'

credentials = st.dictionaries(st.text(max_size=10), st.text(max_size=30) | st.integers(), max_size=6)


def reason_of(act, *arguments) -> Reason:
    with pytest.raises(ProofRefused) as refusal:
        act(*arguments)
    return refusal.value.reason


@given(credentials, st.booleans())
@settings(deadline=None)
def test_a_picture_gives_back_what_was_baked_into_it(credential, ascii_only):
    text = json.dumps(credential, ensure_ascii=True if ascii_only else not encodable(credential))

    assert unbake_png(bake_png(PIXEL, text)).decode() == text
    if ascii_only:
        assert unbake_svg(bake_svg(DRAWING, text)).decode() == text
        assert carried(bake_svg(DRAWING, text)).decode() == text


def encodable(credential: dict) -> bool:
    try:
        json.dumps(credential, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("text", ['{"a": "]]>"}', '{"a": "<&>\'"}', '{"a": "é 😀"}', "eyJhbGciOiJFZERTQSJ9.e30.AA"])
def test_awkward_texts_survive_in_both_pictures(text):
    assert unbake_png(bake_png(PIXEL, text)).decode() == text
    assert unbake_svg(bake_svg(DRAWING, text)).decode() == text


def test_baking_again_replaces_the_credential():
    twice_png = bake_png(bake_png(PIXEL, '{"n": 1}'), '{"n": 2}')
    twice_svg = bake_svg(bake_svg(DRAWING, '{"n": 1}'), '{"n": 2}')

    assert twice_png == bake_png(PIXEL, '{"n": 2}')
    assert (unbake_png(twice_png), unbake_svg(twice_svg)) == (b'{"n": 2}', b'{"n": 2}')


def test_the_chunk_is_an_uncompressed_itxt_right_after_the_header():
    parts = list(chunks(bake_png(PIXEL, "{}")))

    assert parts[1] == (b"iTXt", b"openbadgecredential\0\0\0\0\0{}")
    assert [parts[0], *parts[2:]] == list(chunks(PIXEL))


def test_the_svg_element_has_the_standards_namespace_and_form():
    assert b'<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><![CDATA[{}]]>' in bake_svg(
        DRAWING, "{}"
    )
    assert b'verify="eyA.e30.AA"' in bake_svg(DRAWING, "eyA.e30.AA")


def test_our_own_pictures_can_be_baked(signed):
    text = json.dumps(signed, ensure_ascii=False)

    assert carried(bake_png(badge_png("AI in health", "Università di Pisa"), text)).decode() == text
    assert carried(bake_svg(badge_svg("AI in health", "Università di Pisa").encode(), text)).decode() == text


def test_a_picture_without_credential_says_so():
    assert reason_of(unbake_png, PIXEL) == Reason.NO_CREDENTIAL_INSIDE
    assert reason_of(unbake_svg, DRAWING) == Reason.NO_CREDENTIAL_INSIDE
    assert reason_of(unbake_svg, b"<html/>") == Reason.NO_CREDENTIAL_INSIDE


def test_a_picture_with_two_credentials_is_refused():
    first, *others = chunks(bake_png(PIXEL, "{}"))
    double = written([first, others[0], *others])
    element = b'<c xmlns="https://purl.imsglobal.org/ob/v3p0"/>'.replace(b"<c ", b"<credential ")

    assert reason_of(unbake_png, double) == Reason.SEVERAL_CREDENTIALS_INSIDE
    assert (
        reason_of(unbake_svg, b'<svg xmlns="http://www.w3.org/2000/svg">' + element * 2 + b"</svg>")
        == Reason.SEVERAL_CREDENTIALS_INSIDE
    )


def with_chunk(content: bytes) -> bytes:
    first, *others = chunks(PIXEL)
    return written([first, (b"iTXt", content), *others])


HOSTILE_PNGS = {
    "empty": SIGNATURE,
    "cut": bake_png(PIXEL, "{}")[:-3],
    "length": SIGNATURE + struct.pack(">I", 2**32 - 1) + PIXEL[12:],
    "length-past-end": SIGNATURE + struct.pack(">I", len(PIXEL)) + PIXEL[12:],
    "checksum": PIXEL[:20] + b"\x07" + PIXEL[21:],
    "no-header": written([(b"IDAT", b""), (b"IEND", b"")]),
    "two-headers": written([(b"IHDR", b""), (b"IHDR", b""), (b"IEND", b"")]),
    "trailing": PIXEL + b"more",
    "chunks": written([(b"IHDR", b""), *[(b"tEXt", b"")] * 10_000, (b"IEND", b"")]),
    "compressed": with_chunk(b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{}")),
    "no-separators": with_chunk(b"openbadgecredential\0\0\0"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE_PNGS))
def test_hostile_pngs_are_refused(name):
    assert reason_of(unbake_png, HOSTILE_PNGS[name]) == Reason.HOSTILE_FILE


HOSTILE_SVGS = {
    "not-xml": b"<svg",
    "entities": b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
    "file": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    "deep": b"<svg>" * 10_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE_SVGS))
def test_hostile_svgs_are_refused(name):
    assert reason_of(unbake_svg, HOSTILE_SVGS[name]) == Reason.HOSTILE_FILE


def test_pictures_that_are_too_large_are_not_read():
    assert reason_of(unbake_png, PIXEL + b"\0" * MAX_PICTURE) == Reason.TOO_LARGE
    assert reason_of(unbake_svg, DRAWING + b" " * MAX_PICTURE) == Reason.TOO_LARGE


@given(st.integers(0, len(PIXEL) + 60), st.integers(0, 255))
def test_a_baked_picture_with_one_wrong_byte_is_refused_or_carries_the_same(position, value):
    baked = bytearray(bake_png(PIXEL, '{"a": 1}'))
    baked[position % len(baked)] = value

    try:
        assert unbake_png(bytes(baked)) == b'{"a": 1}'
    except ProofRefused:
        return


@given(st.binary(max_size=200))
def test_carried_meets_any_bytes_with_an_answer_or_a_refusal(data):
    for prefix in (b"", SIGNATURE, b"%PDF-1.7\n", b"<svg>"):
        try:
            carried(prefix + data)
        except ProofRefused:
            continue
