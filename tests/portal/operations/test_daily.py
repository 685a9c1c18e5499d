"""The daily run: every duty once, one that fails alone, once a day, and the doctor who tells of it."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.factories.admissions import ApplicationFactory
from tests.portal.operations.processes import started, wait_until
from tests.support.admissions import open_call

from salerno.admissions.enums import ApplicationState
from salerno.admissions.services import calls
from salerno.audit.models import Entry
from salerno.common import daily as registry
from salerno.common.daily import Duty
from salerno.portal.operations import daily, worker
from salerno.portal.operations.daily import Outcome, ask_for_due_run, due_day, latest_outcomes, run_duties, task_of
from salerno.portal.operations.doctor import data
from salerno.portal.tasks import run_daily_duties

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
OURS = [
    "mobility-agreements",
    "mobility-places",
    "mobility-nominations",
    "learning-agreements",
    "trainees",
    "admission-offers",
    "admission-reminders",
]
IN_TABLES = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def breaks(*, at):
    raise RuntimeError("learner@example.org")


def works(*, at):
    return f"done at {at:%H:%M}"


@pytest.fixture
def three(monkeypatch):
    """A campus with three duties, of which the second fails."""
    monkeypatch.setattr(registry, "_DUTIES", {})
    registry.register(Duty("first", works), Duty("second", breaks), Duty("third", works))


def test_every_room_has_registered_its_duties():
    assert [duty.name for duty in registry.duties()] == OURS


def test_a_duty_that_fails_does_not_keep_the_next_from_being_done(three, caplog, monkeypatch):
    monkeypatch.setattr(daily.log, "disabled", False)  # what else runs in this process may have configured logging anew
    monkeypatch.setattr(daily.log, "propagate", False)
    monkeypatch.setattr(daily.log, "handlers", [caplog.handler])
    outcomes = run_duties(at=NOON)

    assert list(map(str, outcomes)) == ["first: done at 12:00", "second: failed with RuntimeError", "third: done at 12:00"]
    assert "learner@example.org" in caplog.text
    entry = Entry.objects.get(action="daily.run")
    assert (entry.at, entry.actor, entry.detail) == (NOON, None, {"duties": [outcome.to_json() for outcome in outcomes]})
    assert "learner@example.org" not in json.dumps(entry.detail)


def test_the_command_says_what_was_done_and_ends_with_1_when_a_duty_failed(three, capsys):
    with pytest.raises(CommandError, match="second failed"):
        call_command("daily", "--json")
    all_of_them = json.loads(capsys.readouterr().out)
    call_command("daily", "--only", "third")

    assert [(row["duty"], row["has_failed"]) for row in all_of_them] == [("first", False), ("second", True), ("third", False)]
    assert capsys.readouterr().out.startswith("third: done at ")
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("daily", "--only", "fourth")


def test_of_each_duty_the_latest_outcome_counts(three):
    run_duties(at=NOON)
    run_duties(at=NOON + timedelta(hours=1), only="first")

    found = latest_outcomes()

    assert {name: at.hour for name, (at, _outcome) in found.items()} == {"first": 13, "second": 12, "third": 12}
    assert found["second"][1] == Outcome("second", "RuntimeError", has_failed=True)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 25, 3, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 25, 4, 0, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 7, 1, 2, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 7, 1, 3, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
    ids=["winter, before five in Paris", "winter, at five", "summer, before five", "summer, at five", "past midnight in Paris"],
)
def test_a_day_is_due_from_five_in_paris(moment, day):
    assert due_day(moment) == day


def test_a_day_is_asked_for_once_and_the_next_day_again():
    asked = [ask_for_due_run(NOON + timedelta(hours=hours)) for hours in (0, 1, 16, 17, 24, 5 * 24)]

    assert asked == [True, False, True, False, False, True]
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {
        task_of(date(2026, 11, 25)),
        task_of(date(2026, 11, 26)),
        task_of(date(2026, 11, 30)),
    }


def test_what_was_asked_for_is_the_task_that_does_every_duty(three, settings):
    settings.TASKS = IN_TABLES
    ask_for_due_run(NOON)

    row = DBTaskResult.objects.get()

    assert (row.task.func, row.backend_name) == (run_daily_duties.func, "default")
    said = row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    assert [line.partition(":")[0] for line in said] == ["first", "second", "third"]


@pytest.mark.parametrize(("is_on", "asked"), [(True, 1), (False, 0)])
def test_the_worker_asks_only_where_it_is_told_to(settings, is_on, asked):
    settings.SALERNO_DAILY = is_on

    worker.sweep_daily(NOON)

    assert DBTaskResult.objects.count() == asked
    assert worker.sweep_daily in [sweep for sweep, _every in worker.SWEEPS]


def test_the_doctor_says_when_it_ran_and_what_failed(three, settings):
    settings.SALERNO_DAILY = True
    never = data.daily_run()
    run_duties(at=timezone.now() - timedelta(hours=27))
    failed = data.daily_run()
    registry.register(Duty("second", works))
    run_duties(at=timezone.now() - timedelta(hours=27))
    late = data.daily_run()
    run_duties(at=timezone.now(), only="first")
    partly = data.daily_run()
    run_duties(at=timezone.now())
    well = data.daily_run()

    assert [each.level for each in (never, failed, late, partly, well)] == ["warn", "wrong", "wrong", "wrong", "ok"]
    assert failed.said == "second: failed with RuntimeError"
    assert late.said.endswith("not within a day: first, second, third")
    assert partly.said.endswith("not within a day: second, third")
    assert well.said == f"last on {timezone.localtime():%d %B %Y %H:%M}"


def test_the_doctor_is_content_where_nothing_runs_by_itself():
    assert (data.daily_run().level, data.daily_run().said) == (
        "ok",
        "never yet; it does not run by itself (SALERNO_DAILY is no)",
    )


def test_the_doctor_tells_of_applications_that_are_kept_too_long():
    call = open_call()
    calls.close_call(call=call, by=None, at=call.closes_at)
    ApplicationFactory(call=call, state=ApplicationState.REFUSED)
    in_time = data.kept_too_long()
    type(call).objects.update(closes_at=timezone.now() - timedelta(days=3000), opens_at=timezone.now() - timedelta(days=3100))

    late = data.kept_too_long()

    assert (in_time.level, late.level, late.said) == ("ok", "warn", "1 are kept for longer than their calls say")


@pytest.mark.sqlite
def test_a_worker_does_at_its_start_what_is_due_where_it_is_told_to_and_no_second_time(campus, tmp_path):
    """Real processes, each killed with -9. Sessions are cleared by the last sweep of a round: an old one tells of it."""

    def rows(statement):
        with sqlite3.connect(campus.data / "salerno.sqlite3", timeout=20) as database:
            return database.execute(statement).fetchall()

    def worker_of_a_round(**settings):
        rows("INSERT INTO django_session VALUES ('old', '', '2020-01-01 00:00:00')")
        with started(["-m", "salerno", "worker"], log=tmp_path / "log", env=campus.environment(**settings)):
            wait_until(lambda: not rows("SELECT 1 FROM django_session WHERE session_key = 'old'"), 90, "a round of sweeps")
            wait_until(
                lambda: not rows("SELECT 1 FROM django_tasks_database_dbtaskresult WHERE finished_at IS NULL"), 30, "its tasks"
            )
        return rows("SELECT count(*) FROM audit_entry WHERE action = 'daily.run'")[0][0]

    runs = [worker_of_a_round(), worker_of_a_round(SALERNO_DAILY="yes"), worker_of_a_round(SALERNO_DAILY="yes")]

    assert runs == [0, 1, 1]
