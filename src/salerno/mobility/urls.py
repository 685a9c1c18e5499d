"""Addresses of mobility: for students below ``mobility/``, for staff below ``desk/mobility/``."""

from salerno.mobility.agreements.urls import AGREEMENTS
from salerno.mobility.calls.urls import CALLS
from salerno.mobility.late.urls import LATE
from salerno.mobility.learning_agreements.urls import PAPERS
from salerno.mobility.nominations.urls import NOMINATIONS
from salerno.mobility.reports.urls import REPORTS
from salerno.mobility.stays.urls import STAYS
from salerno.mobility.traineeships.urls import TRAINEESHIPS
from salerno.mobility.transcripts.urls import TRANSCRIPTS

app_name = "mobility"
urlpatterns = [*AGREEMENTS, *CALLS, *LATE, *NOMINATIONS, *PAPERS, *REPORTS, *STAYS, *TRAINEESHIPS, *TRANSCRIPTS]
