"""Races of degree documents on PostgreSQL with real threads: workers on a job, officers with one button, a withdrawal meanwhile."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from tests.support.degree_documents import ordered, registrar, signed_board
from tests.support.moments import LATER
from tests.support.races import at_once

from salerno.awards.degrees.services.degrees import withdraw_award
from salerno.awards.models import Award, Board
from salerno.credentials.checking import check
from salerno.credentials.enums import ItemState
from salerno.credentials.models import Credential, DegreeDocument, DocumentJob, DocumentJobItem, ElectronicSeal
from salerno.credentials.proving.verification import Outcome
from salerno.credentials.services import documents, make_next, order_documents, order_for_cohort, take_up_stalled_jobs
from salerno.credentials.services.seals import seal_of
from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium
from salerno.people.models import Person

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("file_folder", "_no_worker"),
]
SET = 10


@pytest.fixture
def _no_worker(monkeypatch):
    """Nobody but the threads of the test works on a job."""
    monkeypatch.setattr(documents, "_wake_the_worker", lambda job_id: None)


def work_off(job):
    """As a worker does, on the connection of its thread."""
    while make_next(job_id=job.pk, at=LATER):
        pass


def test_two_workers_on_one_job_make_each_set_once():
    job = ordered(signed_board(4))

    results = at_once(lambda number: work_off(job), 3)

    assert results == [None] * 3
    job.refresh_from_db()
    assert job.finished_at == LATER
    assert set(job.items.values_list("state", flat=True)) == {ItemState.DONE}
    assert DegreeDocument.objects.count() == DegreeDocument.objects.standing().count() == 4 * SET
    assert Credential.objects.count() == 8


def test_a_worker_process_that_is_killed_in_the_middle_of_a_cohort_is_replaced_by_another(file_folder):
    """SIGKILL, in a process of its own, after its first set: what it had released stays, the rest is made once."""
    boards = [signed_board(3), signed_board(2, first=4)]
    jobs = order_for_cohort(cohort=boards[0].offering, by=registrar(), at=LATER)
    begun = a_worker_process(file_folder, *(job.pk for job in jobs))
    ends = time.monotonic() + 240
    while not DocumentJobItem.objects.filter(state=ItemState.DONE).exists():
        assert begun.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.02)
    begun.kill()
    begun.wait(timeout=30)
    kept = set(DegreeDocument.objects.values_list("uuid", flat=True))
    assert 0 < DocumentJobItem.objects.filter(state=ItemState.DONE).count() < 5
    assert DegreeDocument.objects.count() % SET == 0

    later = timezone.now() + documents.CLAIM_LAPSES_AFTER + timedelta(seconds=1)
    assert take_up_stalled_jobs(later) == 2
    for job in jobs:
        while make_next(job_id=job.pk, at=later):
            pass

    assert DocumentJob.objects.unfinished().count() == 0
    assert set(DocumentJobItem.objects.values_list("state", flat=True)) == {ItemState.DONE}
    assert DegreeDocument.objects.count() == DegreeDocument.objects.standing().count() == 5 * SET
    assert kept < set(DegreeDocument.objects.values_list("uuid", flat=True))


_WORKER = """
import sys, django
django.setup()
from django.conf import settings
from django.utils import timezone
from salerno.credentials.services import make_next
settings.MEDIA_ROOT = sys.argv[1]
for job in map(int, sys.argv[2:]):
    while make_next(job_id=job, at=timezone.now()):
        pass
"""


def a_worker_process(files, *jobs):
    """A process that works off ``jobs`` on the database of this test and in its folder of ``files``."""
    said = connection.settings_dict
    address = f"postgres://{said['USER']}@{quote(said['HOST'], safe='')}/{said['NAME']}"
    environment = {**os.environ, "DATABASE_URL": address, "TMPDIR": str(files), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", _WORKER, str(files), *map(str, jobs)], env=environment)


def test_two_workers_that_hold_the_same_claim_release_one_set():
    """The slow worker comes back after its claim has lapsed and was taken over."""
    job = ordered(signed_board())
    item = documents._claim(job.pk, LATER)

    def finish(number):
        workshop = documents.Workshop(item.student, job, LATER)
        workshop.work()
        kept = {made.uuid: documents.blobs.put(made.content) for made in workshop.made}
        documents._release(item, workshop, kept)

    results = at_once(finish, 2)

    assert results == [None, None]
    assert DegreeDocument.objects.count() == SET


def test_officers_who_press_the_button_at_once_order_one_job():
    board = signed_board()
    officers = [registrar(), registrar("unipi.it"), registrar()]

    def press(number):
        fresh, by = Board.objects.get(pk=board.pk), Person.objects.get(pk=officers[number].pk)
        return order_documents(board=fresh, by=by, at=LATER).pk

    results = at_once(press, 3)

    assert results == [DocumentJob.objects.get().pk] * 3


def test_a_degree_withdrawn_while_its_documents_are_made_keeps_none():
    job = ordered(signed_board())
    award = Award.objects.get(institution__code="UNIPI")

    def act(number):
        if number:
            return work_off(job)
        withdraw_award(award=award, reason="A mistake.", by=job.asked_by, at=LATER)
        return None

    results = at_once(act, 2)

    assert results == [None, None]
    standing = DegreeDocument.objects.standing()
    assert {row.award.institution.code for row in standing} == {"AMU"}
    assert [check(documents.blobs.get(row.blob), at=LATER).outcome for row in standing] == [Outcome.VALID] * standing.count()


def test_of_seals_that_are_made_at_once_one_stays_in_use():
    load_consortium()
    institution = Institution.objects.get(schac="unipi.it")

    seals = at_once(lambda number: seal_of(Institution.objects.get(pk=institution.pk), at=LATER), 3)

    assert not [each for each in seals if isinstance(each, Exception)]
    assert ElectronicSeal.objects.filter(retired_at__isnull=True).count() == 1
