"""Everything that is missing for a whole cohort: previewed, ordered with one button, left, killed and taken up again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.degree_documents import ordered, registrar, signed_board, worked_off
from tests.support.moments import LATER

from salerno.audit.models import Entry
from salerno.awards.degrees.services.degrees import withdraw_award
from salerno.awards.models import Award
from salerno.credentials.cohort_documents import sets_of
from salerno.credentials.enums import ItemState
from salerno.credentials.models import DegreeDocument, DocumentJob
from salerno.credentials.services import documents, make_next, order_for_cohort, take_up_stalled_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
SET = 10


@pytest.fixture
def boards():
    """Two boards of one cohort: two graduates and one."""
    return [signed_board(2), signed_board(1, first=3)]


def counted(cohort, by):
    sets = sets_of(cohort, by)
    return sets.total, sets.complete, sets.missing, sets.under_way, sets.documents


def order(cohort, by=None):
    return order_for_cohort(cohort=cohort, by=by or registrar(), at=LATER)


def test_a_preview_counts_what_stands_what_is_missing_and_what_is_being_made(boards):
    cohort, officer = boards[0].offering, registrar()
    assert counted(cohort, officer) == (3, 0, 3, 0, 3 * SET)

    worked_off(ordered(boards[1]))
    DegreeDocument.objects.filter(kind="elmo").delete()
    assert counted(cohort, officer) == (3, 0, 3, 0, 2 * SET + 1)
    jobs = order(cohort)

    assert counted(cohort, officer) == (3, 0, 0, 3, 0)
    assert [job.items.count() for job in jobs] == [2, 1]


def test_only_sets_that_lack_something_are_ordered_and_nothing_when_all_stand(boards):
    cohort = boards[0].offering
    worked_off(ordered(boards[0]))
    one = boards[0].items.first().student
    DegreeDocument.objects.filter(award__programme_enrolment=one, kind="diploma").delete()

    for job in order(cohort):
        worked_off(job)

    assert [job.items.count() for job in DocumentJob.objects.order_by("pk")] == [2, 1, 1]
    assert counted(cohort, registrar()) == (3, 3, 0, 0, 0)
    assert order(cohort) == []


def test_who_holds_no_degree_any_more_waits_for_nothing(boards):
    officer = registrar()
    withdrawn = boards[1].items.get().student
    for award in Award.objects.filter(programme_enrolment=withdrawn):
        withdraw_award(award=award, reason="A mistake.", by=officer, at=LATER)

    sets = sets_of(boards[0].offering, officer)

    assert [(len(row.missing), list(row.without_degree.values())) for row in sets.boards] == [(2, []), (0, [withdrawn.full_name])]
    assert [job.board for job in order(boards[0].offering)] == [boards[0]]


def test_a_worker_killed_in_the_middle_of_a_cohort_loses_no_set_and_makes_none_twice(boards, monkeypatch):
    first, second = order(boards[0].offering)
    assert make_next(job_id=first.pk, at=LATER)

    def killed(*_arguments):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(documents, "_release", killed)
        for job in (first, second):
            with pytest.raises(SystemExit):
                make_next(job_id=job.pk, at=LATER)
    kept = set(DegreeDocument.objects.values_list("uuid", flat=True))
    assert len(kept) == SET
    assert counted(boards[0].offering, registrar()) == (3, 1, 0, 2, 0)

    later = LATER + documents.CLAIM_LAPSES_AFTER + timedelta(seconds=1)
    monkeypatch.setattr(documents, "_wake_the_worker", lambda job_id: None)
    assert take_up_stalled_jobs(later) == 2
    jobs = [worked_off(job, later) for job in (first, second)]

    assert [job.finished_at for job in jobs] == [later, later]
    assert {item.state for job in jobs for item in job.items.all()} == {ItemState.DONE}
    assert DegreeDocument.objects.count() == DegreeDocument.objects.standing().count() == 3 * SET
    assert kept < set(DegreeDocument.objects.values_list("uuid", flat=True))
    assert counted(boards[0].offering, registrar()) == (3, 3, 0, 0, 0)


def test_one_button_makes_all_after_a_preview_that_names_who_waits(client, boards):
    cohort = boards[0].offering
    client.force_login(registrar())
    address = reverse("credentials:cohort_documents", args=[cohort.uuid])

    listed = client.get(reverse("credentials:boards")).content.decode()
    preview = client.get(address).content.decode()
    assert not DocumentJob.objects.exists()
    ordered_page = client.post(address, follow=True).content.decode()
    again = client.post(address, follow=True).content.decode()

    assert address in listed
    assert "3 sets will be made or completed, documents in all: 30." in preview
    assert preview.count(boards[0].items.first().student.full_name) == 3
    assert "3 sets are being made." in ordered_page
    assert 'hx-trigger="every 2s"' in ordered_page
    assert "Nothing is missing that could be made now." in again
    assert DocumentJob.objects.count() == 2
    assert Entry.objects.filter(action="documents.ordered").count() == 2


def test_another_institution_finds_no_cohort(client, boards):
    client.force_login(registrar("inria.fr"))
    address = reverse("credentials:cohort_documents", args=[boards[0].offering.uuid])

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert order(boards[0].offering, registrar("inria.fr")) == []


def test_many_students_cost_as_many_queries_as_one(boards):
    officer, cohort, counts = registrar(), boards[0].offering, []
    sets_of(cohort, officer)
    for more in (0, 4):
        if more:
            signed_board(more, first=10)
        with CaptureQueriesContext(connection) as queries:
            sets_of(cohort, officer)
        counts.append(len(queries))

    assert counts[0] == counts[1]
