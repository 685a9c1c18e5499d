from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "salerno.enrolment"
    label = "enrolment"

    def ready(self) -> None:
        """Register what this room holds about a person, its part of the desk, and the box that the catalogue shows."""
        from salerno.catalogue.templatetags.catalogue import show_enrolment_with
        from salerno.desk import sections, waiting
        from salerno.enrolment import services
        from salerno.enrolment.sections import COHORTS, waiting_here
        from salerno.enrolment.views import courses
        from salerno.people.data_rights import Holding, register

        register(Holding("enrolments", _("Enrolments"), services.export_enrolments, services.erase_enrolments))
        register(
            Holding(
                "studies-in-programmes",
                _("Studies in programmes and registrations"),
                services.export_studies,
                lambda person: 0,
                kept_because=_(
                    "A university keeps who studied for which degree, when and under which number, to confirm it for life (GDPR, "
                    "Article 17(3)(b) and (d): legal obligation, archiving in the public interest)."
                ),
            )
        )
        show_enrolment_with(courses.draw_box)
        sections.register(COHORTS)
        waiting.register(waiting_here)
