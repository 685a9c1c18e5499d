"""Calls: prepared by those who may, read to the last value, frozen once open, decided when nothing waits."""

from datetime import timedelta

import pytest
from tests.factories.admissions import CLOSES, OPENS, RUBRIC, ApplicationFactory, ReviewFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AFTER, AMU, ASKING, SU, UNIPI, VALUES, close, open_call, reviewers_of, staff
from tests.support.moments import NOON
from tests.support.studies import made_up_cohort

from salerno.admissions.enums import ApplicationState, CallState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Call
from salerno.admissions.refusals import CallRefusal, ReviewRefusal
from salerno.admissions.services import calls
from salerno.admissions.terms import TermsRefused, read_documents, read_fields, read_quotas, read_rubric, read_ties, read_tracks
from salerno.audit.models import Entry
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
CRITERION = RUBRIC["criteria"][0]


def refusal(act):
    with pytest.raises(AdmissionsRefused) as error:
        act()
    return error.value.refusal


def create(by=None, **values):
    return calls.create_call(offering=made_up_cohort(), slug="new", values=VALUES | values, by=by, at=NOON)


def test_a_call_goes_its_way_and_each_step_is_recorded():
    call = open_call()
    for act in (calls.close_call, calls.settle_call, calls.archive_call):
        call = act(call=call, by=None, at=AFTER)

    assert (call.state, call.decided_at) == (CallState.ARCHIVED, AFTER)
    assert list(Entry.objects.filter(action__startswith="call.").values_list("action", flat=True)) == [
        "call.created",
        "call.opened",
        "call.closed",
        "call.decided",
        "call.archived",
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"closes_at": OPENS}, CallRefusal.DATES),
        ({"rules": [{"kind": "luck"}]}, CallRefusal.UNREADABLE),
        ({"rubric": {}}, CallRefusal.UNREADABLE),
        ({"fields": [{"key": "a"}]}, CallRefusal.UNREADABLE),
        ({"quotas": [{"key": "a", "by": "luck", "values": ["x"]}]}, CallRefusal.UNREADABLE),
        ({"tracks": []}, CallRefusal.UNREADABLE),
        ({"hidden": ["state"]}, CallRefusal.UNREADABLE),
        ({"tracks": [{"slug": "astrology", "title": {"en": "Stars"}}]}, CallRefusal.NO_TRACK),
    ],
)
def test_a_call_that_cannot_be_applied_to_is_not_saved(values, expected):
    assert refusal(lambda: create(**values)) == expected
    assert Call.objects.count() == 0


def test_what_is_wrong_is_said_by_the_part_of_the_call():
    with pytest.raises(AdmissionsRefused) as error:
        create(rules=[{"kind": "luck", "key": "fortune"}])

    assert error.value.detail == {"rules": "fortune: this kind is not known"}


def test_an_open_call_no_longer_changes():
    call = open_call()
    coordinator = staff(AMU)

    assert refusal(lambda: calls.edit_call(call=call, values={"places": 9}, by=coordinator, at=NOON)) == CallRefusal.NOT_DRAFT


def test_a_call_in_preparation_is_changed_by_those_who_give_the_programme():
    call = create()

    calls.edit_call(call=call, values={"places": 9}, by=staff(UNIPI, Role.ADMINISTRATOR), at=NOON)

    call.refresh_from_db()
    assert call.places == 9
    others = [staff(UNIPI, Role.BOARD_MEMBER), staff(UNIPI, Role.TEACHER), PersonFactory()]
    assert {refusal(lambda by=by: calls.edit_call(call=call, values={}, by=by, at=NOON)) for by in others} == {
        CallRefusal.NOT_YOURS
    }


def test_an_unknown_value_is_a_programming_error():
    with pytest.raises(ValueError, match="state"):
        create(state="decided")


def test_states_are_not_skipped_and_nothing_waits_when_all_is_decided():
    call = open_call()

    assert refusal(lambda: calls.settle_call(call=call, by=None, at=AFTER)) == CallRefusal.NOT_NEXT
    ApplicationFactory(call=call, state=ApplicationState.REVIEWED)
    close(call)
    assert refusal(lambda: calls.settle_call(call=call, by=None, at=AFTER)) == CallRefusal.UNDECIDED
    assert refusal(lambda: calls.close_call(call=call, by=PersonFactory(), at=AFTER)) == CallRefusal.NOT_YOURS


def test_a_reviewer_works_at_an_institution_that_gives_the_programme():
    call = open_call()
    teacher = staff(AMU, Role.TEACHER)
    amu, unipi = (Institution.objects.get(schac=schac) for schac in (AMU, UNIPI))
    coordinator = staff(UNIPI)

    first = calls.add_reviewer(call=call, person=teacher, institution=amu, by=coordinator, at=NOON)
    again = calls.add_reviewer(call=call, person=teacher, institution=amu, by=coordinator, at=NOON)

    assert first == again
    add = calls.add_reviewer
    assert refusal(lambda: add(call=call, person=teacher, institution=unipi, by=coordinator, at=NOON)) == ReviewRefusal.NOT_STAFF
    assert refusal(lambda: add(call=call, person=teacher, institution=amu, by=teacher, at=NOON)) == CallRefusal.NOT_YOURS


