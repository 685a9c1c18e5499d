"""What stands in a text: raw HTML, headings, links, images, citations, terms, notes and maths."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package.files import is_shown
from salerno.courseware.package.markdown import MATHS, ParsedPassage, walk
from salerno.courseware.package.maths import MathsRefused, to_mathml
from salerno.courseware.package.pages import ACTIVITY, EXTERNAL, plain_text, slug
from salerno.courseware.package.reader import Reading
from salerno.courseware.package.rules_notes import cited_keys

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
_SHOWN = 60


@dataclass(slots=True)
class _Place:
    """Where a token stands; ``heading`` is the last heading's level, ``anchors`` the passage's."""

    reading: Reading
    passage: ParsedPassage
    anchors: frozenset[str]
    heading: int = 1
    line: int = 0

    def error(self, code: str, message: Words, remedy: Words) -> None:
        self.reading.report.error(self.passage.path, self.line, code, message, remedy)


def check(reading: Reading, texts: Sequence[ParsedPassage]) -> None:
    for passage in texts:
        for index, (code, message, remedy) in passage.env.get("problems", {}).items():
            reading.report.error(passage.path, passage.line + index, code, message, remedy)
        place = _Place(reading, passage, _anchors(passage.tokens))
        for token, index in walk(passage.tokens):
            place.line = passage.line + index
            if judge := _JUDGES.get(token.type):
                judge(place, token)
        _unused_notes(place)


def _anchors(tokens: list[Token]) -> frozenset[str]:
    pairs = zip(tokens, tokens[1:], strict=False)
    return frozenset(slug(plain_text(after.children or [])) for token, after in pairs if token.type == "heading_open")


def _html(place: _Place, token: Token) -> None:
    remedy = _("Write Markdown instead; a lone < is written as \\<.")
    place.error("html-raw", _("Raw HTML is refused: %(text)s.", text=token.content.strip()[:_SHOWN]), remedy)


def _heading(place: _Place, token: Token) -> None:
    level = int(token.tag[1])
    if level == 1:
        remedy = _("Start headings at ##: the page's title is the only #.")
        place.error("heading-top", _("A # heading stands in a text."), remedy)
    elif level > place.heading + 1:
        remedy = _("Use %(marks)s here.", marks="#" * (place.heading + 1))
        place.error(
            "heading-skip",
            _("A heading of level %(level)s follows one of level %(above)s.", level=level, above=place.heading),
            remedy,
        )
    place.heading = max(level, 1)


def _link(place: _Place, token: Token) -> None:
    target = str(token.attrGet("href") or "")
    package = place.reading.package
    if target.startswith(ACTIVITY):
        if target.removeprefix(ACTIVITY) not in package.activities:
            place.error(
                "link-activity",
                _("There is no activity “%(key)s”.", key=target[9:][:_SHOWN]),
                _("Name the key of an activity."),
            )
    elif target.startswith("#"):
        if target[1:] not in place.anchors:
            place.error(
                "link-dangling", _("No heading here gives %(target)s.", target=target[:_SHOWN]), _("Name a heading of this text.")
            )
    elif EXTERNAL.fullmatch(target) or (is_shown(target) and target in package.files):
        return
    elif _SCHEME.match(target):
        remedy = _("Links may begin with https:, http:, mailto: or activity:.")
        place.error("link-scheme", _("The link %(target)s is not allowed.", target=target[:_SHOWN]), remedy)
    else:
        remedy = _("Write a path such as data/NAME.csv, or activity: and a key.")
        place.error("link-dangling", _("No file %(target)s can be shown.", target=target[:_SHOWN]), remedy)


def _image(place: _Place, token: Token) -> None:
    target = str(token.attrGet("src") or "")
    if not target.startswith("images/") or target not in place.reading.package.files:
        remedy = _("Put it in images/ and write images/NAME.")
        place.error("image-dangling", _("There is no image %(path)s.", path=target[:_SHOWN]), remedy)
    if not plain_text(token.children or []).strip():
        remedy = _("Say between the square brackets what it shows.")
        place.error("alt-missing", _("The image has no alternative text."), remedy)


def _role(place: _Place, token: Token) -> None:
    package, name = place.reading.package, token.meta["name"]
    if name == "cite":
        for key in cited_keys(token.content):
            if key not in package.references:
                remedy = _("Add it to references.toml, or correct the key.")
                place.error("citation-unknown", _("No work has the key “%(key)s”.", key=key[:_SHOWN]), remedy)
    elif name == "term":
        if token.content.strip() not in package.glossary:
            remedy = _("Add it to glossary.toml, or correct the key.")
            place.error("term-unknown", _("No term has the key “%(text)s”.", text=token.content.strip()[:_SHOWN]), remedy)
    else:
        place.error("role-unknown", _("The role {%(name)s} is not known.", name=name), _("Known are {cite} and {term}."))


def _maths(place: _Place, token: Token) -> None:
    try:
        to_mathml(token.content.strip(), "inline" if token.type == "math_inline" else "block")
    except MathsRefused as error:
        place.error("maths-wrong", _("The formula cannot be set: %(reason)s.", reason=error.args[0]), _("Mend the LaTeX."))


def _text(place: _Place, token: Token) -> None:
    if match := _NOTE.search(token.content):
        place.error(
            "note-unknown", _("The footnote %(note)s has no text.", note=match[0]), _("Add %(note)s: and its text.", note=match[0])
        )


def _unused_notes(place: _Place) -> None:
    refs = place.passage.env.get("footnotes", {}).get("refs", {})
    for name, count in refs.items():
        if count == -1:
            place.line = place.passage.line
            place.error(
                "note-unused",
                _("Nothing points to the footnote [^%(note)s].", note=name[1:]),
                _("Point to it, or take it out."),
            )


_JUDGES: dict[str, Callable[[_Place, Token], None]] = {
    "html_inline": _html,
    "html_block": _html,
    "heading_open": _heading,
    "link_open": _link,
    "image": _image,
    "myst_role": _role,
    "text": _text,
    **dict.fromkeys(MATHS, _maths),
}
