"""Docs that are drawn from the code are as the code says; docs that list the code miss nothing."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from salerno.portal.operations import reference

DOCS = Path(__file__).parents[2] / "docs"
SOURCE = Path(__file__).parents[2] / "src" / "salerno"
ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["states.md", "personal-data.md"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_drawn_from_the_code_is_as_the_code_says(name, language):
    from django.utils import translation

    with translation.override(language):
        drawn = reference.pages()[name]

    assert (DOCS / name).read_text(encoding="utf-8") == drawn, "run `make docs`"


def test_the_command_writes_what_has_changed_and_says_so(tmp_path, capsys):
    call_command("docs", folder=tmp_path)
    (tmp_path / "states.md").write_text("old", encoding="utf-8")
    capsys.readouterr()

    call_command("docs", folder=tmp_path)

    assert capsys.readouterr().out == f"Wrote {tmp_path / 'states.md'}\n"
    call_command("docs", folder=tmp_path)
    assert capsys.readouterr().out == "Nothing has changed.\n"


def test_every_state_stands_in_its_table():
    wrong = [f"{room} {what}" for room, what, table in reference.state_tables() if set(table) != set(type(next(iter(table))))]

    assert wrong == []


def test_every_model_states_its_personal_data_and_names_real_fields():
    wrong = []
    for model in reference.own_models():
        stated = model.__dict__.get("personal_data")
        names = {field.name for field in model._meta.get_fields()}
        if not isinstance(stated, tuple) or set(stated) - names:
            wrong.append(model._meta.label)

    assert wrong == []


def test_every_link_to_a_person_is_personal_data():
    from salerno.people.models import Person

    unsaid = [
        f"{model._meta.label}.{field.name}"
        for model in reference.own_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person and field.name not in model.personal_data
    ]

    assert unsaid == []


def test_the_architecture_page_lists_every_moment():
    declared = {f"{path.parent.name}/moments.py" for path in SOURCE.glob("*/moments.py")}

    assert set(re.findall(r"`(\w+/moments\.py)`", ARCHITECTURE)) == declared


def test_the_architecture_page_lists_every_registry():
    """A registry is a function named ``register`` or ``show_…_with`` that rooms above call when they start."""
    pattern = re.compile(r"^def (?:register|show_\w+_with)\(", re.MULTILINE)
    declared = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if pattern.search(path.read_text(encoding="utf-8"))}

    assert [path for path in declared if f"`{path}`" not in ARCHITECTURE] == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
