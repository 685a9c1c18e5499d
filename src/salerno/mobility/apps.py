from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "salerno.mobility"
    label = "mobility"

    def ready(self) -> None:
        """Register this room's parts of the desk, what waits in them, and what it holds about people."""
        from salerno.desk import sections, waiting
        from salerno.mobility.agreement_sections import HOLDINGS, SECTIONS, agreements_wait
        from salerno.people.data_rights import register

        sections.register(*SECTIONS)
        waiting.register(agreements_wait)
        for holding in HOLDINGS:
            register(holding)
