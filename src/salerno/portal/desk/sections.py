"""The parts of the desk that span rooms."""

from django.utils.translation import gettext_lazy as _

from salerno.desk import rules
from salerno.desk.sections import Section

SECTIONS = (
    Section("portal:desk", _("What waits"), rules.has_desk, 0, is_exact=True),
    Section("portal:offerings", _("Offerings"), rules.sees_people, 30),
    Section("portal:people", _("People"), rules.sees_people, 40),
    Section("portal:issued", _("Credentials"), rules.sees_people, 50),
    Section("portal:reports", _("Problem reports"), rules.writes_courses, 60),
    Section("portal:reflections", _("Reflections"), rules.writes_courses, 70),
    Section("portal:institutions", _("Institutions"), rules.describes_institutions, 80),
    Section("portal:texts", _("Legal texts"), rules.speaks_for_the_consortium, 90),
    Section("portal:erasures", _("Erasures"), rules.carries_out_erasures, 95),
    Section("portal:audit", _("Record of acts"), rules.sees_people, 99),
)
