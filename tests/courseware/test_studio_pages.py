"""The Studio's pages: saving, conflicts, previews, uploads, publishing, as a browser sends them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.support.courses import publish_files, small_course_files
from tests.support.moments import NOON

from salerno.catalogue.services import open_offering
from salerno.courseware import blobs
from salerno.courseware.draft_selectors import blobs_of, stored_of
from salerno.courseware.models import CourseVersion
from salerno.courseware.services import drafts
from salerno.courseware.views import studio_archives
from salerno.institutions.models import Institution

READING = "units/01-start/01-counting-people.md"
HTMX = {"hx-request": "true"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def url(name: str, *rest: str) -> str:
    return reverse(f"courseware:{name}", args=["counting", *rest])


def text_of(draft, path: str = READING) -> str:
    return blobs.get(draft.files.get(path=path).blob).decode()


def save(client, text: str, revision: int, path: str = READING, **options):
    return client.post(url("edit", path), {"text": text, "revision": revision}, **options)


def test_a_draft_is_started_from_its_page(studio, course):
    assert b"No draft yet" in studio.get(url("draft")).content

    response = studio.post(url("start"))

    assert response["Location"] == url("draft")
    assert b"Counting people" in studio.get(url("draft")).content


def test_the_page_of_a_draft_shows_units_with_activities_in_order(studio, draft):
    outline = studio.get(url("draft")).context["outline"]

    assert [(unit.key, unit.minutes) for unit in outline.units] == [("start", 3)]
    assert [(row.facts.key, row.facts.kind, row.facts.minutes) for row in outline.units[0].texts] == [
        ("counting-people", "reading", 1),
        ("check", "quiz", 2),
    ]
    assert [row.path for row in outline.facts] == ["course.toml", "glossary.toml", "references.toml"]


def test_saving_without_javascript_comes_back_to_the_editor(studio, draft):
    response = save(studio, "---\r\nkey: x\r\n---\r\n", 1)

    assert (response.status_code, response["Location"]) == (302, url("edit", READING))
    assert text_of(draft) == "---\nkey: x\n---\n"


def test_saving_in_place_gives_the_new_revision_and_the_findings(studio, draft):
    response = save(studio, "---\nkey: x\n---\n", 1, headers=HTMX)

    assert (response.status_code, response.context["page"].file.revision) == (200, 2)
    assert b'name="revision" value="2"' in response.content
    assert b"hx-swap-oob" in response.content
    draft.refresh_from_db()
    assert draft.error_count == len(response.context["page"].found.findings) > 0


def test_a_conflict_shows_both_texts_and_is_settled_by_saving_the_merged_one(studio, draft, colleague):
    drafts.save(draft=draft, path=READING, text="theirs", made_from=1, by=colleague, at=NOON)

    response = save(studio, "mine", 1)

    assert (response.status_code, text_of(draft)) == (409, "theirs")
    assert (response.context["mine"], response.context["theirs"]) == ("mine", "theirs")
    assert b'name="revision" value="1"' in response.content
    assert b'name="seen" value="2"' in response.content
    assert settle(studio, "mine and theirs").status_code == 302
    assert text_of(draft) == "mine and theirs"


def settle(client, text: str, **more: object):
    """Send the form of a conflict: a text made from revision 1, and revision 2 was seen."""
    return client.post(url("edit", READING), {"text": text, "revision": 1, "seen": 2, **more})


def both_sides(draft, colleague, *, mine: str, theirs: str) -> str:
    """The colleague writes her line into the reading; what one's own text becomes."""
    before = text_of(draft)
    drafts.save(draft=draft, path=READING, text=theirs.format(before), made_from=1, by=colleague, at=NOON)
    return mine.format(before)


def test_changes_that_do_not_touch_are_put_together_after_a_look(studio, draft, colleague):
    before = text_of(draft)
    mine = both_sides(draft, colleague, mine="{}\nMy last line.\n", theirs="---\nfirst: line\n{}")

    response = save(studio, mine, 1)

    together = response.context["together"]
    assert (response.status_code, together.overlaps) == (409, [])
    assert ["".join(piece.text for piece in row.pieces) for row in together.rows if row.kind == "added"] == ["My last line.", ""]
    assert settle(studio, mine, take="together").status_code == 302
    assert text_of(draft) == f"---\nfirst: line\n{before}\nMy last line.\n"


