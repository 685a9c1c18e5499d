"""The front matter of an activity: YAML between two ``---`` lines, with the line of each key.

SECURITY: only plain values are built (``SafeLoader``); size is bounded, and anchors and aliases are refused,
since a few lines of them unfold into gigabytes.
"""

from dataclasses import dataclass
from typing import Any

import yaml

from salerno.common.words import words as _
from salerno.courseware.package import limits
from salerno.courseware.package.findings import Report

FENCE = "---"


class _AliasRefused(yaml.MarkedYAMLError):
    """An anchor or an alias was met."""


class _PlainLoader(yaml.SafeLoader):
    """Builds plain values in one pass and stops at the first anchor or alias."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node:
        event = self.peek_event()
        if getattr(event, "anchor", None):
            raise _AliasRefused(problem_mark=event.start_mark)
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Values and their lines, and the Markdown below with the line that it starts at."""

    values: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int

    def line(self, name: str) -> int:
        """Line of a key, or the first line where it is not there."""
        return self.lines.get(name, 1)


def read_front_matter(path: str, text: str, report: Report) -> FrontMatter | None:
    """Front matter and body of one file; None, and a finding, where they cannot be told apart or read."""
    lines = text.split("\n")
    ends = [index for index, line in enumerate(lines) if index and line.rstrip() == FENCE]
    if lines[0].rstrip() != FENCE or not ends:
        remedy = _("Open the file with --- on a line of its own, then keys, then --- again.")
        report.error(path, 1, "front-matter-missing", _("The front matter is missing."), remedy)
        return None
    head = "\n".join(lines[1 : ends[0]])
    found = _read_yaml(path, head, report)
    if found is None:
        return None
    values, places = found
    return FrontMatter(values, places, "\n".join(lines[ends[0] + 1 :]), ends[0] + 2)


def _read_yaml(path: str, head: str, report: Report) -> tuple[dict[str, Any], dict[str, int]] | None:
    if len(head.encode()) > limits.FRONT_MATTER_BYTES:
        report.error(path, 1, "front-matter-long", _("The front matter is too long."), _("Move the text below it."))
        return None
    try:
        loader = _PlainLoader(head)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node else None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        _note(path, error, report)
        return None
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
        report.error(path, 1, "front-matter-missing", _("The front matter has no keys."), _("Write key: value, one a line."))
        return None
    return values, _key_lines(path, node, report)


def _note(path: str, error: Exception, report: Report) -> None:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark else 1
    if isinstance(error, _AliasRefused):
        report.error(path, line, "yaml-alias", _("Anchors and aliases are refused."), _("Write the value out."))
        return
    problem = getattr(error, "problem", None) or _("it cannot be read")
    remedy = _("Mend this line; a text with a colon needs quotation marks.")
    report.error(path, line, "yaml-syntax", _("This is not YAML: %(problem)s.", problem=problem), remedy)


def _key_lines(path: str, node: yaml.MappingNode, report: Report) -> dict[str, int]:
    lines: dict[str, int] = {}
    for key, _value in node.value:
        line = key.start_mark.line + 2
        if key.value in lines:
            report.error(path, line, "key-repeated", _("%(name)s stands twice.", name=key.value), _("Keep one of them."))
        lines[key.value] = line
    return lines
