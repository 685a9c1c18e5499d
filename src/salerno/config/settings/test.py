"""For the tests: nothing leaves the process, and files go to a folder that the run throws away."""

import os
import tempfile
from pathlib import Path

os.environ["SALERNO_DATA"] = tempfile.mkdtemp(prefix="salerno-test-")

from .base import *  # noqa: E402, F403

DATA = Path(os.environ["SALERNO_DATA"])
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir()
SECRET_KEY = "only-for-tests-and-nothing-else-in-the-world"
SALERNO_KEY_SECRET = "only-for-tests-but-long-enough-to-derive-a-key-from"
SALERNO_DAILY = False
SALERNO_BASE_URL = "http://testserver"
SALERNO_PUBLIC_HOST = "testserver"
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": False}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
ACCOUNT_RATE_LIMITS = False
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405  (a file: threads of a live server share no connection)
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"  # noqa: F405
