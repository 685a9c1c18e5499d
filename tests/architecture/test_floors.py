"""Rooms know only the rooms below them: in imports, in foreign keys written as text, and in the order of the settings."""

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from importlinter.cli import lint_imports

PROJECT = Path(__file__).parents[2]
LAYERS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
FLOOR = {room.strip(): -height for height, layer in enumerate(LAYERS) for room in layer.split("|")}


def test_imports_go_downwards(monkeypatch, capsys):
    monkeypatch.chdir(PROJECT)

    code = lint_imports(no_cache=True)

    assert code == 0, capsys.readouterr().out


def test_every_room_has_a_floor():
    rooms = {path.parent.name for path in (PROJECT / "src" / "salerno").glob("*/__init__.py")}

    assert rooms == set(FLOOR)


def test_foreign_keys_go_downwards():
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("salerno.")
        for field in [*model._meta.get_fields(), *model._meta.many_to_many]
        if field.concrete and field.is_relation and field.related_model.__module__.startswith("salerno.")
        if FLOOR[field.related_model._meta.app_label] > FLOOR[model._meta.app_label]
    ]

    assert wrong == []


def test_settings_install_the_rooms_from_the_top_downwards():
    installed = [app.removeprefix("salerno.") for app in settings.INSTALLED_APPS if app.startswith("salerno.")]

    assert installed == sorted(installed, key=lambda room: -FLOOR[room])


def test_rooms_send_each_other_no_django_signals():
    signals = re.compile(r"from django\.(?:db\.models\.signals|dispatch)|import signals")
    found = [path for path in (PROJECT / "src" / "salerno").rglob("*.py") if signals.search(path.read_text(encoding="utf-8"))]

    assert found == []
