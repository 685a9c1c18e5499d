"""Elements of ELMO with texts in them, as the schema types them."""

from lxml import etree

from salerno.awards.degrees.facts import Text

from .documents import XML_NAMESPACE, elmo
from .refusals import CannotWord


def append(parent: etree._Element, name: str, text: str | None = None, *, language: str = "", **attributes: str) -> etree._Element:
    """A new last child ``name`` of ``parent``. Raises ``CannotWord`` for characters that XML does not have."""
    element = etree.SubElement(parent, elmo(name))
    try:
        element.text = text
        for key, value in attributes.items():
            element.set(key, value)
    except ValueError as error:
        raise CannotWord(f"{name}: {error}") from error
    if language:
        element.set(f"{{{XML_NAMESPACE}}}lang", language)
    return element


def texts(parent: etree._Element, name: str, text: Text) -> None:
    """One element for each language of ``text``, in one line each (``xs:token``)."""
    for language, words in text.items():
        if line := " ".join(words.split()):
            append(parent, name, line, language=language)


def paragraphs(parent: etree._Element, name: str, *parts: Text) -> None:
    """One element for each language of ``parts``, a line for each part (``PlaintextMultilineString``)."""
    for language in dict.fromkeys(language for part in parts for language in part):
        if lines := [part[language].strip() for part in parts if part.get(language, "").strip()]:
            append(parent, name, "\n".join(lines), language=language)
