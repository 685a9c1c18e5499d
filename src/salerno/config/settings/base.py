"""Settings that hold everywhere. The environment is read here and nowhere else.

What an operator may set:

=========================  =================================================================================
``SALERNO_DATA``           the one folder that holds database, files and keys (default ``var``)
``SALERNO_SECRET_KEY``     signs sessions; made on first run into ``secrets.toml`` of the data folder
``SALERNO_KEY_SECRET``     the text that encrypts signing keys at rest; made likewise
``SALERNO_BASE_URL``       the public address, e.g. ``https://campus.example.org``; stands in credentials
``DATABASE_URL``           PostgreSQL past one machine, e.g. ``postgres://…``
``PORT``                   where the server listens (8000)
``SALERNO_HOST``           the address it listens on (127.0.0.1: this machine alone)
``SALERNO_WORKERS``        how many server processes (2)
``SALERNO_PROXIES``        how many reverse proxies of yours stand before it (0; 1 in production); limits count visitors by address
``SALERNO_DEMO``           ``yes`` or ``no``: made-up people to sign in as (yes without HTTPS, no with it)
``SALERNO_DAILY``          ``yes`` or ``no``: what falls due with the day is done by itself (no where people are made up)
``SALERNO_MAIL_URL``       ``smtp://user:password@host:587`` or nothing: mail goes to a folder
``SALERNO_OPERATOR``       the address that stands in the imprint
``SALERNO_SEALS``          the folder of the institutions' electronic seals (``seals`` in the data folder)
``SALERNO_TRUST``          the folder of certificates believed when seals are verified (``trust`` in the data folder)
``SALERNO_DOCUMENT_SCAN``  a further check of applicants' files: dotted path of ``scan(data, media_type) -> bool`` (none)
=========================  =================================================================================
"""

import os
import secrets
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

PACKAGE = Path(__file__).resolve().parent.parent.parent
PROJECT = PACKAGE.parent.parent
DATA = Path(os.environ.get("SALERNO_DATA") or "var").resolve()
PORT = int(os.environ.get("PORT") or 8000)


def _secret(name: str) -> str:
    """The secret from the environment; else the one that this data folder made for itself on first run."""
    if value := os.environ.get(f"SALERNO_{name.upper()}"):
        return value
    path = DATA / "secrets.toml"
    if path.exists():
        return tomllib.loads(path.read_text(encoding="utf-8")).get(name, "")
    return ""


def make_secrets() -> None:
    """Write ``secrets.toml`` (mode 0600) once, so that a first run needs no configuration."""
    path = DATA / "secrets.toml"
    if path.exists():
        return
    DATA.mkdir(parents=True, exist_ok=True)
    lines = [f'{name} = "{secrets.token_urlsafe(48)}"\n' for name in ("secret_key", "key_secret")]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(lines)


SECRET_KEY = _secret("secret_key")
SALERNO_KEY_SECRET = _secret("key_secret")
SALERNO_BASE_URL = (os.environ.get("SALERNO_BASE_URL") or f"http://localhost:{PORT}").rstrip("/")
SALERNO_OPERATOR = os.environ.get("SALERNO_OPERATOR") or ""
SALERNO_DOCUMENT_SCAN = os.environ.get("SALERNO_DOCUMENT_SCAN") or ""
SALERNO_SEALS = Path(os.environ.get("SALERNO_SEALS") or DATA / "seals")
SALERNO_TRUST = Path(os.environ.get("SALERNO_TRUST") or DATA / "trust")
SALERNO_COURSES = PROJECT / "courses"
SALERNO_HOST = os.environ.get("SALERNO_HOST") or "127.0.0.1"
SALERNO_WORKERS = int(os.environ.get("SALERNO_WORKERS") or 2)
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SALERNO_PROXIES") or 0)
_demo = os.environ.get("SALERNO_DEMO") or ("no" if SALERNO_BASE_URL.startswith("https://") else "yes")
SALERNO_DEMO = _demo == "yes"
SALERNO_DAILY = (os.environ.get("SALERNO_DAILY") or ("no" if SALERNO_DEMO else "yes")) == "yes"
SALERNO_PUBLIC_HOST = urlsplit(SALERNO_BASE_URL).netloc

DEBUG = False
ALLOWED_HOSTS = [urlsplit(SALERNO_BASE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SALERNO_BASE_URL]
ROOT_URLCONF = "salerno.config.urls"
WSGI_APPLICATION = "salerno.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"
SITE_ID = 1

INSTALLED_APPS = [
    "salerno.portal",
    "salerno.credentials",
    "salerno.mobility",
    "salerno.awards",
    "salerno.admissions",
    "salerno.learning",
    "salerno.courseware",
    "salerno.enrolment",
    "salerno.catalogue",
    "salerno.desk",
    "salerno.people",
    "salerno.institutions",
    "salerno.audit",
    "salerno.messaging",
    "salerno.theme",
    "salerno.common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "salerno.config.middleware.PublicPagesMiddleware",
    "salerno.config.middleware.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "salerno.people.middleware.PersonPreferencesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "salerno.theme.context.page",
                "salerno.portal.context.page",
            ],
        },
    },
]

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=None)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "salerno.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000;",
            },
        }
    }

CACHES = {
    # Counts of requests lie here: Django's usual 300 entries would let a flood of strangers push each other's out.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}},
    "public-pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "public-pages",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
SESSION_ENGINE = "salerno.people.session_store"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

FORM_RENDERER = "salerno.theme.forms.Renderer"
STATIC_URL = "static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "salerno.theme.finders.StyleSheetFinder",
]
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
# A grade sheet has one field for each student.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o640

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [PACKAGE / "theme" / "locale"]
FORMAT_MODULE_PATH = "salerno.theme.formats"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

AUTHENTICATION_BACKENDS = ["salerno.people.backends.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_ADAPTER = "salerno.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "salerno.people.forms.SignUpForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "signup": "20/m/ip", "request_login_code": "20/m/ip,3/m/key,10/h/key"}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_ADAPTER = "salerno.people.adapter.PasskeyAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:my_studies"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"


def _mail(url: str) -> dict[str, object]:
    """Django's mail settings from one address; without one, mail is written to a folder of the data."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": DATA / "mail",
        }
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 587,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


globals().update(_mail(os.environ.get("SALERNO_MAIL_URL") or ""))
DEFAULT_FROM_EMAIL = os.environ.get("SALERNO_MAIL_FROM") or f"Salerno <campus@{urlsplit(SALERNO_BASE_URL).hostname}>"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],  # hls.js hands the film to the player through a blob of this page
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"salerno": {"level": "INFO"}},
}
