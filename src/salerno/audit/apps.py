from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "salerno.audit"
    label = "audit"
