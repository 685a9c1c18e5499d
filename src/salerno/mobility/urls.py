"""Addresses of mobility: for students below ``mobility/``, for staff below ``desk/mobility/``."""

from salerno.mobility.agreement_urls import AGREEMENTS
from salerno.mobility.call_urls import CALLS
from salerno.mobility.paper_urls import PAPERS
from salerno.mobility.stay_urls import STAYS

app_name = "mobility"
urlpatterns = [*AGREEMENTS, *CALLS, *PAPERS, *STAYS]
