from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MobilityConfig(AppConfig):
    name = "salerno.mobility"
    label = "mobility"

    def ready(self) -> None:
        """Register this room's parts of the desk, what waits in them, and what it holds about people."""
        from salerno.desk import sections, waiting
        from salerno.mobility import agreement_sections
        from salerno.mobility.paper_holdings import PAPERS_HELD
        from salerno.mobility.paper_sections import PAPERS, papers_waiting
        from salerno.mobility.sections import SECTIONS
        from salerno.mobility.sections_calls import calls_waiting
        from salerno.mobility.services import wish_rights
        from salerno.people.data_rights import Holding, register

        sections.register(*agreement_sections.SECTIONS, *SECTIONS, PAPERS)
        waiting.register(agreement_sections.agreements_wait)
        waiting.register(calls_waiting)
        waiting.register(papers_waiting)
        register(PAPERS_HELD)
        for holding in agreement_sections.HOLDINGS:
            register(holding)
        register(Holding("wishes", _("Wishes for mobility"), wish_rights.export_wishes, wish_rights.erase_wishes))
        register(
            Holding(
                "placed-wishes",
                _("Wishes that places were given out by"),
                wish_rights.export_placed_wishes,
                lambda person: 0,
                kept_because=_(
                    "Why each student was given a place can be checked as long as the places can be contested (GDPR, "
                    "Article 17(3)(e)); needs and notes are erased all the same."
                ),
            )
        )
