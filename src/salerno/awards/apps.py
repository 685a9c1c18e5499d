from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "salerno.awards"
    label = "awards"

    def ready(self) -> None:
        """Listen for completed courses; register what the law makes us keep."""
        from salerno.awards.sections import SECTIONS, waiting_here
        from salerno.awards.services import granting, thesis_data
        from salerno.awards.thesis_sections import THESES, theses_waiting
        from salerno.desk import sections, waiting
        from salerno.learning.moments import on_course_completed
        from salerno.people.data_rights import Holding, register

        on_course_completed(granting.grant_on_completion)
        sections.register(*SECTIONS)
        waiting.register(waiting_here)
        register(
            Holding(
                "awards",
                _("Awards"),
                granting.export_awards,
                lambda person: 0,
                kept_because=_(
                    "An awarding institution must be able to confirm what it granted (GDPR, Article 17(3)(b) and (d): public "
                    "task, archiving in the public interest)."
                ),
            )
        )
        register(
            Holding(
                "theses",
                _("Theses: written, supervised, judged"),
                thesis_data.export_theses,
                thesis_data.erase_theses,
                kept_because=_(
                    "A graded thesis, its file and who judged it are the record of an examination (GDPR, Article 17(3)(b) and (d): "
                    "legal obligation, archiving in the public interest). A thesis without a grade is erased."
                ),
            )
        )
        sections.register(THESES)
        waiting.register(theses_waiting)
