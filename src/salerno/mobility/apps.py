from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "salerno.mobility"
    label = "mobility"

    def ready(self) -> None:
        """Register this room's parts of the desk, what waits in them, its daily duties, and what it holds about people."""
        from salerno.common import daily
        from salerno.desk import sections, waiting
        from salerno.mobility.daily import DUTIES
        from salerno.mobility.holdings import HOLDINGS
        from salerno.mobility.sections import SECTIONS, WAITING
        from salerno.people.data_rights import register

        daily.register(*DUTIES)
        sections.register(*SECTIONS)
        for waits in WAITING:
            waiting.register(waits)
        for holding in HOLDINGS:
            register(holding)
