"""Nothing of the machine on which it was made lies in the project, no index of packages, no loose end; settings are sound."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

PROJECT = Path(__file__).parents[2]
SOURCE = PROJECT / "src" / "salerno"
WORDS = {
    "a folder of one machine": r"(?<![\w.])/(?:home|root|Users)/\w+|(?<![\w.])/wor[k]/",
    "an index of packages": r"(?:--(?:extra-)?index-url|index-url\s*=|https?://[^\s\"')]*/simple\b|pypi\.org)",
    "a loose end": r"(?:#|//|/\*|{#|<!--)[^\n]*\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b",
}
TEXTS = (".py", ".md", ".toml", ".txt", ".in", ".html", ".css", ".js", ".yml", ".yaml", ".cfg", ".sh", ".lua", ".typ", "")


def _tracked():
    """Files that Git holds or would take in; vendored files are others' and checked by their digests."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split("\n")
    paths = [PROJECT / name for name in listed if name]
    return [path for path in paths if path.is_file() and path.suffix in TEXTS and "vendor" not in path.parts]


@pytest.mark.parametrize("what", WORDS)
def test_no_file_holds(what):
    pattern = re.compile(WORDS[what])
    found = []
    for path in _tracked():
        if path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{path.relative_to(PROJECT)}: {match[0]}" for match in pattern.finditer(text)]

    assert found == []


def test_the_environment_is_read_in_the_settings_alone():
    allowed = {"config/settings", "portal/operations", "config/wsgi.py", "__main__.py"}
    readers = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"os\.environ(?!\.setdefault)|os\.getenv", path.read_text(encoding="utf-8"))
    ]

    assert [path for path in readers if not path.startswith(tuple(allowed))] == []


def test_only_views_commands_and_tasks_read_the_clock():
    """Services, rules and algorithms are told the time: ``at=``."""
    named = re.compile(r"(?:^|/)(?:services(?:/\w+)?|rules|querysets|models)\.py$")
    reading = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if named.search(str(path.relative_to(SOURCE))) and _reads_the_clock(path)
    ]

    assert set(reading) <= {"audit/services.py", "messaging/services.py"}


def _reads_the_clock(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return any(ast.unparse(call) in {"timezone.now", "datetime.now", "date.today", "time.time"} for call in calls)


def test_the_system_checks_find_nothing():
    assert run_checks() == []


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert "No changes detected" in capsys.readouterr().out
