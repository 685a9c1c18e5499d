from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "salerno.portal"
    label = "portal"

    def ready(self) -> None:
        """Add the parts of the desk that span rooms, and what waits there."""
        from salerno.desk import sections, waiting
        from salerno.portal.desk.sections import SECTIONS
        from salerno.portal.desk.selectors.start import waiting_here

        sections.register(*SECTIONS)
        waiting.register(waiting_here)