@pytest.mark.parametrize(
    ("choice", "line"), [("mine", "title: Mine"), ("theirs", "title: Theirs"), ("both", "title: Mine\ntitle: Theirs")]
)
def test_where_both_changed_a_line_the_person_chooses(studio, draft, colleague, choice, line):
    before = text_of(draft)
    mine, theirs = (before.replace("title: Counting people", f"title: {word}") for word in ("Mine", "Theirs"))
    drafts.save(draft=draft, path=READING, text=theirs, made_from=1, by=colleague, at=NOON)

    shown = save(studio, mine, 1)
    waiting = settle(studio, mine, take="together")
    unchanged = text_of(draft)
    settle(studio, mine, take="together", **{"overlap-1": choice})

    assert [(part.mine, part.theirs) for part in shown.context["together"].overlaps] == [(("title: Mine",), ("title: Theirs",))]
    assert (waiting.status_code, bool(waiting.context["problem"]), unchanged) == (409, True, theirs)
    assert text_of(draft) == before.replace("title: Counting people", line)


def test_a_third_save_in_between_is_met_with_another_look(studio, draft, colleague):
    before = text_of(draft)
    mine = both_sides(draft, colleague, mine="{}\nMine.\n", theirs="Theirs.\n{}")
    save(studio, mine, 1)
    drafts.save(draft=draft, path=READING, text=f"Third.\n{before}", made_from=2, by=colleague, at=NOON)

    response = settle(studio, mine, take="together")

    assert (response.status_code, text_of(draft)) == (409, f"Third.\n{before}")
    assert (response.context["mine"], response.context["made_from"]) == (f"Theirs.\n{before}\nMine.\n", 2)


def test_a_text_from_a_revision_that_is_not_known_is_put_together_by_hand(studio, draft, colleague):
    drafts.save(draft=draft, path=READING, text="theirs", made_from=1, by=colleague, at=NOON)

    response = save(studio, "mine", 99)

    assert (response.status_code, response.context["together"], text_of(draft)) == (409, None, "theirs")


def test_a_conflict_in_place_takes_the_place_of_the_page(studio, draft, colleague):
    drafts.save(draft=draft, path=READING, text="theirs", made_from=1, by=colleague, at=NOON)

    response = save(studio, "mine", 1, headers=HTMX)

    assert (response.status_code, response["HX-Retarget"], text_of(draft)) == (422, "#content", "theirs")
    assert b"<html" not in response.content


def test_a_text_that_cannot_be_kept_is_refused_and_shown_again(studio, draft):
    before = text_of(draft)

    responses = [save(studio, "a\x00b", 1), save(studio, "x" * 500_000, 1), save(studio, "a\x00b", 1, headers=HTMX)]

    assert [response.status_code for response in responses] == [422, 422, 422]
    assert (text_of(draft), len(responses[1].context["page"].text)) == (before, 500_000)


def test_a_preview_shows_the_typed_text_and_its_findings_and_saves_nothing(studio, draft):
    before = text_of(draft)
    typed = before.replace("Of a hundred people", "Of a *thousand* people") + "\n![](images/none.png)\n"

    response = studio.post(url("preview", READING), {"text": typed, "revision": 1}, headers=HTMX)

    page = response.context["page"]
    assert "Of a <em>thousand</em> people" in page.preview.html
    line = typed[: typed.index("![]")].count("\n") + 1
    assert {finding.line for finding in page.findings} == {line}
    assert f'data-studio-line="{line}"'.encode() in response.content
    assert text_of(draft) == before


def test_findings_are_told_in_the_readers_language(studio, author, draft):
    author.language = "fr"
    author.save()
    typed = text_of(draft) + "\n![A bar](images/none.png)\n\n$\\frac{a}$\n"

    page = studio.post(url("preview", READING), {"text": typed, "revision": 1}, headers=HTMX).content.decode()

    assert "Il n’y a pas d’image images/none.png. <" in page
    assert "elle est incomplète, il manque peut-être une accolade ou un argument. <" in page


