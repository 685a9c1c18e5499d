"""This room's part of the desk."""

from django.utils.translation import gettext_lazy as _

from salerno.desk.rules import describes_institutions as administers
from salerno.desk.sections import Group, Section

REGULATIONS = Section("catalogue:all_regulations", _("Regulations"), administers, 18, Group.STUDENTS)
