from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "salerno.desk"
    label = "desk"
