"""What authors hand in: no text, drawing or archive holds the campus up or acts in it.

Each bomb here held a server process for seven to a hundred and twenty seconds before its kind was bounded.
"""

import io
import zipfile

import pytest
from tests.support.courses import small_course_files

from salerno.courseware.archives import ArchiveRefused, read_archive
from salerno.courseware.package import limits
from salerno.courseware.package.checker import check_files
from salerno.courseware.package.markdown import parse
from salerno.courseware.package.svg import why_not_svg
from salerno.courseware.text_diff import TooLong, diff

SVG = '<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'
REACHING_OUT = (
    "<style>@import '//evil.example';</style>",
    "<style><!-- a comment -->@import '//evil.example';</style>",
    "<style>a{}<!-- a comment -->b{background:url(//evil.example)}</style>",
    "<style><![CDATA[@import '//evil.example']]></style>",
)


@pytest.mark.parametrize("style", REACHING_OUT)
def test_a_style_sheet_reaches_nowhere_wherever_a_comment_stands(style: str):
    assert why_not_svg((SVG % style).encode()) == (1, "its style sheet reaches outside")


def test_a_harmless_style_sheet_may_hold_a_comment():
    assert why_not_svg((SVG % "<style><!-- a comment -->.a{fill:red}</style>").encode()) is None


@pytest.mark.parametrize("unit", ["[", "![", "[a](b ["])
def test_a_paragraph_of_brackets_is_not_parsed(unit: str):
    paragraph = unit * (limits.PARAGRAPH_LENGTH // len(unit) - 10)

    tokens, env = parse("\n\n".join(["fine", *[paragraph] * 15]))

    assert (tokens, {code for code, _message, _remedy in env["problems"].values()}) == ([], {"paragraph-long"})


def test_a_paragraph_with_many_notes_is_parsed():
    tokens, _env = parse("A sentence[^1] with [a link](images/a.png). " * 60)

    assert len(tokens) == 3


def test_tables_past_the_limit_are_refused_unread():
    files = {**small_course_files(), **{f"data/{number}.csv": bytes(15 * limits.MEGABYTE) for number in range(3)}}

    findings = [found for found in check_files(files) if found.code == "files-large"]

    assert [found.message for found in findings] == ["Texts and tables are larger than 40 MB together."]


def test_an_archive_that_unpacks_to_far_more_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("course.toml", "")
        target.writestr("data/bomb.txt", bytes(5 * limits.MEGABYTE))

    with pytest.raises(ArchiveRefused, match="two hundred times"), read_archive(archive):
        pass


def test_texts_past_what_a_page_compares_are_not_compared():
    with pytest.raises(TooLong):
        diff("", "a" * 3_000_000)
