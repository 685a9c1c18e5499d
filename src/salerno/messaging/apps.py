from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "salerno.messaging"
    label = "messaging"
