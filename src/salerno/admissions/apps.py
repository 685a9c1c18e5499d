from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionsConfig(AppConfig):
    name = "salerno.admissions"
    label = "admissions"

    def ready(self) -> None:
        """Register this room's parts of the desk, daily duties, data about people; complete an admission with the last number."""
        from salerno.admissions.daily import DUTIES
        from salerno.admissions.sections import SECTIONS, waiting_here
        from salerno.admissions.services import rights
        from salerno.admissions.services.registering import complete_on_number
        from salerno.common import daily
        from salerno.desk import sections, waiting
        from salerno.enrolment.moments import on_number_given
        from salerno.people.data_rights import Holding, register

        on_number_given(complete_on_number)
        daily.register(*DUTIES)
        sections.register(*SECTIONS)
        waiting.register(waiting_here)
        register(Holding("applications", _("Applications"), rights.export_applications, rights.erase_applications))
        register(
            Holding(
                "applications-of-students",
                _("Applications that led to studies"),
                rights.export_applications_of_students,
                lambda person: 0,
                kept_because=_(
                    "A university keeps on which papers a student was admitted, to answer for the degree (GDPR, Article 17(3)(b): "
                    "legal obligation)."
                ),
            )
        )
        register(Holding("reviewing", _("Applications to review"), rights.export_reviewing, rights.erase_reviewing))
        register(
            Holding(
                "reviews",
                _("Reviews of applications"),
                rights.export_reviews,
                lambda person: 0,
                kept_because=_(
                    "Who judged an application stays known until it is pseudonymised, so that the decision can be contested "
                    "(GDPR, Article 17(3)(e))."
                ),
            )
        )
