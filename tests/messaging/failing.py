"""A mail server that is away."""

from django.core.mail.backends.base import BaseEmailBackend


class FailingBackend(BaseEmailBackend):
    """Refuses every message."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("the mail server is away")
