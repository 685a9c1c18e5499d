"""The official examples, and what stands in a document whatever its layout."""

from pathlib import Path

from lxml import etree

DATA = Path(__file__).parents[2] / "data"
HASH = DATA / "ewp" / "hash"
EXAMPLES = {
    "elmo": DATA / "elmo" / "example.xml",
    **{path.stem.removeprefix("ewp-specs-api-"): path for path in sorted((DATA / "ewp" / "examples").glob("*.xml"))},
}
IIAS = "iias-endpoints-get-response-example"
LEARNING_AGREEMENTS = "omobility-las-examples-get-response-example"
TRANSCRIPTS = "imobility-tors-endpoints-get-response-example"
APPROVAL, COMMENT = (f"omobility-las-examples-update-request-examples-{what}-proposal-v1" for what in ("approve", "comment"))


def example(name: str) -> bytes:
    return EXAMPLES[name].read_bytes()


def changed(content: bytes, *changes: tuple[str, str]) -> bytes:
    """``content`` with the first place of each old text replaced; each must be there."""
    text = content.decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def substance(content: bytes) -> list[tuple[str, str, dict[str, str]]]:
    """Every element with its path, its text where it has no elements inside, and its attributes but hints at schemas."""
    root = etree.fromstring(content)
    etree.strip_tags(root, etree.Comment)
    return [
        (
            root.getroottree().getelementpath(element),
            (element.text or "") if not len(element) and (element.text or "").strip() else "",
            {name: value for name, value in element.attrib.items() if "schemaLocation" not in name},
        )
        for element in root.iter()
    ]
