"""Behind HTTPS. Starts only when the secrets come from the environment (``salerno doctor`` says which are missing)."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403

_missing = [
    name for name in ("SALERNO_SECRET_KEY", "SALERNO_KEY_SECRET", "SALERNO_BASE_URL") if not os.environ.get(name)
]
if _missing:
    raise ImproperlyConfigured(f"Set {', '.join(_missing)} in the environment. See docs/operations/run-in-production.md.")
if not SALERNO_BASE_URL.startswith("https://"):  # noqa: F405
    raise ImproperlyConfigured("SALERNO_BASE_URL must start with https:// in production.")

# SECURITY: without the visitor's own address every limit would be one for all, and a stranger could use it up for everybody.
ALLAUTH_TRUSTED_PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT or 1  # noqa: F405
ALLOWED_HOSTS = [ALLOWED_HOSTS[0], "127.0.0.1"]  # noqa: F405
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
