from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "salerno.mobility"
    label = "mobility"

    def ready(self) -> None:
        """Register this room's parts of the desk and what waits there."""
        from salerno.desk import sections, waiting
        from salerno.mobility.sections import SECTIONS
        from salerno.mobility.sections_stays import stays_waiting

        sections.register(*SECTIONS)
        waiting.register(stays_waiting)
