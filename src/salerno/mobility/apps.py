from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "salerno.mobility"
    label = "mobility"

    def ready(self) -> None:
        """Register this room's parts of the desk, what waits there, and what it holds about people."""
        from salerno.desk import sections, waiting
        from salerno.mobility.holdings_stays import HOLDINGS_STAYS
        from salerno.mobility.sections import SECTIONS
        from salerno.mobility.sections_stays import stays_waiting
        from salerno.people.data_rights import register

        sections.register(*SECTIONS)
        waiting.register(stays_waiting)
        for holding in HOLDINGS_STAYS:
            register(holding)
