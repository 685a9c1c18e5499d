from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "salerno.mobility"
    label = "mobility"

    def ready(self) -> None:
        """Add this room's parts of the desk; register what it holds about people."""
        from salerno.desk import sections, waiting
        from salerno.mobility.paper_holdings import PAPERS_HELD
        from salerno.mobility.paper_sections import PAPERS, papers_waiting
        from salerno.people.data_rights import register

        sections.register(PAPERS)
        waiting.register(papers_waiting)
        register(PAPERS_HELD)
