"""The desk's part for what students said after their stays."""

from django.utils.translation import gettext_lazy

from salerno.desk.sections import Group, Section
from salerno.mobility.calls.sections import coordinates_mobility

REPORTS = Section("mobility:desk_reports", gettext_lazy("Reports of students"), coordinates_mobility, 46, Group.MOBILITY)
