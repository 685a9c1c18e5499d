"""This room's part of the desk."""

from django.utils.translation import gettext_lazy as _

from salerno.desk import rules
from salerno.desk.sections import Group, Section

SECTIONS = (Section("credentials:boards", _("Degree documents"), rules.sees_people, 23, Group.DEGREES),)
