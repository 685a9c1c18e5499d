"""LaTeX to MathML, which browsers set by themselves.

SECURITY: the converter's own text form leaves markup inside ``\\text{…}`` unescaped; its tree is therefore
serialised here, with every text escaped.
"""

import html
import xml.etree.ElementTree as ElementTree
from functools import lru_cache

from latex2mathml.converter import convert_to_element

from salerno.common.words import words as _
from salerno.courseware.package import limits

_CHILDREN = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}


class MathsRefused(ValueError):
    """A formula that cannot be set; the message says why."""


@lru_cache(maxsize=8192)
def to_mathml(latex: str, display: str) -> str:
    """One ``<math>`` element for ``latex``; ``display`` is "inline" or "block"."""
    if len(latex) > limits.LATEX_LENGTH:
        raise MathsRefused(_("it is too long"))
    try:
        root = convert_to_element(latex, display=display)
    except Exception as error:  # the converter raises whatever its parts raise, IndexError among others
        raise MathsRefused(_("it is not complete: a bracket or an argument may be missing")) from error
    for node in root.iter():
        node.text = html.unescape(node.text) if node.text else node.text
        _refuse_incomplete(node)
        _refuse_leftovers(node.text or "", node.tag)
    root.set("alttext", latex)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _refuse_incomplete(node: ElementTree.Element) -> None:
    if len(node) != _CHILDREN.get(node.tag, len(node)):
        raise MathsRefused(_("it is not complete: a bracket or an argument may be missing"))


def _refuse_leftovers(text: str, tag: str) -> None:
    """What the converter does not know comes out as an identifier; it must not reach a reader."""
    if tag != "mtext" and text.startswith("\\") and len(text) > 1:
        raise MathsRefused(_("%(text)s is not known", text=text))
    if tag in ("mi", "mo") and text in ("&", "}"):
        raise MathsRefused(_("%(text)s stands where nothing takes it (use align, cases or matrix for rows)", text=text))
