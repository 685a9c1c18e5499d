"""As much DER (X.690) as a time-stamp token needs: elements with definite lengths, one level at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, SET, INTEGER, OCTET_STRING, OBJECT_IDENTIFIER, GENERALIZED_TIME = 0x30, 0x31, 0x02, 0x04, 0x06, 0x18
_LONG = 0x80
_MAX_LENGTH_BYTES = 4


class BadDer(ValueError):
    """The bytes are no DER, or not of the expected kind."""


def context(number: int) -> int:
    """The tag of a constructed element ``[number]``."""
    return 0xA0 | number


@dataclass(frozen=True)
class Element:
    """``whole``: the element with its header, ``content``: what it holds."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list["Element"]:
        return list(_elements(self.content))

    def expect(self, tag: int) -> "Element":
        """Itself. Raises ``BadDer`` when it is of another kind."""
        if self.tag != tag:
            raise BadDer(f"tag {self.tag:#x} where {tag:#x} should be")
        return self


def read(data: bytes) -> Element:
    """The one element in ``data``."""
    found = list(_elements(data))
    if len(found) != 1:
        raise BadDer("there is more or less than one element")
    return found[0]


def _elements(data: bytes) -> Iterator[Element]:
    start = 0
    while start < len(data):
        header, length = _header(data, start)
        end = start + header + length
        if end > len(data):
            raise BadDer("an element ends outside its parent")
        yield Element(data[start], data[start + header : end], data[start:end])
        start = end


def _header(data: bytes, start: int) -> tuple[int, int]:
    """How long the header is, and what it says of the content."""
    if start + 1 >= len(data):
        raise BadDer("an element without length")
    first = data[start + 1]
    if first < _LONG:
        return 2, first
    count = first - _LONG
    if not 1 <= count <= _MAX_LENGTH_BYTES or start + 2 + count > len(data):
        raise BadDer("an indefinite or enormous length")
    return 2 + count, int.from_bytes(data[start + 2 : start + 2 + count], "big")


def object_identifier(element: Element) -> str:
    """``1.2.840.…``"""
    numbers, value = [], 0
    for byte in element.expect(OBJECT_IDENTIFIER).content:
        value = (value << 7) | (byte & 0x7F)
        if not byte & _LONG:
            numbers.append(value)
            value = 0
    if not numbers or value:
        raise BadDer("an object identifier")
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))
