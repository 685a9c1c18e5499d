"""What the commands ``salerno ewp check FILE`` and ``salerno ewp iia-hash FILE`` say, for people and as JSON."""

import json
from dataclasses import dataclass
from pathlib import Path

from salerno.common.safe_xml import MAX_BYTES

from .checking import check
from .iia_hash import IiaHash, iia_hash
from .refusals import EwpRefused, Problem


@dataclass(frozen=True)
class Answer:
    """``data``: for JSON; ``lines``: for people; ``is_good``: whether the command ends well."""

    is_good: bool
    lines: tuple[str, ...]
    data: dict[str, object]

    def told(self, *, as_json: bool) -> str:
        return json.dumps(self.data, indent=2, ensure_ascii=False) if as_json else "\n".join(self.lines)


def check_file(path: Path) -> Answer:
    """Which document ``path`` is and whether it is valid. Raises ``OSError`` when it cannot be read."""
    report = check(_content(path))
    kind = report.kind
    data = {
        "valid": report.is_valid,
        "document": kind.name if kind else None,
        "api": kind.api if kind else None,
        "version": kind.version if kind else None,
        "refusal": report.refusal,
        "problems": [_plain(problem) for problem in report.problems],
        "remarks": [_plain(remark) for remark in report.remarks],
    }
    verdict = "valid" if report.is_valid else f"not valid: {report.refusal}"
    title = f"{kind.name} of {kind.api} {kind.version}" if kind else path.name
    return Answer(report.is_valid, (f"{title}: {verdict}", *map(_line, report.problems + report.remarks)), data)


def iia_hash_file(path: Path) -> Answer:
    """The hashes of the agreements in ``path``; good when each is the one that is stated. Raises ``OSError`` as above."""
    try:
        hashes = iia_hash(_content(path))
    except EwpRefused as refusal:
        problems = [_plain(problem) for problem in refusal.problems]
        data = {"good": False, "refusal": refusal.reason, "problems": problems, "iias": []}
        return Answer(False, (f"{path.name}: {refusal.reason}", *map(_line, refusal.problems)), data)
    good = all(each.matches for each in hashes)
    data = {"good": good, "refusal": None, "problems": [], "iias": [_plain_hash(each) for each in hashes]}
    return Answer(good, tuple(_hash_line(each) for each in hashes), data)


def _content(path: Path) -> bytes:
    """No more of a file than is needed to see that it is too large."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _plain(problem: Problem) -> dict[str, object]:
    return {"line": problem.line, "sentence": str(problem.sentence)}


def _line(problem: Problem) -> str:
    return f"line {problem.line}: {problem.sentence}" if problem.line else str(problem.sentence)


def _plain_hash(found: IiaHash) -> dict[str, object]:
    return {
        "iia_id": found.iia_id,
        "version": found.version,
        "computed": found.computed,
        "stated": found.stated,
        "matches": found.matches,
        "valid_for_approval": found.is_valid_for_approval,
        "text": found.text,
    }


def _hash_line(found: IiaHash) -> str:
    said = "as stated" if found.matches else f"but it states {found.stated or 'none'}"
    return f"{found.iia_id or '(no iia-id)'} {found.computed} {said}"
