"""What every test may count on: compiled translations, databases that fit the marks, and no silent skips in CI."""

import gc
import os
import shutil
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before anything reads them; workers find them done.

    No example of Hypothesis fails because the machine is busy, and no file waits for the disk: none outlives the run.
    """
    config.addinivalue_line("markers", "sqlite: about SQLite's own files; not repeated on PostgreSQL")
    hypothesis.settings.register_profile("salerno", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
    hypothesis.settings.load_profile("salerno")
    os.fsync = lambda _handle: None
    if not hasattr(config, "workerinput"):
        from salerno.portal.operations.translations import compile_translations

        compile_translations()


def pytest_unconfigure() -> None:
    """Throw away the data folder that the settings of the tests made."""
    from django.conf import settings

    shutil.rmtree(settings.DATA, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave a test that needs PostgreSQL out of a run on SQLite, and tell it."""
    from django.conf import settings

    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    for item in items:
        if item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: make test brings one"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported and collected stays to the end: the garbage collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin each test in the campus's own language: a request of the test before may have left another one."""
    from django.utils import translation

    translation.deactivate()


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """In CI a skipped test has failed: nobody would see that it never runs."""
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("CI") and skipped:
        terminalreporter.section("skipped tests fail in CI", red=True)
        for report in skipped:
            terminalreporter.write_line(f"{report.nodeid}: {report.longrepr}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn the exit code when something was skipped in CI."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """On SQLite the database is there before it is set up: what was migrated already is not migrated again."""
    from django.db import connection

    return connection.vendor == "sqlite" or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def _migrated_before(django_db_modify_db_settings, django_db_keepdb, django_db_createdb):
    """A copy of the database as an earlier run migrated it; ``--create-db`` migrates anew."""
    from tests.support import migrated

    if django_db_keepdb and not django_db_createdb:
        migrated.begin_with_copy()


@pytest.fixture(scope="session")
def django_db_setup(_migrated_before, django_db_setup, django_db_blocker):
    """The database that pytest-django sets up; on SQLite it is kept for the next run."""
    from django.db import connection

    from tests.support import migrated

    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            migrated.keep_copy()


@pytest.fixture
def file_folder(settings, tmp_path):
    """An empty file folder (``MEDIA_ROOT``) of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Chromium with an empty profile, one for a module."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.walking import ARGUMENTS, CHROMIUM

    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
