"""Templates stand on components and layouts that exist, and carry no script or style of their own."""

import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

SOURCE = Path(__file__).parents[2] / "src" / "salerno"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
NAMED = re.compile(r'{%\s*(?:extends|include)\s+"([^"]+)"')
COMPONENT = re.compile(r'{%\s*component\s+"([^"]+)"')


def _text(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_what_a_template_names_exists_and_it_compiles(template):
    text = _text(template)
    names = NAMED.findall(text) + [f"components/{name}.html" for name in COMPONENT.findall(text)]

    assert [name for name in names if not _exists(name)] == []
    assert get_template(str(template.relative_to(next(p for p in template.parents if p.name == "templates"))))


def _exists(name):
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def test_every_component_opens_with_a_comment_that_lists_its_variables():
    components = (SOURCE / "theme" / "templates" / "components").glob("*.html")

    assert [path.name for path in components if not _text(path).startswith("{% comment %}")] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a script of its own", r"<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json))"),
        ("a style of its own", r"<style\b"),
        ("an inline style", r"<[a-z][^>{]*\sstyle="),
        ("an inline handler", r"<[a-z][^>{]*\son[a-z]+="),
        ("something from elsewhere", r'<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)="(?:https?:)?//'),
    ],
)
def test_no_template_carries(what, pattern):
    assert [str(path.relative_to(SOURCE)) for path in TEMPLATES if re.search(pattern, _text(path))] == []
