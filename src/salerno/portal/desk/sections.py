"""The parts of the desk that span rooms."""

from django.utils.translation import gettext_lazy as _

from salerno.desk import rules
from salerno.desk.sections import Group, Section

SECTIONS = (
    Section("portal:desk", _("What waits"), rules.has_desk, 0, Group.DESK, is_exact=True),
    Section("portal:offerings", _("Offerings"), rules.sees_people, 30, Group.TEACHING),
    Section("portal:people", _("People"), rules.sees_people, 40, Group.CAMPUS, more=("/desk/degrees/",)),
    Section("portal:issued", _("Credentials"), rules.sees_people, 50, Group.DEGREES),
    Section("portal:reports", _("Problem reports"), rules.writes_courses, 60, Group.TEACHING),
    Section("portal:reflections", _("Reflections"), rules.writes_courses, 70, Group.TEACHING),
    Section("portal:institutions", _("Institutions"), rules.describes_institutions, 80, Group.CAMPUS),
    Section("portal:texts", _("Legal texts"), rules.speaks_for_the_consortium, 90, Group.CAMPUS),
    Section("portal:erasures", _("Erasures"), rules.carries_out_erasures, 95, Group.CAMPUS),
    Section("portal:audit", _("Record of acts"), rules.sees_people, 99, Group.CAMPUS),
)
