"""The diagnostic test in a real browser: the module draws what the server draws, by mouse, keyboard and without script.

The page is served from a static harness: the template of the explorable in a bare document, under the strict
Content-Security-Policy that the campus sends.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import django
import pytest
from django.conf import settings as django_settings
from django.template import Context, Engine
from playwright.sync_api import sync_playwright

from salerno.learning.explorables.diagnostic_test import Settings, count_people, predictive_values
from salerno.learning.explorables.diagnostic_test_picture import picture

LEARNING = Path(__file__).parents[2] / "src" / "salerno" / "learning"
START = {"prevalence": 0.1, "separation": 2.0, "threshold": 0.5}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Harness</title></head><body><main>{% include "learning/explorables/diagnostic_test.html" %}</main></body></html>"""
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def harness_page(form):
    """The page as the server draws it for the query ``form``."""
    if not django_settings.configured:
        django_settings.configure(USE_I18N=True, STATIC_URL="/static/", LANGUAGE_CODE="en-gb")
        django.setup()
    libraries = {name: f"django.templatetags.{name}" for name in ("i18n", "l10n", "static")}
    engine = Engine(dirs=[LEARNING / "templates"], libraries=libraries)
    return engine.from_string(PAGE).render(Context({"picture": picture(START, form)}))


class Harness(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlsplit(self.path)
        static = LEARNING / address.path.lstrip("/")
        kinds = {".js": "text/javascript", ".css": "text/css"}
        if address.path == "/":
            self.answer("text/html; charset=utf-8", harness_page(dict(parse_qsl(address.query))).encode())
        elif static.suffix in kinds and static.is_relative_to(LEARNING / "static"):
            self.answer(kinds[static.suffix], static.read_bytes())
        else:
            self.send_error(404)

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep the test's output to what failed."""


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Harness)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    page = browser.new_page(viewport={"width": 360, "height": 780})
    troubles = []
    page.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(address)
    page.wait_for_selector("[data-without-script]", state="hidden")
    yield page
    page.close()
    assert [trouble for trouble in troubles if "favicon" not in trouble and "404" not in trouble] == []


def shown(page):
    """Counts, paths and table as they stand on the page."""
    return page.evaluate(
        """() => ({
          counts: Object.fromEntries([...document.querySelectorAll('[data-count]')].map(n => [n.dataset.count, n.textContent])),
          paths: Object.fromEntries([...document.querySelectorAll('[data-path]')].map(n => [n.dataset.path, n.getAttribute('d')])),
          percent: [...document.querySelectorAll('[data-percent]')].map(n => n.textContent),
          table: [...document.querySelectorAll('[data-row] td')].map(n => n.textContent),
          words: [...document.querySelectorAll('[data-value]')].map(n => n.textContent),
          spoken: [...document.querySelectorAll('input[type=range]')].map(n => n.getAttribute('aria-valuetext')),
          sentence: document.querySelector('[data-sentence]').textContent.trim(),
          finding: [...document.querySelectorAll('[data-finding]')].filter(n => !n.hidden).map(n => n.dataset.finding),
        })"""
    )


def test_module_draws_what_the_server_draws(page):
    """Moving a slider to where it stands makes the module draw everything anew; nothing may change."""
    drawn_by_server = shown(page)

    page.evaluate("() => { const s = document.querySelector('[name=prevalence]'); s.dispatchEvent(new Event('input', {bubbles: true})); }")

    assert shown(page) == drawn_by_server


def test_model_of_the_module_agrees_with_the_server(page):
    states = [
        {"prevalence": prevalence, "separation": separation, "threshold": threshold}
        for prevalence in (0.001, 0.013, 0.1, 0.5)
        for separation in (0.0, 0.7, 2.0, 5.2)
        for threshold in (-3.0, -0.35, 0.5, 1.96, 4.0)
    ]

    by_module = page.evaluate(
        """async (states) => {
          const m = await import('/static/learning/explorables/diagnostic-test.js');
          return states.map(s => { const c = m.countPeople(s), v = m.predictiveValues(s);
            return [c.found, c.missed, c.falseAlarms, c.cleared, v.ppv, v.npv, m.normalInverse(m.specificity(s))]; });
        }""",
        states,
    )

    for state, figures in zip(states, by_module, strict=True):
        counts = count_people(Settings(**state))
        assert figures[:4] == [counts.found, counts.missed, counts.false_alarms, counts.cleared], state
        assert figures[4:6] == pytest.approx(predictive_values(Settings(**state)), rel=1e-9), state
        assert figures[6] == pytest.approx(state["threshold"], abs=1e-6)


def test_keyboard_moves_a_slider_and_the_sentence_is_announced(page):
    page.focus("[name=prevalence]")

    page.keyboard.press("Home")
    page.wait_for_function("() => document.querySelector('[data-announce]').textContent !== ''")

    expected = picture(START | {"prevalence": 0.001})
    assert shown(page)["paths"] == expected.paths
    assert page.text_content("[data-announce]").strip() == f"Of {expected.counts.positive} people who test positive, 1 is ill."
    assert page.get_attribute("[name=prevalence]", "aria-valuetext") == "1 in 1,000 people are ill"


def test_dragging_the_line_moves_the_threshold(page):
    page.locator("[data-scores]").scroll_into_view_if_needed()
    box = page.locator("[data-scores]").bounding_box()
    score = 2.0
    x = box["x"] + (score + 3.5) / 11 * box["width"]

    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(x, box["y"] + 60)
    page.mouse.up()

    assert float(page.input_value("[name=threshold]")) == pytest.approx(score, abs=0.06)
    counts = count_people(Settings(prevalence=0.1, separation=2.0, threshold=score))
    assert abs(int(shown(page)["counts"]["found"]) - counts.found) <= 2


def test_nothing_is_wider_than_a_phone(page):
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_without_script_the_server_draws_again(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)

    page.focus("[name=specificity]")
    page.keyboard.press("End")
    page.click("button[type=submit]")

    expected = picture({}, {"specificity": "99.5", "prevalence": "100", "separation_was": "2", "threshold_was": "0.5"})
    assert page.text_content("[data-sentence]").strip() == (
        f"Of {expected.counts.positive} people who test positive, {expected.counts.found} are ill."
    )
    context.close()
