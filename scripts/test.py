"""Everything that CI runs: ``python3 scripts/test.py [--only STAGE …]``. Also ``make test`` and ``make check``.

Stages: ``linters``, ``sqlite``, ``postgresql``, ``browser``. What the machine lacks is installed through apt when this runs as
root; otherwise it is named with the tests that it leaves out, which is a failure where ``CI`` is set.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from temporary_postgresql import find_programs, temporary_postgresql

PROJECT = Path(__file__).resolve().parent.parent
PYTHON = PROJECT / ".venv" / "bin" / "python"
LINTED = ("src", "tests", "scripts", "benchmarks", "courses")
# Whoever has nothing left to do takes from the others: the tests of a file, which share a world, stay together as long as they can.
PARALLEL = ("-n", str(min(os.cpu_count() or 2, 8)), "--dist", "worksteal")


@dataclass(frozen=True)
class Tool:
    """A program of the system: how to find it, what apt calls it, and what its stage leaves out without it: the file ``tests``,
    or all of the stage."""

    name: str
    is_there: Callable[[], object]
    package: str
    leaves_out: str
    stage: str
    tests: str = ""


TOOLS = (
    Tool("PostgreSQL's server", find_programs, "postgresql", "the tests on PostgreSQL", "postgresql"),
    Tool(
        "pg_dump",
        lambda: shutil.which("pg_dump"),
        "postgresql-client",
        "backups of PostgreSQL",
        "postgresql",
        "tests/portal/operations/test_backup_postgresql.py",
    ),
    Tool("Chromium", lambda: shutil.which("chromium"), "chromium", "the journeys in a browser", "browser"),
    Tool("ffmpeg", lambda: shutil.which("ffmpeg"), "ffmpeg", "the journeys with a film", "browser", "tests/journeys/test_films.py"),
)


def main() -> int:
    """Run the stages asked for, all of them without an answer; return 0 when each went well."""
    stages: dict[str, Callable[[list[str]], str]] = {
        "linters": run_linters,
        "sqlite": run_on_sqlite,
        "postgresql": run_on_postgresql,
        "browser": run_in_browser,
    }
    parser = argparse.ArgumentParser(description="Run what CI runs.")
    parser.add_argument("--only", nargs="+", choices=stages, default=list(stages))
    chosen = parser.parse_args().only
    if subprocess.run([sys.executable, str(PROJECT / "scripts" / "setup.py"), "--dev"], check=False).returncode:
        return 1
    missing = provide_tools(chosen)
    return report({name: run_stage(name, stages[name], missing) for name in chosen}, missing)


def run_stage(name: str, stage: Callable[[list[str]], str], missing: list[Tool]) -> str:
    """Run ``stage`` without the tests that need a missing tool; how it went, in a line."""
    lacking = [tool for tool in missing if tool.stage == name]
    if whole := [tool.name for tool in lacking if not tool.tests]:
        return f"left out: {whole[0]} is missing"
    heading(name)
    began = time.monotonic()
    result = stage([f"--ignore={tool.tests}" for tool in lacking])
    return f"{result} ({time.monotonic() - began:.0f} s)"


def provide_tools(chosen: list[str]) -> list[Tool]:
    """Install what the chosen stages need and the machine lacks; return what is still missing."""
    needed = [tool for tool in TOOLS if tool.stage in chosen and not tool.is_there()]
    if needed and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [tool.package for tool in needed]
        print(f"Installing {', '.join(packages)} with apt-get", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
        subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL)
    missing = [tool for tool in needed if not tool.is_there()]
    for tool in missing:
        print(f"{tool.name} is missing (apt install {tool.package}): this leaves out {tool.leaves_out}.", flush=True)
    return missing


def run_linters(_left_out: list[str]) -> str:
    """Style, floors of the house, system checks, forgotten migrations."""
    present = [name for name in LINTED if (PROJECT / name).exists()]
    commands = (
        [".venv/bin/ruff", "check", *present],
        [".venv/bin/lint-imports", "--no-cache"],
        [".venv/bin/salerno", "check", "--fail-level", "WARNING"],
        [".venv/bin/salerno", "makemigrations", "--check", "--dry-run"],
    )
    failed = [" ".join(command[:2]) for command in commands if not run(command)]
    return f"FAILED: {', '.join(failed)}" if failed else "passed"


def run_on_sqlite(left_out: list[str]) -> str:
    """Everything but browsers and races, with the database that a first start uses."""
    return run_pytest(*PARALLEL, "-m", "not browser and not postgresql", *left_out)


def run_on_postgresql(left_out: list[str]) -> str:
    """The same and the races, on a cluster that is made for it and thrown away."""
    with temporary_postgresql() as address:
        selected = "not browser and not sqlite"
        return run_pytest(*PARALLEL, "-m", selected, *left_out, environment={"DATABASE_URL": address})


def run_in_browser(left_out: list[str]) -> str:
    """The journeys in Chromium."""
    return run_pytest("-m", "browser", *left_out)


def run_pytest(*arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run pytest, show all it says as it says it, and return its closing line.

    Whatever the environment says, what was compiled is kept: each process would else compile the campus and its tests anew.
    """
    command = [str(PYTHON), "-m", "pytest", *arguments]
    full = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(environment or {})}
    process = subprocess.Popen(command, cwd=PROJECT, env=full, stdout=subprocess.PIPE, text=True, bufsize=1)
    closing = ""
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        closing = line.strip(" =\n") or closing
    code = process.wait()
    return closing if code == 0 else f"FAILED ({code}): {closing}"


def run(command: list[str]) -> bool:
    """Whether ``command`` ended well; it speaks for itself."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "salerno.config.settings.test"}
    return subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode == 0


def heading(name: str) -> None:
    """A line that shows where a stage begins."""
    print(f"\n── {name} {'─' * (90 - len(name))}", flush=True)


def report(results: dict[str, str], missing: list[Tool]) -> int:
    """One closing line for each stage; the exit code."""
    heading("result")
    for name, result in results.items():
        print(f"{name:<11} {result}")
    failed = any(result.startswith("FAILED") for result in results.values())
    if missing:
        print(f"Left out for want of {', '.join(tool.name for tool in missing)}.")
    return 1 if failed or (missing and os.environ.get("CI")) else 0


if __name__ == "__main__":
    sys.exit(main())
