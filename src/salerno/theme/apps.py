from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "salerno.theme"
    label = "theme"
