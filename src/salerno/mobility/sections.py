"""This room's parts of the desk, and what waits in them."""

from salerno.mobility.sections_stays import STAYS

SECTIONS = (STAYS,)
