"""The committee's screen: the ranking as it stands, decisions after a look at the letters, offers, waiting list, appeals."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.factories.admissions import ApplicationFactory, ReviewFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AFTER, AMU, SU, UNIPI, close, decide, open_call, reviewed, staff

from salerno.admissions.enums import AppealState, ApplicationState, CallState, ConflictKind, Outcome
from salerno.admissions.models import Application, Call, Conflict, Decision, Offer
from salerno.admissions.ranking import Candidate, Terms, propose
from salerno.admissions.refusals import AppealRefusal, DecisionRefusal
from salerno.admissions.selectors.kept_ranking import kept_ranking
from salerno.admissions.selectors.ranking import ranking_of
from salerno.admissions.services import calls, deciding
from salerno.admissions.services.reviewing import declare_conflict
from salerno.audit.models import Entry
from salerno.audit.services import record
from salerno.people.access import record_list_opening
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
TIES = [{"by": "criterion:science"}, {"by": "submitted", "greater_first": False}]


@pytest.fixture(autouse=True)
def after_closing():
    with time_machine.travel(AFTER, tick=False) as clock:
        yield clock


@pytest.fixture
def call():
    return close(open_call(ties=TIES, waiting_places=2))


@pytest.fixture
def officer(client, call):
    person = staff(AMU)
    client.force_login(person)
    return person


def changed(call):
    """As if somebody had acted on the call."""
    record(action="review.submitted", actor=None, subject=call, at=AFTER)


def get(client, call, name="committee", **query):
    return client.get(reverse(f"admissions:{name}", args=[call.uuid]), query)


def post(client, call, rows, seen=None, **values):
    seen = ranking_of(call).digest if seen is None else seen
    data = {"seen": seen, "item": [str(row.uuid) for row in rows], **values}
    return client.post(reverse("admissions:decide", args=[call.uuid]), data)


def test_the_ranking_shows_scores_given_and_compared_with_reasons_quotas_and_rules_for_ties(client, officer, call):
    reviewed(call, 5, 4, 3)
    quota = {"key": "italy", "title": {"en": "Italy"}, "by": "citizenship", "values": ["IT"], "at_least": 1, "at_most": 1}
    call.quotas = [quota]
    call.save()
    changed(call)

    page = get(client, call)

    text = page.content.decode()
    assert re.findall(r'table__short">(.*?)</td>', text) == ["5.00 · 5.00", "4.00 · 4.00", "3.00 · 3.00"]
    assert "Rank 1 with 5: within the 2 places." in text
    assert "Rank 3 with 3: every place is given." in text
    assert page.context["page"].ties == ["higher: Science", "handed in earlier", "a lot, drawn from the call's own seed"]
    assert "<strong>Italy</strong>: 0 held, 0 proposed; at least 1 kept; at most 1" in text
    assert "not filled" in text


def test_the_page_takes_as_many_queries_for_thirty_as_for_one(client, officer, call, django_assert_max_num_queries):
    reviewed(call, 3)
    get(client, call)
    with django_assert_max_num_queries(40) as few:
        get(client, call)
    reviewed(call, *[1, 2, 3, 4, 5] * 6)
    changed(call)
    get(client, call)

    with django_assert_max_num_queries(40) as many:
        page = get(client, call)

    assert len(few) == len(many)
    assert [len(page.context["rows"]), page.context["page"].page.paginator.count] == [25, 31]


def test_the_ranking_is_kept_until_an_act_of_admissions_and_not_beyond_a_restore(call, django_assert_num_queries):
    first_row, second_row = reviewed(call, 5, 4)
    first = kept_ranking(call)
    record_list_opening(viewer=staff(AMU), what="ranking", count=2, at=AFTER, subject=call)
    record(action="course.created", actor=None, at=AFTER)

    with django_assert_num_queries(2):
        looked_at = kept_ranking(call)
    with django_assert_num_queries(1):
        kept_ranking(call)
    first_row.reviews.update(total=1)
    second_row.reviews.update(total=2)
    changed(call)
    second = kept_ranking(call)
    Entry.objects.order_by("-sequence").first().delete()
    record(action="course.created", actor=None, at=AFTER)

    assert looked_at.ranking is first.ranking
    assert [row.candidate.key for row in second.ranking.ranked] == [str(second_row.uuid), str(first_row.uuid)]
    assert kept_ranking(call).ranking is not second.ranking


def test_the_ranking_is_filtered_by_proposal_and_track_and_given_out_as_a_file(client, officer, call):
    reviewed(call, 5, 4, 3)

    waiting = get(client, call, proposal="wait")
    file = get(client, call, **{"as": "csv"})

    assert [row.proposal for row in waiting.context["page"].page.object_list] == ["wait"]
    assert get(client, call, track="chemistry").context["page"].page.paginator.count == 3
    assert file.headers["Content-Disposition"].startswith('attachment; filename="applications-')
    assert file.content.decode().count("\n") == 4
    assert Entry.objects.filter(action="people.listed", actor=officer.uuid).count() == 3


def test_whoever_has_a_conflict_of_interest_sees_no_name_and_cannot_tick(client, officer, call):
    first, second = reviewed(call, 5, 4)
    declare_conflict(application=first, kind=ConflictKind.FAMILY, by=officer, at=AFTER)

    text = get(client, call).content.decode()

    assert first.full_name not in text
    assert second.full_name in text
    assert f'value="{first.uuid}"' not in text


def test_rows_are_drawn_once_for_all_and_a_conflict_hides_what_others_have_seen(client, officer, call):
    first, second = reviewed(call, 5, 4)
    colleague = staff(UNIPI)
    get(client, call)
    drawn = kept_ranking(call).drawn

    client.force_login(colleague)
    seen = get(client, call).content.decode()
    Conflict.objects.create(application=first, person=colleague, kind=ConflictKind.FAMILY, declared_at=AFTER)  # told to nobody
    hidden = get(client, call).content.decode()

    assert kept_ranking(call).drawn is drawn
    assert set(drawn["rows", "en", "True"]) == {str(first.uuid), str(second.uuid)}
    assert first.full_name in seen
    assert first.full_name not in hidden
    assert second.full_name in hidden
    changed(call)
    assert kept_ranking(call).drawn == {}


def test_rows_are_drawn_in_the_language_of_the_reader_and_with_decisions_where_there_are_any(client, officer, call):
    reviewed(call, 5)

    english = get(client, call).content.decode()
    client.cookies["django_language"] = "fr"
    french = get(client, call).content.decode()
    Call.objects.filter(pk=call.pk).update(state=CallState.OPEN)
    greyed = get(client, call).content.decode()

    assert "Rank 1 with 5" in english
    assert "Rank 1 with 5" not in french
    assert 'name="item"' in french
    assert 'name="item"' not in greyed


def test_the_letters_are_shown_before_anything_is_decided_and_then_decided_as_seen(client, officer, call):
    first, second, third = reviewed(call, 5, 4, 3)

    shown = post(client, call, [], all="yes")
    before = set(call.applications.values_list("state", flat=True))
    done = post(client, call, [first, second, third], until="2026-12-20", decide="yes")

    assert [item.outcome for item in shown.context["page"].lines] == ["Admit", "Admit", "Waiting list"]
    assert all(item.letter for item in shown.context["page"].lines)
    assert before == {ApplicationState.REVIEWED}
    assert done.url == reverse("admissions:committee", args=[call.uuid])
    states = list(call.applications.order_by("pk").values_list("state", flat=True))
    assert states == [ApplicationState.ADMITTED, ApplicationState.ADMITTED, ApplicationState.WAITING]
    assert {offer.expires_at.isoformat() for offer in Offer.objects.all()} == {"2026-12-20T22:59:00+00:00"}


def test_two_officers_at_once_the_second_is_told_on_the_page_and_sees_the_new_list(client, officer, call):
    first, second = reviewed(call, 5, 4)
    seen = ranking_of(call).digest
    decide(call, staff(UNIPI), a0=Outcome.ADMIT)

    refused = post(client, call, [second], seen=seen, decide="yes", until="2026-12-20")

    assert refused.status_code == 422
    assert refused.context["refusal"] == DecisionRefusal.CHANGED_MEANWHILE.label
    assert [each.key for each in refused.context["page"].candidates] == [str(second.uuid)]
    assert Decision.objects.count() == 1


def test_a_decision_that_departs_needs_its_words_and_keeps_what_was_typed(client, officer, call):
    first, second, third = reviewed(call, 5, 4, 3)
    wish = {f"outcome-{first.uuid}": "refuse", f"outcome-{third.uuid}": "admit", f"note-{third.uuid}": "A rare profile."}

    refused = post(client, call, [first, third], **wish, decide="yes", until="2026-12-20")
    words = {f"reason-{first.uuid}": "No place to do this project."}
    done = post(client, call, [first, third], **wish, **words, decide="yes", until="2026-12-20")

    assert refused.status_code == 422
    assert [item.problem for item in refused.context["page"].lines] == [DecisionRefusal.NO_REASON.label, ""]
    assert "A rare profile." in refused.content.decode()
    assert done.status_code == 302
    first.refresh_from_db()
    assert (first.state, first.reason) == (ApplicationState.REFUSED, "No place to do this project.")
    assert third.decisions.get().note == "A rare profile."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Choose at least one application."),
        ({"item": "nonsense"}, "Choose at least one application."),
        ({"seen": "old"}, DecisionRefusal.CHANGED_MEANWHILE.label),
    ],
)
def test_what_cannot_be_decided_is_said_above_the_ranking(client, officer, call, values, said):
    (row,) = reviewed(call, 5)
    data = {"seen": ranking_of(call).digest, "item": str(row.uuid) if "seen" in values else [], **values}

    refused = client.post(reverse("admissions:decide", args=[call.uuid]), data)

    assert (refused.status_code, str(refused.context["refusal"])) == (422, said)


def test_more_than_there_are_places_and_a_day_that_is_none_are_refused(client, officer, call):
    rows = reviewed(call, 5, 4, 3)
    admit = {f"outcome-{row.uuid}": "admit" for row in rows} | {f"note-{rows[2].uuid}": "All three."}

    too_many = post(client, call, rows, **admit)
    no_day = post(client, call, rows[:1], until="soon", decide="yes")
    past = post(client, call, rows[:1], until="2026-12-01", decide="yes")

    assert (too_many.status_code, too_many.context["page"].refusal) == (422, DecisionRefusal.NO_PLACE.label)
    assert (no_day.status_code, "This is no day." in no_day.content.decode()) == (422, True)
    assert (past.status_code, past.context["refusal"]) == (422, DecisionRefusal.OFFER_DATE.label)
    assert not Decision.objects.exists()


def test_nobody_decides_while_the_call_is_open(client):
    call = open_call()
    reviewed(call, 5)
    client.force_login(staff(AMU))

    text = get(client, call).content.decode()

    assert str(DecisionRefusal.NOT_CLOSED.label) in text
    assert 'type="checkbox"' not in text


def test_offers_waiting_list_and_appeals_stand_together(client, officer, call):
    rows = reviewed(call, 5, 4, 3, 2, 1)
    decide(call, officer)
    calls.settle_call(call=call, by=None, at=AFTER)
    call.refresh_from_db()
    rows[4].refresh_from_db()
    deciding.appeal(application=rows[4], text="You overlooked my thesis.", by=rows[4].applicant, at=AFTER)

    page = get(client, call, "offers")

    text = page.content.decode()
    assert [line.key for line in page.context["page"].waiting] == [str(rows[2].uuid), str(rows[3].uuid)]
    assert "16 Dec 2026" in text
    assert "It moves up by itself when an offer is declined or lapses." in text
    assert [appeal.application_id for appeal in page.context["page"].appeals] == [rows[4].pk]


def test_somebody_on_the_waiting_list_is_admitted_with_a_note(client, officer, call):
    rows = reviewed(call, 5, 4)
    decide(call, officer, a1=Outcome.WAIT)
    wish = {f"outcome-{rows[1].uuid}": "admit", f"note-{rows[1].uuid}": "A place is free."}

    stays = post(client, call, [rows[1]])
    done = post(client, call, [rows[1]], **wish, decide="yes", until="2026-12-20")

    assert stays.status_code == 422
    assert done.status_code == 302
    rows[1].refresh_from_db()
    assert rows[1].state == ApplicationState.ADMITTED


@pytest.mark.parametrize(("answer", "state"), [("yes", ApplicationState.WAITING), ("no", ApplicationState.REFUSED)])
def test_an_appeal_is_answered_once(client, officer, call, answer, state):
    (row,) = reviewed(call, 1)
    decide(call, staff(UNIPI), a0=Outcome.REFUSE)
    row.refresh_from_db()
    appeal = deciding.appeal(application=row, text="You overlooked my thesis.", by=row.applicant, at=AFTER)
    url = reverse("admissions:answer_appeal", args=[appeal.uuid])
    assert "You overlooked my thesis." in client.get(url).content.decode()

    empty = client.post(url, {"is_upheld": answer, "answer": ""})
    done = client.post(url, {"is_upheld": answer, "answer": "We read it again."})
    again = client.post(url, {"is_upheld": answer, "answer": "Once more."})

    appeal.refresh_from_db()
    row.refresh_from_db()
    assert (empty.status_code, done.status_code, again.status_code) == (422, 302, 422)
    assert (row.state, appeal.answer) == (state, "We read it again.")
    assert appeal.state == (AppealState.UPHELD if answer == "yes" else AppealState.DISMISSED)
    assert str(AppealRefusal.ANSWERED.label) in again.content.decode()


@pytest.mark.parametrize("name", ["committee", "offers", "desk_call", "desk_applications", "reviewers", "assign", "preview_call"])
def test_only_the_committee_of_those_who_give_the_programme_comes_in(client, call, name):
    seen = {}
    for who in (staff(AMU, Role.BOARD_MEMBER), staff(SU, Role.ADMINISTRATOR), staff(AMU, Role.TEACHER), PersonFactory()):
        client.force_login(who)
        seen[who.pk] = get(client, call, name).status_code
    client.force_login(staff("uab.cat", Role.COORDINATOR))

    assert list(seen.values()) == [200, 200, 404, 404]
    assert get(client, call, name).status_code == 404


def test_an_appeal_of_somebody_with_whom_one_has_a_conflict_is_not_there(client, officer, call):
    (row,) = reviewed(call, 1)
    decide(call, staff(UNIPI), a0=Outcome.REFUSE)
    row.refresh_from_db()
    appeal = deciding.appeal(application=row, text="Again.", by=row.applicant, at=AFTER)
    url = reverse("admissions:answer_appeal", args=[appeal.uuid])
    assert client.get(url).status_code == 200

    Conflict.objects.create(application=row, person=officer, kind=ConflictKind.WORK, declared_at=AFTER)

    assert client.get(url).status_code == 404


def test_deciding_in_lots_makes_the_waiting_list_no_longer_than_the_call_allows():
    candidates = [Candidate(str(number), 5 - number) for number in range(4)]
    terms = Terms(places=0, waiting=2)

    found = propose(candidates, terms, waiting=1)

    assert [(each.proposal.value, each.params.get("position")) for each in found] == [
        ("wait", 2),
        ("refuse", None),
        ("refuse", None),
        ("refuse", None),
    ]


def test_an_offer_lapses_from_the_page_of_the_committee_no_earlier_than_it_says(client, officer, call):
    """The last day that is typed is a day in Paris: at its end, not at its beginning."""
    (row,) = reviewed(call, 5)
    post(client, call, [row], until=(AFTER + timedelta(days=5)).date().isoformat(), decide="yes")

    offer = row.offers.get()

    assert offer.takes_answer(AFTER + timedelta(days=5, hours=10))
    assert not offer.takes_answer(AFTER + timedelta(days=6))


def test_disagreements_are_pointed_out(client, officer, call):
    ApplicationFactory(call=call, state=ApplicationState.ELIGIBLE, disagrees=True)
    ReviewFactory(application=Application.objects.get())

    text = get(client, call).content.decode()

    assert "The reviewers of 1 application disagree." in text
    assert "?disagrees=yes" in text