def test_a_reviewer_with_work_stays_on_the_list():
    call = open_call()
    busy, free = reviewers_of(call, AMU, UNIPI)
    ReviewFactory(application=ApplicationFactory(call=call, state=ApplicationState.ELIGIBLE), reviewer=busy)
    coordinator = staff(AMU)

    calls.remove_reviewer(reviewer=free.reviewing.get(), by=coordinator, at=NOON)

    remove = calls.remove_reviewer
    assert refusal(lambda: remove(reviewer=busy.reviewing.get(), by=coordinator, at=NOON)) == ReviewRefusal.HAS_REVIEWS
    assert list(call.reviewers.values_list("person", flat=True)) == [busy.pk]


def test_who_sees_which_call():
    call = open_call(**ASKING)
    draft = calls.create_call(offering=call.offering, slug="draft", values=VALUES, by=None, at=NOON)
    people = {"coordinator": staff(UNIPI), "board": staff(SU, Role.BOARD_MEMBER), "teacher": staff(AMU, Role.TEACHER), "none": None}

    governed = {name: set(Call.objects.governed_by(who)) for name, who in people.items()}
    editable = {name: set(Call.objects.editable_by(who)) for name, who in people.items()}

    assert governed == {"coordinator": {call, draft}, "board": {call, draft}, "teacher": set(), "none": set()}
    assert editable == {"coordinator": {call, draft}, "board": set(), "teacher": set(), "none": set()}
    assert set(Call.objects.public()) == {call}
    moments = (OPENS - timedelta(1), OPENS, CLOSES)
    assert [Call.objects.taking_applications(at).exists() for at in moments] == [False, True, False]


@pytest.mark.parametrize(
    ("read", "value", "problem"),
    [
        (read_rubric, {"lowest": 5, "highest": 1, "criteria": []}, "scale-goes-down"),
        (read_rubric, {"lowest": 1, "highest": 5, "criteria": []}, "empty"),
        (read_rubric, {"lowest": 1, "highest": 5, "criteria": [CRITERION, CRITERION]}, "named-twice"),
        (read_rubric, {"lowest": 1, "highest": 5, "criteria": [{**CRITERION, "weight": 0}]}, "no-number"),
        (read_rubric, {"lowest": 1, "highest": 5, "criteria": [{**CRITERION, "anchors": {"1": {"en": "a"}}}]}, "value-missing"),
        (read_rubric, {"lowest": 1, "highest": 5, "criteria": [{**CRITERION, "title": "Science"}]}, "no-text"),
        (read_fields, {}, "no-list"),
        (read_fields, [{"key": "a b", "kind": "line", "label": {}}], "no-key"),
        (read_fields, [{"key": "a", "kind": "sound", "label": {}}], "unknown-kind"),
        (read_fields, [{"key": "a", "kind": "choice", "label": {}}], "choices"),
        (read_fields, [{"key": "a", "kind": "line", "label": {}, "required": "yes"}], "no-yes-or-no"),
        (read_fields, [{"key": "a", "kind": "line", "label": {}, "colour": "red"}], "value-unknown"),
        (read_documents, [{"key": "a", "label": {}}, {"key": "a", "label": {}}], "named-twice"),
        (read_tracks, [{"slug": "a", "title": {}}, {"slug": "a", "title": {}}], "named-twice"),
    ],
)
def test_values_that_cannot_be_read_are_refused(read, value, problem):
    with pytest.raises(TermsRefused) as error:
        read(value)

    assert error.value.problem == problem


@pytest.mark.parametrize(
    ("quotas", "problem"),
    [
        ([{"key": "a", "by": "track", "values": []}], "quota-contradicts-itself"),
        ([{"key": "a", "by": "track", "values": ["x"], "at_least": 3, "at_most": 2}], "quota-contradicts-itself"),
        ([{"key": "a", "by": "track", "values": ["x"], "at_least": 3}], "more-kept-than-places"),
    ],
)
def test_quotas_must_fit(quotas, problem):
    with pytest.raises(TermsRefused) as error:
        read_quotas(quotas, 2)

    assert error.value.problem == problem


def test_ties_name_what_there_is():
    rubric = read_rubric(RUBRIC)

    assert [rule.by for rule in read_ties([{"by": "criterion:science"}, {"by": "raw"}], rubric)] == ["criterion:science", "raw"]
    with pytest.raises(TermsRefused):
        read_ties([{"by": "criterion:beauty"}], rubric)
    assert rubric.total({"science": 5, "motivation": 2}) == 4
