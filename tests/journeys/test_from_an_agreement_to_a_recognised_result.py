"""The story of a semester elsewhere in one walk: two universities agree, a student goes and comes back, and it counts at home.

Each of those who act sits down at their own desk, on the day on which it happens; every page on the way is looked at by axe, light
and dark, at 360 and 1280 px. People, the programme with its regulations, earlier results and a rival's wishes are made beforehand.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import expect
from tests.factories.people import PersonFactory
from tests.journeys import exchange, traveller
from tests.journeys.master import at_the_desk, open_campus
from tests.journeys.transcripts import transcript_of
from tests.support import mobility as world
from tests.support.mobility_papers import FIRST_YEAR
from tests.support.studies import AMU, CIVIL, UNIPI, passed, student

from salerno.awards.models import RecognisedResult
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.mobility.enums import MobilityState, PaperState
from salerno.mobility.models import LearningAgreementSignature, LearningAgreementVersion, Mobility, Wish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLOSES = datetime(2026, 12, 5, 12, tzinfo=UTC)
RESULTS = (
    ("AMU-301", "Deep learning on medical images", Decimal(9), "14"),
    ("AMU-302", "Omics and systems biology", Decimal(9), "12"),
)
AT_HOME = {"AMU-301": "30", "AMU-302": "28"}


@pytest.fixture
def campus(live_server, settings, file_folder):
    settings.SALERNO_BASE_URL = live_server.url
    return open_campus(live_server.url)


@pytest.fixture
def sits(browser, campus):
    """The page of somebody who sits down on a day, at eleven in the morning in Paris; it is that day as long as it is open."""

    @contextmanager
    def at(day, who):
        with time_machine.travel(datetime.fromisoformat(f"{day}T10:00+00:00")), at_the_desk(browser, campus, who) as page:
            yield page

    return at


def test_a_student_goes_to_a_partner_and_what_is_passed_there_counts_at_home(campus, sits):
    pisa, marseille = campus.officers[UNIPI], campus.officers[AMU]
    at_home = {name: enrolled(name, campus.cohort) for name in ("Lea", "Noa", "Rui")}
    lea, noa, rui = (studies.student for studies in at_home.values())
    passed(at_home["Lea"], *FIRST_YEAR)

    call = agree_and_open_a_call(sits, pisa, marseille)
    rank(sits, call, lea, noa, at_home["Rui"])
    give_out_the_places(sits, pisa, lea, rui)
    nominate_and_agree_on_courses(sits, pisa, marseille, lea)
    assert states() == [PaperState.IN_FORCE]
    arrive_and_change_courses(sits, pisa, marseille, lea)
    assert states() == [PaperState.SUPERSEDED, PaperState.IN_FORCE]
    assert LearningAgreementSignature.objects.count() == 6
    come_back(sits, pisa, marseille, lea)

    assert Mobility.objects.get(wish__student=lea).state == MobilityState.RECOGNISED
    assert set(Mobility.objects.exclude(wish__student=lea).values_list("wish__student", "state")) == {
        (noa.pk, MobilityState.OFFERED)
    }
    found = RecognisedResult.objects.filter(studies=at_home["Lea"]).values_list("course_code", "value", "converted_value")
    assert set(found) == {(code, grade, AT_HOME[code]) for code, _title, _ects, grade in RESULTS}


def agree_and_open_a_call(sits, pisa, marseille):
    with sits("2026-11-25", pisa) as page:
        exchange.draft_and_propose(page)
    with sits("2026-11-26", marseille) as page:
        exchange.approve(page)
    with sits("2026-11-27", pisa) as page:
        return exchange.prepare_the_call(page, CLOSES)


def rank(sits, call, lea, noa, rival):
    """Two of three students rank on the page."""
    with sits("2026-11-28", lea) as page:
        traveller.rank_by_dragging(page)
    with sits("2026-11-29", noa) as page:
        traveller.rank_by_keyboard(page)
    wanted = {"home": UNIPI, "score": None, "needs": {"languages": {"en": "B2"}}}
    world.wish(call, call.places.get(institution__schac=AMU), studies=rival, **wanted)
    assert [wished(each) for each in (lea, noa)] == [[AMU, "su.se"]] * 2


def give_out_the_places(sits, pisa, lea, rui):
    with sits("2026-12-06", pisa) as page:
        exchange.score(page, {"Learner, Lea": "90", "Learner, Noa": "80", "Learner, Rui": "70"})
        exchange.compare_and_publish(page)
    with sits("2026-12-07", rui) as page:
        traveller.read_why_not(page)
    with sits("2026-12-07", lea) as page:
        traveller.accept(page)


def nominate_and_agree_on_courses(sits, pisa, marseille, lea):
    with sits("2026-12-08", pisa) as page:
        exchange.nominate(page)
    with sits("2026-12-09", marseille) as page:
        exchange.confirm(page)
    with sits("2026-12-12", lea) as page:
        traveller.write_the_agreement(page)
        traveller.sign(page, lea)
        traveller.open_the_pdf(page, "Version 1 as it was when signed: Student")
    for day, officer in (("2026-12-13", pisa), ("2026-12-14", marseille)):
        with sits(day, officer) as page:
            traveller.sign_on_the_desk(page, officer, looks=officer == pisa)


def arrive_and_change_courses(sits, pisa, marseille, lea):
    with sits("2027-02-02", marseille) as page:
        exchange.note_day(page, "arrival", date(2027, 2, 1))
    with sits("2027-02-12", lea) as page:
        traveller.change_the_agreement(page)
        traveller.sign(page, lea)
    for day, officer in (("2027-02-15", pisa), ("2027-02-16", marseille)):
        with sits(day, officer) as page:
            traveller.sign_on_the_desk(page, officer)


def come_back(sits, pisa, marseille, lea):
    """The host's file is taken in, both results are decided on, and the student sees both grades on the page of the degree."""
    with sits("2027-06-28", marseille) as page:
        exchange.note_day(page, "departure", date(2027, 6, 27))
    file = transcript_of(Mobility.objects.get(wish__student=lea), RESULTS, date(2027, 6, 20))
    with sits("2027-07-14", pisa) as page:
        exchange.take_in(page, file)
        for code, title, _ects, grade in RESULTS:
            grades = {"original": f"{grade} (fr-20)", "converted": f"{AT_HOME[code]} (it-30)"}
            exchange.recognise(page, title, course=code, is_last=code == RESULTS[-1][0], **grades)
    with sits("2027-07-15", lea) as page:
        traveller.see_that_it_counts(page, "Passed 18 of 18 ECTS, recognised 18 ECTS.")
        for code, title, _ects, grade in RESULTS:
            expect(page.get_by_text(f"{code}: {title}")).to_contain_text(f"{grade} → {AT_HOME[code]} (it-30)")


def enrolled(name: str, cohort) -> ProgrammeEnrolment:
    """A student whose home is Pisa."""
    somebody = PersonFactory(email=f"{name.lower()}@example.org", full_name=f"{name} Learner")
    return student(somebody, at=(UNIPI, AMU), cohort=cohort, civil=replace(CIVIL, given_names=name))


def wished(somebody) -> list[str]:
    return [choice.place.institution.schac for choice in Wish.objects.get(student=somebody).choices.order_by("rank")]


def states() -> list[str]:
    return list(LearningAgreementVersion.objects.order_by("number").values_list("state", flat=True))
