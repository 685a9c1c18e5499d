"""All of this room's parts of the desk, and what waits in them."""

from salerno.mobility import agreement_sections
from salerno.mobility.paper_sections import PAPERS, papers_waiting
from salerno.mobility.sections_calls import CALLS, calls_waiting
from salerno.mobility.sections_stays import STAYS, stays_waiting

SECTIONS = (*agreement_sections.SECTIONS, CALLS, PAPERS, STAYS)
WAITING = (agreement_sections.agreements_wait, calls_waiting, papers_waiting, stays_waiting)
