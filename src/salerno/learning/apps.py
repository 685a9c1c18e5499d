from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "salerno.learning"
    label = "learning"

    def ready(self) -> None:
        """Register what this room holds about a person, and its own kinds of activity."""
        from salerno.learning import own_kinds, personal
        from salerno.people.data_rights import Holding, register

        own_kinds.register_own_kinds()
        register(Holding("studies", _("Progress, answers, reflections"), personal.export_traces, personal.erase_traces))
        register(Holding("problem-reports", _("Reported problems"), personal.export_reports, personal.erase_reports))
