from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "salerno.institutions"
    label = "institutions"
