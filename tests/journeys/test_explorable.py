"""The diagnostic test in a real browser: the module draws what the server draws, by mouse, keyboard and
without script.
"""

import pytest
from playwright.sync_api import sync_playwright
from tests.journeys.static_harness import ARGUMENTS, render, served, watched

from salerno.learning.explorables.diagnostic_test import Settings, count_people, predictive_values
from salerno.learning.explorables.diagnostic_test_picture import picture

pytestmark = pytest.mark.browser

START = {"prevalence": 0.1, "separation": 2.0, "threshold": 0.5}


def harness_page(form):
    """The page as the server draws it for the query ``form``."""
    return render(
        '{% include "learning/explorables/diagnostic_test.html" %}', {"picture": picture(START, form)}
    )


@pytest.fixture(scope="module")
def address():
    with served(harness_page) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    page = browser.new_page(viewport={"width": 360, "height": 780})
    troubles = watched(page)
    page.goto(address)
    page.wait_for_selector("[data-without-script]", state="detached")
    yield page
    page.close()
    assert troubles == []


SHOWN = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const texts = (selector) => all(selector).map((node) => node.textContent.trim());
  return {
    counts: Object.fromEntries(all('[data-count]').map((node) => [node.dataset.count, node.textContent])),
    paths: Object.fromEntries(all('[data-path]').map((node) => [node.dataset.path, node.getAttribute('d')])),
    percent: texts('[data-percent]'),
    table: texts('[data-row] td'),
    words: texts('[data-value]'),
    spoken: all('input[type=range]').map((node) => node.getAttribute('aria-valuetext')),
    sentence: texts('[data-sentence]'),
    finding: all('[data-finding]').filter((node) => !node.hidden).map((node) => node.dataset.finding),
  };
}"""

FIGURES = """async (states) => {
  const m = await import('/static/learning/explorables/diagnostic-test.js');
  return states.map((state) => {
    const { found, missed, falseAlarms, cleared } = m.countPeople(state);
    const { ppv, npv } = m.predictiveValues(state);
    return [found, missed, falseAlarms, cleared, ppv, npv, m.normalInverse(m.specificity(state))];
  });
}"""


def shown(page):
    """Counts, paths, words and table as they stand on the page."""
    return page.evaluate(SHOWN)


def test_module_draws_what_the_server_draws(page):
    """Moving a slider to where it stands makes the module draw everything anew; nothing may change."""
    drawn_by_server = shown(page)

    page.evaluate("() => document.querySelector('[name=prevalence]').dispatchEvent(new Event('input'))")

    assert shown(page) == drawn_by_server


def test_model_of_the_module_agrees_with_the_server(page):
    states = [
        {"prevalence": prevalence, "separation": separation, "threshold": threshold}
        for prevalence in (0.001, 0.013, 0.1, 0.5)
        for separation in (0.0, 0.7, 2.0, 5.2)
        for threshold in (-3.0, -0.35, 0.5, 1.96, 4.0)
    ]

    by_module = page.evaluate(FIGURES, states)

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
    assert (
        page.text_content("[data-announce]").strip()
        == f"Of {expected.counts.positive} people who test positive, 1 is ill."
    )
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

    expected = picture(
        {}, {"specificity": "99.5", "prevalence": "100", "separation_was": "2", "threshold_was": "0.5"}
    )
    assert page.text_content("[data-sentence]").strip() == (
        f"Of {expected.counts.positive} people who test positive, {expected.counts.found} are ill."
    )
    context.close()
