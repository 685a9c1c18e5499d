"""The floor: the least that Django does for the same kind of work, on the same server. One file, no code of the campus.

``GET /bare`` answers two letters. ``GET /page`` reads session and person, runs five queries and draws 25 rows. ``POST /attempt``
reads session and person and commits one row. ``GET /login`` begins a session. ``python floor_app.py`` makes the database in
``FLOOR_DATA``.
"""

import os
import sys
import uuid
from pathlib import Path

import django
from django.conf import settings

sys.modules.setdefault("floor_app", sys.modules[__name__])
DATA = Path(os.environ["FLOOR_DATA"])
PAGE = """<!doctype html><title>{{ course }}</title><h1>{{ course }} for {{ user.username }}</h1>
<p>{{ learners }} learners, {{ done }} done{% if may_edit %}, staff{% endif %}</p>
<table>{% for row in rows %}<tr class="{% cycle 'odd' 'even' %}"><td>{{ forloop.counter }}</td><td>{{ row.username }}</td>
<td>{{ row.email|default:'-' }}</td><td>{{ row.date_joined|date:'Y-m-d H:i' }}</td></tr>{% endfor %}</table>"""

settings.configure(
    DEBUG=False,
    SECRET_KEY="the-floor-protects-nothing",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="floor_app",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                ],
                "loaders": [
                    ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"page": PAGE})])
                ],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "floor.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
)
django.setup()

from django.contrib.auth import login  # noqa: E402
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402, TID251
from django.shortcuts import render  # noqa: E402, TID251
from django.urls import path  # noqa: E402

TABLE = """CREATE TABLE IF NOT EXISTS attempt (id varchar(32) PRIMARY KEY, person_id bigint NOT NULL, question varchar(64),
answer text, is_right boolean, at timestamp DEFAULT CURRENT_TIMESTAMP)"""
INSERT = "INSERT INTO attempt (id, person_id, question, answer, is_right) VALUES (%s, %s, %s, %s, %s)"


def bare(request: HttpRequest) -> HttpResponse:
    """Django's bare view."""
    return HttpResponse(b"ok", content_type="text/plain")


def page(request: HttpRequest) -> HttpResponse:
    """Session, person and five queries."""
    context = {
        "rows": list(User.objects.order_by("id")[:25]),
        "learners": User.objects.count(),
        "done": Group.objects.filter(user=request.user).count(),
        "course": Group.objects.order_by("id")[0].name,
        "may_edit": Permission.objects.filter(group__user=request.user).exists(),
    }
    return render(request, "page", context)


def attempt(request: HttpRequest) -> HttpResponse:
    """One row, committed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid.uuid4().hex, request.user.pk, "q3", '{"choice": "c1"}', True])
    return JsonResponse({"kept": True})


def sign_in(request: HttpRequest) -> HttpResponse:
    """A session for the first person."""
    login(request, User.objects.order_by("id")[0], backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse(b"in", content_type="text/plain")


def prepare() -> None:
    """The database with 500 people, of whom 100 study."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("CREATE INDEX IF NOT EXISTS attempt_of_a_person ON attempt (person_id)")
    people = [User(username=f"u{n}", email=f"u{n}@example.org", password="!") for n in range(500)]
    User.objects.bulk_create(people)
    Group.objects.create(name="Course").user_set.add(*User.objects.all()[:100])


urlpatterns = [path("bare", bare), path("page", page), path("attempt", attempt), path("login", sign_in)]
application = get_wsgi_application()

if __name__ == "__main__":
    prepare()
