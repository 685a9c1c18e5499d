"""Steps through the way in, as a browser's forms take them."""

import re

from django.core import mail
from django.urls import reverse

ADDRESS = "trota@example.org"


def code_in(message):
    return re.search(r"^\s+([A-Z]{4}-[A-Z]{4})$", message.body, re.MULTILINE).group(1)


def ask_code(client, email, query=""):
    return client.post(reverse("account_login") + query, {"login": email})


def sign_in(client, email, query="", **more):
    """Sign in by code; the answer to the code."""
    asked = ask_code(client, email, query)
    return client.post(asked["Location"], {"code": code_in(mail.outbox[-1]), **more})


def sign_up(client, email=ADDRESS, url="account_signup", query="", **more):
    fields = {"email": email, "full_name": "Trota of Salerno", "accepted": "on", **more}
    return client.post(reverse(url) + query, fields)


def is_signed_in(client):
    return client.get(reverse("portal:account")).status_code == 200
