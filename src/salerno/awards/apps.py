from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "salerno.awards"
    label = "awards"

    def ready(self) -> None:
        """Listen for completed courses; register what the law makes us keep."""
        from salerno.awards.services import granting
        from salerno.learning.moments import on_course_completed
        from salerno.people.data_rights import Holding, register

        on_course_completed(granting.grant_on_completion)
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
