"""What a printed document says and how it is built, read back from its bytes."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader

HOSTILE = '#panic("x") *bold* $x$ #eval("1+1") </svg> \\ " ` [link](x) @cite = head'
VERIFY_URL = "https://campus.example/verify/4f3f7f1c"


def opened(pdf: bytes) -> PdfReader:
    """The document, to look into."""
    return PdfReader(BytesIO(pdf))


def words_of(pdf: bytes) -> str:
    """All its words, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())


def letters_of(text: str) -> str:
    """``text`` without any space: where a line is broken does not count."""
    return "".join(text.split())


def tags_of(pdf: bytes) -> list[str]:
    """The kinds of its structure elements in reading order: ``H1``, ``Table``, ``TH``, ``Figure``…"""
    return [str(node["/S"]).removeprefix("/") for node in _nodes(opened(pdf).trailer["/Root"]["/StructTreeRoot"]) if "/S" in node]


def alternatives_of(pdf: bytes) -> list[str]:
    """The words that stand for its pictures."""
    nodes = _nodes(opened(pdf).trailer["/Root"]["/StructTreeRoot"])
    return [str(node["/Alt"]) for node in nodes if node.get("/S") == "/Figure"]


def assert_accessible(pdf: bytes, language: str, title: str) -> None:
    """Tagged, titled, in its language, and declared as PDF/UA-1."""
    reader = opened(pdf)
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()


def _nodes(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _nodes(child)
    elif hasattr(node, "get"):
        yield node
        if "/K" in node:
            yield from _nodes(node["/K"])
