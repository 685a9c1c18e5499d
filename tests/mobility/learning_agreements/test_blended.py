"""Blended and short mobility: its form, what is found in it, its document, and how EWP exchanges it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.mobility.learning_agreements.test_pages import posted
from tests.mobility.learning_agreements.test_services import refused
from tests.support.documents import assert_accessible, words_of
from tests.support.mobility_papers import ENDS, FIRST_YEAR, STARTS, autumn, cast, current, short, signed, written
from tests.support.moments import NOON

from salerno.catalogue.models import Programme
from salerno.mobility.enums import MobilityKind
from salerno.mobility.ewp.learning_agreement_rules import LEARNING_AGREEMENTS
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.learning_agreements.rules import why_not_change
from salerno.mobility.learning_agreements.selectors.checks import checked
from salerno.mobility.learning_agreements.selectors.exchange import as_ewp
from salerno.mobility.learning_agreements.selectors.proposals import proposal
from salerno.mobility.learning_agreements.services.papers import begin_change
from salerno.mobility.papers.body import Blended, as_json, from_json

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def blended(**values):
    return cast(kind=MobilityKind.BLENDED, **values)


def wrong(who, body):
    return [check.sentence for check in checked(current(who), body).wrong]


def test_a_whole_form_has_nothing_wrong_and_is_kept_as_it_is():
    who = blended()
    written(who, short())

    assert wrong(who, short()) == []
    assert from_json(as_json(short())) == short()
    assert short().blended.days == 5


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"physical_starts_on": None}, "Say on which days you are there."),
        ({"physical_ends_on": STARTS}, "The last day there comes before the first."),
        (
            {"physical_ends_on": STARTS + timedelta(days=10)},
            "A blended or short mobility lasts 5 to 30 days there, not 4.",
        ),
        (
            {"physical_ends_on": STARTS + timedelta(days=37)},
            "A blended or short mobility lasts 5 to 30 days there, not 31.",
        ),
        (
            {"physical_starts_on": ENDS - timedelta(days=3), "physical_ends_on": ENDS + timedelta(days=3)},
            "The days there lie outside the period of your place.",
        ),
        ({"virtual": " "}, "Say what you do online, and with whom."),
        ({"virtual_ends_on": None}, "Say between which days the virtual part takes place."),
        ({"virtual_ends_on": STARTS}, "The last day of the virtual part comes before the first."),
    ],
)
def test_what_the_two_parts_must_say(change, sentence):
    who = blended()
    written(who, short())

    assert wrong(who, short(**change)) == [sentence]


def test_it_needs_something_online_and_three_credits():
    who = blended()
    written(who, short())
    body = replace(short(), virtual=(), studied=(replace(short().studied[0], ects=2),), recognised=())

    assert wrong(who, replace(body, recognised=(replace(short().recognised[0], instead_of=""),))) == [
        "A blended mobility needs a virtual component in table C.",
        "A blended mobility gives at least 3 ECTS credits.",
    ]


def test_a_doctoral_candidate_may_do_without_either():
    Programme.objects.update(eqf_level=8)
    who = blended()
    Programme.objects.update(eqf_level=8)
    body = replace(short(virtual="", virtual_starts_on=None, virtual_ends_on=None), virtual=())
    body = replace(body, studied=(replace(body.studied[0], ects=1),), recognised=(replace(body.recognised[0], instead_of=""),))
    written(who, body)

    assert wrong(who, body) == []
    assert "Say what you do online, and with whom." in wrong(who, replace(body, virtual=short().virtual))


def test_one_course_is_proposed_and_the_days_of_a_short_call():
    who = blended(done=FIRST_YEAR, starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 12))

    body = proposal(who.mobility)

    assert (len(body.studied), len(body.recognised), body.blended.days) == (1, 1, 12)
    assert proposal(blended_of_half_a_year(who)).blended == Blended()


def blended_of_half_a_year(who):
    who.mobility.starts_on, who.mobility.ends_on = STARTS, ENDS
    return who.mobility


def test_the_form_is_written_and_shown_again(client):
    who = blended()
    written(who, short())
    client.force_login(who.student)
    page = client.get(reverse("mobility:write_paper", args=[who.mobility.uuid]))
    assert ('value="2027-02-08"' in page.content.decode(), "The two parts" in page.content.decode()) == (True, True)

    form = posted(page, **{"blended-virtual": "Something else online.", "blended-physical_ends_on": "2027-02-19"})
    client.post(reverse("mobility:write_paper", args=[who.mobility.uuid]), form)

    said = current(who).says.blended
    assert said == short(virtual="Something else online.", physical_ends_on=date(2027, 2, 19)).blended
    text = client.get(reverse("mobility:paper", args=[who.mobility.uuid])).content.decode()
    assert ("Something else online." in text, "19 Feb 2027" in text) == (True, True)


def test_other_kinds_ask_nothing_of_two_parts(client):
    who = cast()
    written(who, autumn())
    client.force_login(who.student)

    page = client.get(reverse("mobility:write_paper", args=[who.mobility.uuid])).content.decode()

    assert ("The two parts" in page, current(who).says.blended) == (False, None)


def test_the_signed_document_names_both_parts():
    who = blended()
    version = signed(who, body=short())

    pdf = bytes(version.signatures.last().pdf)

    who_is = who.studies
    title = f"Learning agreement for a blended or short mobility – {who_is.given_names} {who_is.family_name}"
    assert_accessible(pdf, "en", title)
    words = words_of(pdf)
    for said in (
        "8 February 2027 – 12 February 2027",
        "15 February 2027 – 17 March 2027",
        "A case in a team of three universities.",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("level", "table"), [(7, "blended-mobility-components"), (8, "short-term-doctoral-components")], ids=["blended", "doctoral"]
)
def test_ewp_has_one_table_of_it_and_the_days_there(level, table):
    who = blended()
    Programme.objects.update(eqf_level=level)
    version = signed(who, body=short())

    (agreement,) = LEARNING_AGREEMENTS.imported(as_ewp(version, NOON.date()))

    assert (agreement.start, agreement.end) == (date(2027, 2, 8), date(2027, 2, 12))
    tables = agreement.first_version.tables
    assert sorted(tables) == sorted(["components-recognized", table])
    assert [(each.los_code, each.short_description) for each in tables[table]] == [
        ("AMU-202", None),
        ("AMU-303", "A case in teams, online."),
    ]


def test_it_has_no_changes():
    who = blended()
    version = signed(who, body=short())

    assert why_not_change(version, who.student) == PaperRefusal.SHORT
    assert refused(begin_change, mobility=who.mobility, by=who.student, at=NOON) == PaperRefusal.SHORT
