from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "salerno.mobility"
    label = "mobility"
