from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "salerno.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Add the part of the desk for regulations."""
        from salerno.catalogue.sections import REGULATIONS
        from salerno.desk import sections

        sections.register(REGULATIONS)
