"""What ties processes together: a child ends with its parent, and one campus runs on one data folder."""

import ctypes
import fcntl
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1


class AlreadyRunning(Exception):
    """Another campus, or a restore, holds the data folder."""


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent dies, even by ``kill -9``: nobody is left to wait for a task to end, and
    whatever is cut short is rolled back and taken up again.

    Linux alone offers it (prctl(2), PR_SET_PDEATHSIG); elsewhere a killed supervisor leaves its children running.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def hold(folder: Path) -> int:
    """Take the data folder for this process and its children; return the lock's file descriptor.

    Raises ``AlreadyRunning``. The lock falls with the last of them, however they die: no stale file can bar a start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise AlreadyRunning(f"A campus is running on {folder} already. Stop it first.") from error
    return handle