def test_a_preview_without_javascript_is_the_editor_with_the_typed_text(studio, draft):
    response = studio.post(url("preview", READING), {"text": "typed text", "revision": 1})

    assert (response.status_code, response.context["page"].text, response.context["revision"]) == (200, "typed text", 1)
    assert b"typed text</textarea>" in response.content


def test_the_first_line_of_a_text_is_kept_when_it_is_empty(studio, draft):
    save(studio, "\n\nlater", 1)

    assert b">\n\n\nlater</textarea>" in studio.get(url("edit", READING)).content


def test_markup_in_a_text_stays_text(studio, draft):
    save(studio, "</textarea><script>alert(1)</script>", 1)

    content = studio.get(url("edit", READING)).content + studio.get(url("history", READING)).content
    assert b"<script>alert(1)" not in content


def test_deleting_and_putting_back(studio, draft):
    studio.post(url("delete", READING))
    assert READING in {file.path for file in studio.get(url("draft")).context["deleted"]}
    assert studio.get(url("edit", READING))["Location"] == url("history", READING)

    response = studio.post(url("restore", READING))

    assert response["Location"] == url("edit", READING)
    assert READING in blobs_of(stored_of(draft))


def test_history_compares_and_brings_back(studio, draft):
    before = text_of(draft)
    save(studio, before + "\nAdded.\n", 1)

    page = studio.get(url("history", READING) + "?revision=1")
    studio.post(url("bring_back", READING), {"revision": 1, "made_from": 2})

    assert [row.kind for row in page.context["rows"] if row.kind in ("added", "removed")] == ["added", "added"]
    assert text_of(draft) == before


@pytest.mark.parametrize(
    ("kind", "data", "path"),
    [
        ("activity", {"unit": "start", "title": "More", "kind": "reading", "minutes": 4, "outcomes": ["sensitivity"]},
         "units/01-start/03-more.md"),
        ("unit", {"title": "Next", "summary": "About.", "first": "First"}, "units/02-next/01-first.md"),
        ("bank", {"name": "second"}, "bank/second.md"),
    ],
)  # fmt: skip
def test_new_texts_open_in_the_editor(studio, draft, kind, data, path):
    response = studio.post(url("new", kind), data)

    assert response["Location"] == url("edit", path)
    assert studio.get(response["Location"]).status_code == 200


def test_a_refused_form_keeps_what_was_typed(studio, draft):
    response = studio.post(url("new", "bank"), {"name": "Not A Key"})

    assert response.status_code == 422
    assert b'value="Not A Key"' in response.content


def test_an_unknown_kind_of_new_text_is_not_found(studio, draft):
    assert studio.get(url("new", "virus")).status_code == 404


def test_an_upload_leads_to_a_figure_that_demands_words(studio, draft):
    response = studio.post(url("uploads"), {"files": [SimpleUploadedFile("Curve.svg", SVG)]})
    page = url("edit", "images/curve.svg")

    assert response["Location"] == page
    assert studio.get(page + "?alt=&caption=x").context["snippet"] == ""
    made = studio.get(page + "?alt=A+curve%0Athat+rises&caption=It+rises.").context["snippet"]
    assert made == ":::{figure} images/curve.svg\n:alt: A curve that rises\n\nIt rises.\n:::\n"


def test_an_upload_that_is_not_what_it_says_is_refused_with_the_form(studio, draft):
    response = studio.post(url("uploads"), {"files": [SimpleUploadedFile("a.png", b"<script>alert(1)</script>")]})

    assert response.status_code == 422
    assert "images/a.png is refused" in response.content.decode()


def test_a_request_that_is_too_large_is_refused_before_it_is_read(studio, draft):
    response = studio.post(url("uploads"), {}, CONTENT_LENGTH=str(studio_archives.UPLOAD_BYTES + 1))

    assert response.status_code == 413


def test_uploads_and_imports_are_guarded_against_forgery(client, draft, author):
    from django.test import Client

    forger = Client(enforce_csrf_checks=True)
    forger.force_login(author)
    before = stored_of(draft)

    statuses = [forger.post(url(name), {"files": [SimpleUploadedFile("a.svg", SVG)]}).status_code for name in ("uploads", "import")]

    assert (statuses, stored_of(draft)) == ([403, 403], before)


