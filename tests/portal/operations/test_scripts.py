"""``make setup`` and ``make test`` without root: nothing is installed, and nothing is left out in silence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scripts import setup, test

MISSING = """\
PostgreSQL's server is missing (apt install postgresql): this leaves out the tests on PostgreSQL.
pg_dump is missing (apt install postgresql-client): this leaves out backups of PostgreSQL.
Chromium is missing (apt install chromium): this leaves out the journeys in a browser.
ffmpeg is missing (apt install ffmpeg): this leaves out the journeys with a film.
"""


@pytest.fixture
def commands(monkeypatch):
    """Somebody who is not root, on a path with apt-get alone. What would be run is kept instead, and goes well."""
    kept = []

    def run(command, **_options):
        kept.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(test, "TOOLS", tuple(_without(tool) for tool in test.TOOLS))
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.delenv("CI", raising=False)
    return kept


def _without(tool):
    return test.Tool(tool.name, lambda: None, tool.package, tool.leaves_out, tool.stage, tool.tests)


@pytest.fixture
def bare_path(monkeypatch, tmp_path):
    """A path on which nothing is found but apt-get."""
    (tmp_path / "apt-get").symlink_to("/bin/true")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def run_main(monkeypatch, *stages):
    monkeypatch.setattr(sys, "argv", ["test.py", "--only", *stages])
    return test.main()


def test_what_is_missing_is_named_and_not_installed(commands, bare_path, capsys):
    missing = test.provide_tools(["postgresql", "browser"])

    assert [tool.package for tool in missing] == ["postgresql", "postgresql-client", "chromium", "ffmpeg"]
    assert capsys.readouterr().out == MISSING
    assert commands == []


def test_root_installs_it(commands, bare_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    test.provide_tools(["browser"])

    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium", "ffmpeg"]
    assert commands == [["apt-get", "update", "-qq"], install]


def test_a_stage_that_needs_nothing_misses_nothing(commands, capsys):
    assert (test.provide_tools(["linters", "sqlite"]), capsys.readouterr().out) == ([], "")


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_stage_that_is_left_out_fails_in_ci_alone(commands, bare_path, monkeypatch, capsys, ci, code):
    monkeypatch.setenv("CI", ci)

    found = run_main(monkeypatch, "linters", "browser")

    said = capsys.readouterr().out.splitlines()[-3:]
    assert found == code
    assert said[0].startswith("linters     passed")
    assert said[1:] == ["browser     left out: Chromium is missing", "Left out for want of Chromium, ffmpeg."]


def test_tests_that_need_a_missing_tool_are_left_out_of_their_stage():
    ffmpeg = next(tool for tool in test.TOOLS if tool.name == "ffmpeg")
    asked = []

    result = test.run_stage("browser", lambda left_out: asked.extend(left_out) or "3 passed", [ffmpeg])

    assert (result, asked) == ("3 passed (0 s)", ["--ignore=tests/journeys/test_films.py"])


def test_the_tests_that_a_tool_leaves_out_are_there():
    assert [tool.name for tool in test.TOOLS if tool.tests and not (test.PROJECT / tool.tests).is_file()] == []


def test_nothing_runs_when_the_setup_fails(monkeypatch, capsys):
    monkeypatch.setattr(subprocess, "run", lambda command, **_options: subprocess.CompletedProcess(command, 1))

    assert (run_main(monkeypatch, "linters"), capsys.readouterr().out) == (1, "")


@pytest.mark.parametrize(("root", "installs"), [(False, 0), (True, 2)])
def test_only_root_installs_what_python_lacks(bare_path, monkeypatch, tmp_path, root, installs):
    ran = []
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "run", lambda command, **_options: ran.append(command) or False)

    with pytest.raises(setup.SetupFailed, match=r"As root: apt install python3-venv\. Then repeat\."):
        setup.make_environment(sys.executable)

    assert len([command for command in ran if command[0] == "apt-get"]) == installs


def test_an_old_python_is_told_what_to_install(bare_path, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10))

    with pytest.raises(setup.SetupFailed, match="Salerno needs Python 3.11 or newer"):
        setup.suitable_python()


@pytest.mark.parametrize("has_home", [True, False])
def test_an_account_without_a_home_installs_with_a_cache_that_is_thrown_away(bare_path, monkeypatch, tmp_path, has_home):
    ran = []
    (tmp_path / "uv").symlink_to("/bin/true")
    monkeypatch.setenv("HOME", str(tmp_path if has_home else tmp_path / "nothing-here"))
    monkeypatch.setattr(setup, "run", lambda command, **_options: ran.append(command) or True)

    setup.install(["base"])

    caches = [Path(command[command.index("--cache-dir") + 1]) for command in ran if "--cache-dir" in command]
    assert (len(ran), len(caches)) == (2, 0 if has_home else 2)
    assert not any(cache.exists() for cache in caches)
