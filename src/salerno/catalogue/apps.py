from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "salerno.catalogue"
    label = "catalogue"
