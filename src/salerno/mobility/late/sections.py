"""The desk's part that says who is late."""

from django.utils.translation import gettext_lazy

from salerno.desk.sections import Group, Section
from salerno.mobility.calls.sections import coordinates_mobility

LATE = Section("mobility:late", gettext_lazy("Who is late"), coordinates_mobility, 45, Group.MOBILITY)
