"""What every test may count on: compiled translations, databases that fit the marks, and no silent skips in CI."""

import gc
import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before anything reads them; workers find them done."""
    config.addinivalue_line("markers", "sqlite: about SQLite's own files; not repeated on PostgreSQL")
    if not hasattr(config, "workerinput"):
        from salerno.portal.operations.translations import compile_translations

        compile_translations()


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


@pytest.fixture
def file_folder(settings, tmp_path):
    """An empty file folder (``MEDIA_ROOT``) of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT
