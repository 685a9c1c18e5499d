"""What every answer carries, whatever it answers, and what production adds to it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.people.way_in import sign_in

pytestmark = pytest.mark.django_db

POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"}
COMMON = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
PAGES = ("/", "/catalogue/", "/verify/", "/accounts/login/", "/api/v1/docs", "/api/v1/openapi.json", "/robots.txt", "/healthz")
ERRORS = {"/nothing-here/": 404, "/api/v1/nothing-here": 404, "/institutions/x/did.json": 404, "/language/": 405, "/studies/": 302}
ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
settings.DATABASES["default"]["NAME"] = ":memory:"
plain = Client().get("/verify/", headers={"host": "campus.example.org"})
secure = {"host": "campus.example.org", "x-forwarded-proto": "https"}
page = Client().get("/verify/", headers=secure)
themed = Client().post("/theme/", {"theme": "dark"}, headers=secure)
spoken = Client().post("/language/", {"language": "fr"}, headers=secure)
cookies = {name: bool(c["secure"]) for r in (page, themed, spoken) for name, c in r.cookies.items()}
print(json.dumps({
    "plain": [plain.status_code, plain.headers.get("Location")],
    "hsts": page.headers.get("Strict-Transport-Security"),
    "foreign": Client().get("/healthz", headers={**secure, "host": "evil.example"}).status_code,
    "cookies": cookies,
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE],
    "proxies": settings.ALLAUTH_TRUSTED_PROXY_COUNT,
    "debug": settings.DEBUG,
}))
"""


def policy_of(response: object) -> set[str]:
    return {part.strip() for part in response.headers.get("Content-Security-Policy", "").split(";")}


def common_of(response: object) -> dict[str, str]:
    return {name: response.headers.get(name, "") for name in COMMON}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_carries_the_policy_and_the_guards(client: Client, address: str):
    response = client.get(address)

    assert (response.status_code, POLICY - policy_of(response), common_of(response)) == (200, set(), COMMON)


@pytest.mark.parametrize(("address", "status"), ERRORS.items())
def test_a_refusal_carries_them_too(client: Client, address: str, status: int):
    response = client.get(address)

    assert (response.status_code, POLICY - policy_of(response), common_of(response)) == (status, set(), COMMON)


def test_an_error_of_ours_carries_them_too(settings):
    settings.ROOT_URLCONF = "tests.security.failing"

    response = Client(raise_request_exception=False).get("/")

    assert (response.status_code, POLICY - policy_of(response), common_of(response)) == (500, set(), COMMON)


def test_a_host_that_is_not_ours_is_refused_under_the_policy(client: Client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    response = client.get("/", headers={"host": "evil.example"})

    assert (response.status_code, POLICY - policy_of(response)) == (400, set())


def test_no_script_or_style_may_be_inline(client: Client):
    policy = " ".join(policy_of(client.get("/")))

    assert [word for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*") if word in policy] == []


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client: Client):
    cookie = sign_in(client, PersonFactory().email).cookies["sessionid"]
    page = client.get(reverse("portal:account"))

    assert (cookie["httponly"], cookie["samesite"], page.cookies["csrftoken"]["samesite"]) == (True, "Lax", "Lax")


def test_production_speaks_https_alone(tmp_path: Path):
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SALERNO_", "DATABASE_", "PORT"))},
        "DJANGO_SETTINGS_MODULE": "salerno.config.settings.production",
        "SALERNO_BASE_URL": "https://campus.example.org",
        "SALERNO_SECRET_KEY": "only-for-this-test-and-nothing-else-in-the-world",
        "SALERNO_KEY_SECRET": "only-for-this-test-but-long-enough-to-derive-from",
        "SALERNO_DATA": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
    }
    manifest = {"paths": _Anything.paths(), "version": "1.1", "hash": ""}
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text(json.dumps(manifest))

    done = subprocess.run([sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "plain": [301, "https://campus.example.org/verify/"],
        "hsts": "max-age=31536000; includeSubDomains",
        "foreign": 400,
        "cookies": {"csrftoken": True, "theme": True, "django_language": True},
        "session": [True, True, "Lax"],
        "proxies": 1,
        "debug": False,
    }


class _Anything:
    """Names of static files as the production storage wants them, without collecting them."""

    @staticmethod
    def paths() -> dict[str, str]:
        from django.contrib.staticfiles.finders import get_finders

        return {path: path for finder in get_finders() for path, _storage in finder.list([])}
