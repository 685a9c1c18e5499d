from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "salerno.awards"
    label = "awards"

    def ready(self) -> None:
        """Listen for completed courses; add this room's parts of the desk; register what it holds about people."""
        from salerno.awards.degrees.services import granting
        from salerno.awards.holdings import HOLDINGS
        from salerno.awards.sections import SECTIONS, waiting_here
        from salerno.awards.theses.sections import THESES, theses_waiting
        from salerno.desk import sections, waiting
        from salerno.learning.moments import on_course_completed
        from salerno.people.data_rights import register

        on_course_completed(granting.grant_on_completion)
        sections.register(*SECTIONS)
        waiting.register(waiting_here)
        for holding in HOLDINGS:
            register(holding)
        sections.register(THESES)
        waiting.register(theses_waiting)
