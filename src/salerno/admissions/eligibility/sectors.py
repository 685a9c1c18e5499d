"""Scientific sectors: ``BIO/10`` is one, ``BIO/01-19`` a range, ``BIO`` or ``ING`` a whole area.

The codes are those of the Italian *settori scientifico-disciplinari* (ministerial decree of 4 October 2000). A code of any other
system with the same form works alike: nothing here knows which sectors exist.
"""

import re
from dataclasses import dataclass

_SECTOR = re.compile(r"([A-Z]{1,6}(?:-[A-Z]{1,6})?)(?:/(\d{1,3})(?:-(\d{1,3}))?)?")


@dataclass(frozen=True, slots=True)
class Sectors:
    """An area with the numbers that are meant: ``first`` of None, all of it."""

    area: str
    first: int | None
    last: int | None

    def holds(self, other: "Sectors") -> bool:
        """Whether all that ``other`` names is meant; the area ``ING`` holds ``ING-INF/05``."""
        if self.first is None:
            return other.area == self.area or other.area.startswith(f"{self.area}-")
        if other.area != self.area or other.first is None or other.last is None or self.last is None:
            return False
        return self.first <= other.first and other.last <= self.last


def read_sectors(text: str) -> Sectors | None:
    """``BIO/01-19`` as a value, in any case and with any spaces; None when it is no such code."""
    found = _SECTOR.fullmatch(re.sub(r"\s+", "", text).upper())
    if found is None:
        return None
    area, first, last = found.groups()
    numbers = (int(first), int(last or first)) if first else (None, None)
    return Sectors(area, *numbers) if numbers[0] is None or numbers[0] <= numbers[1] else None


def is_among(sector: str, wanted: tuple[str, ...]) -> bool:
    """Whether the sector of a transcript's row is one of those that a rule names."""
    given = read_sectors(sector)
    return given is not None and any(meant is not None and meant.holds(given) for meant in map(read_sectors, wanted))
