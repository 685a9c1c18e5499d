"""What the campus proposes, what it finds in an agreement, and what that brings to both degrees."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.support.courses import person
from tests.support.mobility_papers import (
    ENDS,
    FIRST_YEAR,
    autumn,
    cast,
    changed,
    course,
    internship,
    offered,
    signed,
    stay,
    written,
)
from tests.support.moments import NOON
from tests.support.studies import UNIPI, master_offering, student

from salerno.mobility.enums import MobilityKind, MobilityState
from salerno.mobility.learning_agreements.selectors.checks import DOUBT, GOOD, WRONG, checked
from salerno.mobility.learning_agreements.selectors.degrees import degrees_of
from salerno.mobility.learning_agreements.selectors.proposals import equivalences, full_load, proposal
from salerno.mobility.learning_agreements.services import papers
from salerno.mobility.learning_agreements.services.papers import first_due_on
from salerno.mobility.models import Mobility
from salerno.mobility.papers.body import Body, Traineeship, as_json, from_json, marked, settled
from salerno.mobility.papers.changes import row_changes, text_changes

pytestmark = pytest.mark.django_db


def codes(rows):
    return [row.code for row in rows]


def found(version, body, level):
    return [check.sentence for check in checked(version, body).checks if check.level == level]


def test_at_a_university_of_the_programme_its_own_missing_courses_are_proposed():
    who = cast(done=FIRST_YEAR)

    body = proposal(who.mobility)

    assert codes(body.studied) == codes(body.recognised) == ["AMU-301", "AMU-302", "AMU-303"]
    assert {row.instead_of == row.code for row in body.recognised} == {True}
    assert {row.term for row in body.studied} == {"2/2"}


def earlier_at(who, state=MobilityState.RECOGNISED):
    """Somebody else went the same way, and had M-1 recognised for AMU-301, and M-2 with M-3 for AMU-302."""
    there = who.mobility.place.institution.schac
    other = stay(student(person("earlier@example.org"), at=(UNIPI,), cohort=who.studies.offering), there=there)
    studied = (course("M-1", "10"), course("M-2", "5"), course("M-3", "5"))
    at_home = (course("AMU-301", "9", instead_of="M-1"), course("AMU-302", "9", instead_of="M-2, M-3"))
    one = replace(who, student=other.wish.student, mobility=other, receiving=who.receiving)
    signed(one, 3, Body(level="B2", studied=studied, recognised=at_home))
    Mobility.objects.filter(pk=other.pk).update(state=state)


def test_elsewhere_table_a_says_what_was_recognised_before_for_what_is_missing():
    who = cast(done=FIRST_YEAR, there="su.se")
    who.mobility.place.institution.schac = "elsewhere.example.org"
    who.mobility.place.institution.save()
    earlier_there = {"AMU-301": course("M-1", "10")}

    assert equivalences(who.mobility) == {}
    earlier_at(who)
    body = proposal(Mobility.objects.get(pk=who.mobility.pk))

    assert equivalences(who.mobility) == earlier_there
    assert [(row.code, row.instead_of) for row in body.recognised] == [
        ("AMU-301", "M-1"),
        ("AMU-302", ""),
        ("AMU-303", ""),
        ("PI-303", ""),
    ]
    assert codes(body.studied) == ["M-1"]


def test_the_load_of_a_stay():
    assert full_load(date(2027, 2, 1), date(2027, 6, 30)) == 30
    assert full_load(date(2026, 9, 1), date(2027, 6, 30)) == 60


def test_the_first_version_is_due_a_month_before_the_stay_or_in_two_weeks():
    assert first_due_on(date(2027, 2, 1), date(2026, 11, 1)) == date(2027, 1, 2)
    assert first_due_on(date(2027, 2, 1), date(2027, 1, 20)) == date(2027, 2, 3)


def test_a_whole_agreement_has_nothing_wrong_and_says_what_is_good():
    who = cast()
    version = written(who, autumn())

    assert (found(version, autumn(), WRONG), found(version, autumn(), DOUBT)) == ([], [])
    assert found(version, autumn(), GOOD) == [
        "30 ECTS credits there, 30 recognised at home.",
        "Every course in table B stands in your regulations.",
        "What the courses of table B teach is all taught there.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"level": ""}, "Say how well you speak the language in which you are taught there."),
        ({"studied": (), "recognised": (course("AMU-301", "9"),)}, "Table A says nothing yet: what do you study there?"),
        ({"recognised": ()}, "Table B says nothing yet: what is recognised at home?"),
        ({"recognised": (course("XX-1"),)}, "XX-1 Course XX-1 is no course of your regulations."),
        ({"studied": (course("AMU-301", "0"),)}, "Table A has a row without a title or without credits."),
        ({"studied": (course("AMU-301"), course("AMU-301"))}, "Table A names AMU-301 twice."),
        ({"virtual": (course("V-1"),)}, "Each row of table C needs a short description."),
        (
            {"recognised": (course("AMU-301", instead_of="ZZ-9, AMU-302"),)},
            "AMU-301 Course AMU-301 is to be recognised for ZZ-9, which is not in table A or C.",
        ),
    ],
)
def test_what_nobody_can_sign(change, sentence):
    who = cast()

    assert sentence in found(written(who, autumn()), replace(autumn(), **change), WRONG)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"studied": autumn().studied[:3]},
            "24 ECTS credits there, but 30 recognised at home: the sums should agree.",
        ),
        (
            {"recognised": (course("AMU-102"),)},
            "AMU-102 Course AMU-102 counts nowhere in your track.",
        ),
        (
            {"recognised": (course("AMU-101"),)},
            "AMU-101 Course AMU-101 is passed already and would not count again.",
        ),
        (
            {"recognised": (course("AMU-301", "6"),)},
            "AMU-301 Course AMU-301 has 9 ECTS credits in your regulations, not 6.",
        ),
        (
            {"recognised": (course("AMU-301", "9", conditions="An oral examination"),)},
            "AMU-301 Course AMU-301 is recognised only on a condition: An oral examination",
        ),
        (
            {"studied": (course("M1", "30"),), "recognised": (course("AMU-301", "9"),)},
            "Whether M1 teach this, somebody must judge: Judge whether a model is good enough for the clinic.",
        ),
        (
            {"studied": (course("AMU-103", "9"),), "recognised": (course("AMU-202", "9"),)},
            "Nothing in table A or C teaches this: Bring a tool to the ward and follow what it does there.",
        ),
    ],
)
def test_what_somebody_should_look_at(change, sentence):
    who = cast(done=("AMU-101",))

    assert sentence in found(written(who, autumn()), replace(autumn(), **change), DOUBT)


def test_courses_that_are_not_offered_in_the_period_are_named():
    who = cast()
    offered("AMU-301")
    version = written(who, autumn())

    assert found(version, autumn(), DOUBT) == [
        "As far as the campus knows, AMU-302, AMU-202, AMU-303 are not offered there in your period."
    ]


def test_a_traineeship_says_what_is_asked_for():
    who = cast(kind=MobilityKind.TRAINEESHIP)
    version = written(who, internship())
    bare = replace(internship(), traineeship=replace(internship().traineeship, accident_by="", liability_by=""), recognised=())

    assert found(version, internship(), WRONG) == []
    assert found(version, replace(internship(), traineeship=Traineeship(title="Only a title")), WRONG) == [
        "Tasks, skills, monitoring, evaluation, the supervisor at the host and the contact at home must all be filled in."
    ]
    assert found(version, bare, DOUBT) == [
        "Nobody insures you against accidents at work. Many countries demand it.",
        "Nobody insures what you might damage at the host.",
        "No credits are recognised for this traineeship.",
    ]


def test_both_degrees_are_audited_with_what_is_recognised():
    who = cast(done=FIRST_YEAR)
    version = written(who, autumn())

    degrees = checked(version, autumn()).degrees

    assert [lines.institution.schac for lines in degrees] == ["unipi.it", "univ-amu.fr"]
    total = {line.title: (line.now, line.then) for line in degrees[0].moved}
    assert total["Credits in all"] == ("60 of 120 ECTS credits", "84 of 120 ECTS credits")
    there = {line.title: (line.now, line.then) for line in degrees[1].moved}
    assert there["Credits at Aix-Marseille University"] == ("24 of 30 ECTS credits", "48 of 30 ECTS credits")
    assert not any("Aix-Marseille" in line.title for line in degrees[0].lines if line.title.startswith("Credits at Aix"))


def test_credits_from_elsewhere_count_where_they_were_taught_and_up_to_the_limit():
    who = cast(done=FIRST_YEAR, there="su.se")
    body = Body(
        level="B2",
        studied=(course("X", "45"),),
        recognised=tuple(course(c, "9") for c in ("AMU-301", "AMU-302", "PI-301", "AMU-303", "PI-303")),
    )
    version = written(who, body)

    lines = {line.title: line.then for line in checked(version, body).degrees[0].lines}

    assert lines["Credits in all"] == "90 of 120 ECTS credits"


def test_what_a_change_would_lose_is_said():
    who = cast(done=FIRST_YEAR)
    signed(who)
    fewer = replace(autumn(), studied=autumn().studied[:2], recognised=autumn().recognised[:1])
    version = changed(who, fewer)

    lost = {line.title: line.missing for line in checked(version, version.says).degrees[0].lost}

    assert lost["Depth"] == "9 ECTS credits are missing"


def test_a_change_needs_a_reason_for_each_row():
    who = cast()
    signed(who)
    version = changed(who, replace(autumn(), studied=autumn().studied[1:], recognised=autumn().recognised[1:]))

    assert found(version, version.says, WRONG) == [
        "Table A: say why AMU-301 Course AMU-301 is changed.",
        "Table B: say why AMU-301 Course AMU-301 is changed.",
    ]


def test_a_change_without_a_change_is_not_signed():
    who = cast()
    signed(who)
    version = papers.begin_change(mobility=who.mobility, by=who.student, at=NOON)

    assert found(version, version.says, WRONG) == ["Nothing was changed in this version yet."]


def test_what_was_agreed_on_and_not_recognised_suggests_nothing():
    who = cast(done=FIRST_YEAR, there="su.se")
    earlier_at(who, MobilityState.DEPARTED)

    assert equivalences(who.mobility) == {}


def test_what_is_offered_elsewhere_fills_table_a_up_to_a_full_load():
    who = cast(done=FIRST_YEAR, there="su.se")
    who.mobility.place.institution.schac = "elsewhere.example.org"
    who.mobility.place.institution.save()
    offered("SU-201", "SU-202", "SU-301", "SU-101", "SU-102")
    master_offering("SU-401", starts_on=ENDS + timedelta(days=1))

    body = proposal(Mobility.objects.get())

    assert codes(body.studied) == ["SU-101", "SU-102", "SU-201", "SU-202"]
    assert codes(body.recognised) == ["AMU-301", "AMU-302", "AMU-303", "PI-303"]


def test_the_internship_at_home_is_proposed_for_a_traineeship():
    who = cast(kind=MobilityKind.TRAINEESHIP)

    assert codes(proposal(who.mobility).recognised) == ["PI-401"]


def test_of_a_student_of_another_university_the_rules_are_not_known():
    who = cast()
    who.mobility.wish.studies = None
    who.mobility.wish.save()
    version = written(replace(who, mobility=Mobility.objects.get()), autumn())

    assert degrees_of(version.agreement.mobility) is None
    assert found(version, autumn(), DOUBT) == ["The rules of the degree at the sending institution are not known to this campus."]
    assert checked(version, autumn()).degrees == ()


def test_checks_ask_as_many_questions_for_a_long_agreement_as_for_a_short_one(django_assert_num_queries):
    who = cast(done=FIRST_YEAR[:2])
    version = written(who, autumn())
    short = replace(autumn(), studied=autumn().studied[:1], recognised=autumn().recognised[:1])

    for body in (short, autumn()):
        with django_assert_num_queries(7):
            checked(version, body)


def test_a_body_comes_back_from_json():
    body = replace(autumn(), traineeship=internship().traineeship, virtual=(course("V", description="Online."),))

    assert from_json(as_json(body)) == body


def test_marks_and_changes_say_the_same():
    base = autumn()
    wanted = replace(
        base, level="C1", studied=(replace(base.studied[0], ects=Decimal(6), reason="substituting-deleted"), *base.studied[2:])
    )

    body = marked(base, wanted)

    changes = [(each.table, each.status, each.row.code, str(each.row.ects)) for each in row_changes(base, body)]
    assert changes == [
        ("studied", "deleted", "AMU-301", "9"),
        ("studied", "deleted", "AMU-302", "9"),
        ("studied", "inserted", "AMU-301", "6"),
    ]
    assert [(each.name, each.before, each.after) for each in text_changes(base, body)] == [("level", "B2", "C1")]
    assert settled(body).studied == (*base.studied[2:], replace(base.studied[0], ects=Decimal(6)))
    assert marked(base, base) == base
