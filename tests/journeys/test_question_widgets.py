"""Questions in a real browser: what is moved by buttons, pointer and keys is what the form posts, with and
without script.
"""

from types import SimpleNamespace

import pytest
from playwright.sync_api import sync_playwright
from tests.journeys.static_harness import ARGUMENTS, render, served, watched
from tests.learning.quiz import questions

from salerno.learning.quiz.drawing import DrawnQuestion, shuffled
from salerno.learning.quiz.errors import Reason
from salerno.learning.quiz.forms_in import response_from_form, with_draft
from salerno.learning.quiz.grading import grade
from salerno.learning.quiz.presenting import presented

pytestmark = pytest.mark.browser

ORDERING = DrawnQuestion(questions.ordering(number=4), {}, (2, 0, 3, 1))
SPOT = shuffled(questions.spot(), 1)
IMAGE = {"image_url": "/static/theme/device.svg", "image_width": 400, "image_height": 200}


def form_of(drawn, response=None, **more):
    """The form of one question, answered so far with ``response``."""
    question = with_draft(presented(drawn), response)
    controls = '{% include "learning/questions/question.html" %}<button type="submit">Send</button>'
    return render(
        f'<form method="get">{controls}</form>', {"question": question, "number": 1, "of": 3} | IMAGE | more
    )


DRAWN = {question.kind: shuffled(question, 3) for question in (make() for make in questions.EVERY_KIND)}
DRAWN |= {"ordering": ORDERING, "spot": SPOT}


@pytest.fixture(scope="module")
def address():
    with served(lambda query: form_of(DRAWN[query.get("kind", "ordering")])) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def either(request, browser):
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 360, "height": 780})
    page = context.new_page()
    troubles = watched(page)
    yield SimpleNamespace(page=page, script=request.param)
    context.close()
    assert troubles == []


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 360, "height": 780})
    troubles = watched(page)
    yield page
    page.close()
    assert troubles == []


def posted(page, drawn):
    """The response that the form would post now."""
    data = page.evaluate("() => [...new FormData(document.querySelector('form'))]")
    return response_from_form(presented(drawn), dict(data))


@pytest.mark.parametrize("kind", DRAWN)
def test_every_kind_stands_on_a_phone_and_offers_not_to_know(either, address, kind):
    either.page.goto(f"{address}?kind={kind}")

    either.page.get_by_label("I don't know yet").check()

    assert either.page.locator("[name$=dont_know]").is_checked()
    if either.script:
        assert either.page.evaluate("() => document.documentElement.scrollWidth") <= 360
        assert posted(either.page, DRAWN[kind]) == {"dont_know": True}


def test_ordering_by_buttons_posts_the_new_order(page, address):
    page.goto(address)

    page.get_by_role("button", name="Move down: Item 2").click()
    page.keyboard.press("Enter")

    assert posted(page, ORDERING) == {"order": ["c2", "c3", "c1", "c4"]}
    assert page.text_content("[data-ordering-said]") == "Item 2: place 3 of 4"
    assert page.evaluate("() => document.activeElement.textContent.trim()") == "Move down: Item 2"


def test_ordering_by_dragging_posts_the_new_order(page, address):
    page.goto(address)
    handles = page.locator("[data-handle]")
    handles.nth(3).scroll_into_view_if_needed()
    start, end = handles.nth(0).bounding_box(), handles.nth(3).bounding_box()

    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(start["x"] + 10, start["y"] + (end["y"] + 40 - start["y"]) * step / 8)
    page.mouse.up()

    assert posted(page, ORDERING) == {"order": ["c2", "c3", "c4", "c1"]}
    assert page.locator("[data-dragged]").count() == 0


def test_spot_by_keys_and_pointer_posts_the_point(page, address):
    page.goto(f"{address}?kind=spot")
    page.focus("[data-frame]")

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    by_keys = posted(page, SPOT)
    box = page.locator("[data-frame] img").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    by_pointer = posted(page, SPOT)

    assert by_keys == {"x": "51.0", "y": "40.0"}
    assert (float(by_pointer["x"]), float(by_pointer["y"])) == pytest.approx((25, 50), abs=0.6)
    page.wait_for_function(
        "() => document.querySelector('[data-spot-said]').textContent.includes('from the left')"
    )


@pytest.mark.parametrize("kind", DRAWN)
def test_templates_of_form_and_feedback_tell_only_what_they_may(kind):
    drawn = DRAWN[kind]
    graded = grade(drawn, {"dont_know": True}, aspect_ratio=2)

    form = form_of(drawn, refused=Reason.EMPTY)
    feedback = render(
        '{% include "learning/questions/_feedback.html" %}', {"graded": graded, "kind": kind} | IMAGE
    )

    assert "SECRET" not in form
    assert "Nothing has been answered yet" in form
    assert "Not known yet" in feedback
    assert "SECRET" in feedback
