"""What processes use, as Linux counts it in ``/proc``. A process is counted with its descendants."""

import os
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """``pid`` and its descendants that live."""
    parents = {int(path.name): _parent(path) for path in PROC.iterdir() if path.name.isdigit()}
    members, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        members.append(one)
        waiting += [child for child, parent in parents.items() if parent == one]
    return members


def is_polite(pid: int) -> bool:
    """Whether the process lets others go first (``nice``)."""
    return int((_stat(PROC / str(pid)) or ["0"] * 22)[16]) > 0


def processor_seconds(pid: int) -> float:
    """Processor time of the family so far, in user mode and in the kernel."""
    return sum(sum(int(value) for value in _stat(PROC / str(member))[11:13]) for member in family(pid)) / TICKS


def resident_megabytes(pid: int) -> float:
    """Memory of the family, in MB of 10⁶ bytes. What several processes share is counted once: each holds its part of it."""
    return sum(_proportional(member) for member in family(pid)) / 1e6


def _proportional(pid: int) -> int:
    """``Pss`` of proc(5), in bytes; 0 when the process has ended."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _parent(path: Path) -> int:
    fields = _stat(path)
    return int(fields[1]) if fields else 0


def _stat(path: Path) -> list[str]:
    """The fields of ``stat`` after the name (proc(5)): state, parent, …; zeros when the process has ended."""
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["0"] * 22
