"""A time limit that long loops ask now and then."""

import time

from salerno.mobility.allocation.errors import TimeExceeded


class Clock:
    """``seconds`` from now; None: no limit."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._ends = None if seconds is None else time.monotonic() + seconds

    def check(self) -> None:
        """Raises ``TimeExceeded`` when the time is over."""
        if self._ends is not None and time.monotonic() > self._ends:
            raise TimeExceeded(self._seconds)
