"""The frame, the style guide and the pages of trouble."""

import gzip
import re
from pathlib import Path

import pytest
from django.template import loader
from django.test import Client, RequestFactory
from django.utils.translation import override

from salerno.theme import context
from salerno.theme.stylesheets import PARTS, text_of

ROOM = PARTS.parent
STATIC = ROOM / "static" / "theme"
FIRST_VISIT = 120_000
FONTS_OF_A_UNIT = [
    "source-serif-4-latin-400-normal",
    "source-serif-4-latin-400-italic",
    "source-serif-4-latin-600-normal",
    "inter-latin-500-normal",
]

pytestmark = pytest.mark.django_db


def squeezed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


@pytest.mark.parametrize("path", ["/styleguide/", "/styleguide/reading/", "/styleguide/work/"])
def test_the_style_guide_is_shown_and_only_read(path: str):
    client = Client()

    assert (client.get(path).status_code, client.post(path).status_code) == (200, 405)


def test_a_unit_weighs_no_more_than_120_kilobytes_on_the_first_visit():
    html = Client().get("/styleguide/reading/").content
    fonts = sum((STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in FONTS_OF_A_UNIT)
    sheets = squeezed(text_of("core").encode()) + squeezed(text_of("reading").encode())
    scripts = [STATIC / "js" / f"{name}.js" for name in ("keep_draft", "confirm", "tabs")]
    rest = [*scripts, STATIC / "vendor" / "icons.svg", STATIC / "device.svg"]

    total = squeezed(html) + fonts + sheets + sum(squeezed(path.read_bytes()) for path in rest)

    assert total <= FIRST_VISIT


def test_our_scripts_weigh_no_more_than_30_kilobytes():
    assert sum(path.stat().st_size for path in (STATIC / "js").glob("*.js")) <= 30_000


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_a_page_of_trouble_needs_no_context(name: str):
    html = loader.get_template(name).render()

    assert re.findall(r"<h1>(.+)</h1>", html) != []


@pytest.mark.parametrize("name", ["403.html", "404.html", "429.html"])
def test_an_error_page_stands_in_the_frame(name: str):
    html = loader.get_template(name).render({}, RequestFactory().get("/somewhere/"))

    assert len(re.findall(r"<h1>", html)) == 1
    assert "101083880" in html


@pytest.mark.parametrize(
    ("cookie", "shown"), [("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")]
)
def test_the_page_takes_only_a_known_theme_from_the_cookie(cookie: str, shown: str):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie

    assert context.page(request)["theme"] == shown


def test_the_chosen_theme_is_rendered_by_the_server():
    client = Client()
    client.cookies["theme"] = "dark"

    assert '<html lang="en" data-theme="dark">' in client.get("/styleguide/").content.decode()


def test_the_notice_of_the_grant_stands_on_every_page_with_the_whole_disclaimer():
    with override("en"):
        text = " ".join(re.sub(r"<[^>]+>", " ", loader.render_to_string("components/eu_notice.html")).split())

    assert text == (
        "Co-funded by the European Union Funded by the European Union. Views and opinions expressed "
        "are however those of the author(s) only and do not necessarily reflect those of the "
        "European Union or the European Health and Digital Executive Agency (HaDEA). Neither the "
        "European Union nor the granting authority can be held responsible for them. Project "
        "101083880."
    )


def test_the_emblem_has_twelve_upright_stars_on_the_official_circle():
    html = loader.render_to_string("components/eu_emblem.html")
    path = re.search(r'fill="#FC0" d="([^"]+)"', html)[1]
    tips = [tuple(map(float, star.split("L")[0].split())) for star in path.strip("Mz").split("zM")]

    radii = [((x - 405) ** 2 + (y + 30 - 270) ** 2) ** 0.5 for x, y in tips]

    assert len(tips) == 12
    assert radii == pytest.approx([180] * 12, abs=0.1)


def test_every_component_opens_with_a_comment_on_its_variables():
    components = sorted(Path(ROOM / "templates" / "components").glob("*.html"))

    assert [
        path.name for path in components if not path.read_text(encoding="utf-8").startswith("{% comment %}")
    ] == []


def test_no_template_holds_a_style_or_a_script_of_its_own():
    templates = sorted((ROOM / "templates").rglob("*.html"))
    forbidden = re.compile(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=")

    assert [path.name for path in templates if forbidden.search(path.read_text(encoding="utf-8"))] == []
