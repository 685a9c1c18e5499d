"""One machine, no configuration: what ``make run`` uses."""

from . import base
from .base import *  # noqa: F403

base.make_secrets()
SECRET_KEY = base._secret("secret_key")
SALERNO_KEY_SECRET = base._secret("key_secret")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
