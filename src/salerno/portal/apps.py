from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "salerno.portal"
    label = "portal"
