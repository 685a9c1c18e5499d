"""Pages from templates alone, served on this machine under the campus's strict Content-Security-Policy: no
database, no site.

It shows a widget with its script, its style sheet and the theme's, so that a browser test can move it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import django
from django.conf import settings
from django.template import Context, Engine

from salerno.theme.stylesheets import STYLE_SHEETS, text_of

SOURCE = Path(__file__).parents[2] / "src" / "salerno"
STATIC = [SOURCE / "learning" / "static", SOURCE / "theme" / "static"]
POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font")),
        "form-action 'self'",
    ]
)
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
DOCUMENT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harness</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="/static/theme/device.svg">
<link rel="stylesheet" href="/static/theme/css/core.css">
<link rel="stylesheet" href="/static/theme/css/reading.css">
</head><body><main>%s</main></body></html>"""
LIBRARIES = {name: f"django.templatetags.{name}" for name in ("i18n", "l10n", "static")}
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def render(template: str, context: dict) -> str:
    """``template`` (its text) as a whole document."""
    if not settings.configured:
        settings.configure(
            USE_I18N=True, STATIC_URL="/static/", LANGUAGE_CODE="en-gb", INSTALLED_APPS=["salerno.theme"]
        )
        django.setup()
    engine = Engine(
        dirs=[SOURCE / "learning" / "templates", SOURCE / "theme" / "templates"],
        libraries=LIBRARIES | {"theme": "salerno.theme.templatetags.theme"},
    )
    return DOCUMENT % engine.from_string(template).render(Context(context))


def static_file(path: str) -> tuple[str, bytes] | None:
    """Kind and bytes of the static file at the address ``path``."""
    name = path.removeprefix("/static/")
    sheet = name.removeprefix("theme/css/").removesuffix(".css")
    if sheet in STYLE_SHEETS:
        return KINDS[".css"], text_of(sheet).encode()
    for folder in STATIC:
        file = (folder / name).resolve()
        if file.is_relative_to(folder) and file.is_file() and file.suffix in KINDS:
            return KINDS[file.suffix], file.read_bytes()
    return None


@contextmanager
def served(page: Callable[[dict[str, str]], str]) -> Iterator[str]:
    """The address at which ``page(query)`` is served, with the static files beside it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/":
                self.answer("text/html; charset=utf-8", page(dict(parse_qsl(address.query))).encode())
            elif found := static_file(address.path):
                self.answer(*found)
            else:
                self.send_error(404)

        def answer(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output to what failed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def watched(page) -> list[str]:
    """The errors and warnings that ``page`` will write to the console: none is the aim, a refusal by the
    policy is one.
    """
    troubles: list[str] = []
    page.on(
        "console",
        lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: troubles.append(str(error)))
    return troubles
