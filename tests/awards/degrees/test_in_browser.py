"""My degree and the programme's structure in Chromium: accessible, never wider than the screen, planned without JavaScript."""

import pytest
from tests.journeys.walking import look
from tests.support.studies import passed, student

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_student_plans_courses_and_sees_what_they_would_bring(live_server, browser, client):
    studies = student()
    passed(studies, "AMU-101", "PI-101", "AMU-103")
    client.force_login(studies.student)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}

    walking = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    walking.add_cookies([cookie])
    page = walking.new_page()
    page.goto("/studies/degree/")
    page.get_by_label("SU-101").check()
    page.get_by_role("button", name="Show what would be").click()

    foundations = page.get_by_role("listitem").filter(has_text="Foundations").first
    assert "With the courses you plan: Satisfied" in " ".join(foundations.inner_text().split())
    assert page.get_by_label("SU-101").is_checked()
    page.get_by_role("link", name="Plan nothing").click()
    assert not page.get_by_label("SU-101").is_checked()

    looking = browser.new_context(base_url=live_server.url)
    looking.add_cookies([cookie])
    page = looking.new_page()
    for address in ("/studies/degree/?plan=SU-101&plan=AMU-402", "/catalogue/programmes/joint-master-ai-health/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        look(page)