def test_the_draft_is_exported_and_imported_again(studio, draft):
    data = b"".join(studio.get(url("export")).streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name.removeprefix("counting/"): archive.read(name) for name in archive.namelist()} == small_course_files()

    response = studio.post(url("import"), {"archive": SimpleUploadedFile("c.zip", data), "delete_others": "keep"})

    assert response["Location"] == url("compare")
    assert studio.get(url("compare")).context["changes"] == []


def test_an_archive_that_is_refused_says_why(studio, draft):
    response = studio.post(url("import"), {"archive": SimpleUploadedFile("c.zip", b"no"), "delete_others": "keep"})

    assert response.status_code == 422
    assert b"not a .zip archive" in response.content


def test_files_of_a_draft_are_served_to_authors_as_harmless_as_published_ones(studio, draft):
    response = studio.get(url("draft_file", "images/people.svg"))

    assert b"".join(response.streaming_content) == small_course_files()["images/people.svg"]
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("private, no-cache", "nosniff")
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_publishing_shows_what_changes_and_pins_the_chosen_offerings(studio, draft, course):
    mine = open_offering(course=course, institution=Institution.objects.get(schac="univ-amu.fr"), by=None)
    theirs = open_offering(course=course, institution=Institution.objects.get(schac="unipi.it"), by=None)
    save(studio, text_of(draft, "glossary.toml") + "\n# More\n", 1, "glossary.toml")

    page = studio.get(url("publish"))
    seen = page.context["form"]["seen"].value()
    response = studio.post(url("publish"), {"seen": seen, "offerings": [mine.pk]})

    assert [(change.path, change.kind) for change in page.context["changes"]] == [("glossary.toml", "changed")]
    assert (list(page.context["form"].fields["offerings"].queryset), page.context["others"]) == ([mine], [theirs])
    assert response["Location"] == url("draft")
    mine.refresh_from_db()
    assert mine.pinned.version.number == 2


def test_publishing_what_was_not_seen_is_refused_and_shows_the_draft_as_it_is(studio, draft):
    save(studio, text_of(draft, "glossary.toml") + "\n# More\n", 1, "glossary.toml")

    response = studio.post(url("publish"), {"seen": "another state"})

    assert (response.status_code, CourseVersion.objects.count()) == (422, 1)
    assert b"The draft was changed after you opened this page" in response.content


def test_an_offering_of_somebody_else_cannot_be_chosen(studio, draft, course):
    theirs = open_offering(course=course, institution=Institution.objects.get(schac="unipi.it"), by=None)
    save(studio, text_of(draft, "glossary.toml") + "\n# More\n", 1, "glossary.toml")
    seen = studio.get(url("publish")).context["form"]["seen"].value()

    response = studio.post(url("publish"), {"seen": seen, "offerings": [theirs.pk]})

    assert (response.status_code, CourseVersion.objects.count()) == (422, 1)


def test_a_newer_version_is_announced_and_taken_up(studio, draft):
    save(studio, text_of(draft, "glossary.toml") + "\n# Mine\n", 1, "glossary.toml")
    version, _new = publish_files(small_course_files() | {"glossary.toml": b"# Theirs\n"})
    assert b"was published without this draft" in studio.get(url("draft")).content
    page = studio.get(url("take_up"))

    refused = studio.post(url("take_up"), {"version": str(version.uuid)})
    response = studio.post(url("take_up"), {"version": str(version.uuid), page.context["both"][0]["name"]: "theirs"})

    assert (refused.status_code, response["Location"]) == (422, url("draft"))
    assert text_of(draft, "glossary.toml") == "# Theirs\n"


def test_a_draft_whose_course_file_is_broken_can_still_be_opened_and_mended(studio, draft):
    save(studio, "this is [not toml", 1, "course.toml")

    pages = [url("draft"), url("edit", "course.toml"), url("edit", READING), url("publish"), url("compare"), url("uploads")]
    assert [studio.get(page).status_code for page in pages] == [200] * 6
    assert studio.get(url("new", "unit"))["Location"] == url("edit", "course.toml")
