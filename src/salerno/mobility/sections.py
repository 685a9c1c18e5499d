"""All of this room's parts of the desk, and what waits in them."""

from salerno.mobility.agreements import sections as agreement_sections
from salerno.mobility.calls.sections import CALLS, calls_waiting
from salerno.mobility.late.sections import LATE
from salerno.mobility.learning_agreements.sections import PAPERS, papers_waiting
from salerno.mobility.nominations.sections import GUESTS
from salerno.mobility.reports.sections import REPORTS
from salerno.mobility.stays.sections import STAYS, stays_waiting
from salerno.mobility.traineeships.sections import certificates_waiting

SECTIONS = (*agreement_sections.SECTIONS, CALLS, PAPERS, GUESTS, STAYS, LATE, REPORTS)
WAITING = (agreement_sections.agreements_wait, calls_waiting, papers_waiting, stays_waiting, certificates_waiting)
