"""A traineeship in Chromium: the trainee writes, the tutor signs on a phone, the university decides; each page is accessible."""

import pytest
import time_machine
from tests.journeys.walking import look, page_of
from tests.support.mobility_traineeships import ARRIVED, NOW, OVER, WEEKS, handed_in, token_sent, trainee

from salerno.mobility.enums import LogWeekState, RecognitionState
from salerno.mobility.models import LogWeek, Recognition, TraineeshipCertificate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def test_a_trainee_writes_a_week_by_keyboard_and_what_is_typed_survives_a_reload(live_server, browser):
    who = trainee()
    with time_machine.travel(NOW):
        page = page_of(browser, live_server, who.student, viewport={"width": 360, "height": 740})
        page.goto(f"/mobility/stays/{who.mobility.uuid}/log/")
        look(page)
        page.get_by_role("link", name="1 Feb 2027").press("Enter")
        look(page)
        page.get_by_label("What you did").fill("I found gaps.")
        page.wait_for_timeout(500)
        page.reload()
        assert page.get_by_label("What you did").input_value() == "I found gaps."
        page.get_by_label("Hours worked").fill("35")
        page.get_by_role("checkbox", name="Judge a data set.").press("Space")
        page.get_by_role("button", name="Hand the week in").press("Enter")
        page.get_by_text("The week is handed in.").wait_for()
        look(page)

        page.get_by_role("link", name="Ask the tutor").click()
        look(page)
        page.get_by_role("button", name="Ask the tutor").click()
        page.get_by_text("The mail is on its way.").wait_for()
        look(page)

    week = LogWeek.objects.get()
    assert (week.starts_on, week.state, week.outcomes) == (ARRIVED, LogWeekState.HANDED_IN, ["Judge a data set."])


def test_the_tutor_reads_and_signs_on_a_phone_and_the_university_decides(live_server, browser):
    who = trainee()
    handed_in(who, *WEEKS[:2])
    with time_machine.travel(NOW):
        office = page_of(browser, live_server, who.sending)
        office.goto(f"/desk/mobility/stays/{who.mobility.uuid}/log/")
        look(office)
        office.get_by_role("link", name="Ask the tutor").click()
        look(office)
        office.get_by_role("button", name="Ask the tutor").click()
        office.get_by_text("The mail is on its way.").wait_for()
        look(office)

    with time_machine.travel(OVER):
        tutor = page_of(browser, live_server, None, **PHONE)
        tutor.goto(f"/mobility/evaluations/{token_sent()}/")
        look(tutor)
        tutor.set_viewport_size(PHONE["viewport"])
        tutor.get_by_role("button", name="Open the log and the certificate").tap()
        tutor.get_by_text("2 weeks, to be read").tap()
        tutor.get_by_text("Gaps have causes.").first.wait_for()
        look(tutor)
        tutor.set_viewport_size(PHONE["viewport"])
        tutor.get_by_label("Hours worked in all").fill("700")
        tutor.get_by_label("Yes, the agreed outcomes were reached").check()
        tutor.get_by_label("Evaluation of the trainee").fill("Careful and quick.")
        tutor.get_by_label("I was the trainee's tutor, and this is true.").check()
        tutor.get_by_role("button", name="Sign the certificate").tap()
        tutor.get_by_text("The certificate of Lea Learner is signed.").wait_for()
        look(tutor)
        tutor.reload()

        office = page_of(browser, live_server, who.sending)
        office.goto(f"/desk/mobility/stays/{who.mobility.uuid}/")
        look(office)
        office.get_by_role("link", name="Decide on Gaps in a ward's data").click()
        look(office)
        office.get_by_label("Recognise", exact=True).check()
        office.get_by_role("button", name="Decide on this result").click()
        office.get_by_text("It is decided, and the student is told.").wait_for()
        office.goto(f"/desk/mobility/stays/{who.mobility.uuid}/log/")
        look(office)

    assert TraineeshipCertificate.objects.get().facts["evaluation"] == "Careful and quick."
    assert Recognition.objects.get().state == RecognitionState.RECOGNISED
