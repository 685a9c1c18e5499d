from datetime import UTC, datetime

import pytest
from tests.support.documents import HOSTILE, assert_accessible, letters_of, opened, words_of

from salerno.common.typesetting import Attachment, CannotPrint, pdf, png_pages, qr_svg

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEMPLATE = b"""#let data = json("data.json")
#set document(title: data.title)
#set text(lang: "en", font: data.fonts)
= #data.title
#for page in data.pages [#page #pagebreak(weak: true)]
"""


def printed(title: str, *pages: str, **options) -> bytes:
    return pdf(TEMPLATE, {"title": title, "pages": pages}, timestamp=NOON, **options)


def test_a_document_is_accessible_and_the_same_each_time():
    made = printed("A title", "words")

    assert made == printed("A title", "words")
    assert_accessible(made, "en", "A title")
    assert opened(made).metadata.creation_date == NOON


def test_another_moment_gives_other_bytes():
    assert printed("A title") != pdf(TEMPLATE, {"title": "A title", "pages": []}, timestamp=NOON.replace(year=2027))


def test_typst_in_data_is_printed_and_never_run():
    assert letters_of(HOSTILE) in letters_of(words_of(printed("A title", HOSTILE)))


def test_letters_that_turn_the_direction_of_writing_are_left_out():
    assert printed("A title", "Zo\u202e\u2067\u00eb") == printed("A title", "Zo\u00eb")


def test_a_letter_that_no_font_has_is_refused_and_not_boxed():
    with pytest.raises(CannotPrint, match="could not be displayed"):
        printed("A title", "\U00012000")


def test_another_script_is_printed_in_its_own_order():
    assert "שלום" in words_of(printed("A title", "שלום")).replace("םולש", "שלום")


def test_a_template_reads_its_sources_by_name():
    template = TEMPLATE + b'#import "other.typ": shout\n#shout(read("note.txt"))\n'
    made = pdf(
        template,
        {"title": "A title", "pages": []},
        timestamp=NOON,
        sources={"other.typ": b"#let shout(words) = upper(words)", "note.txt": "caf\u00e9"},
    )

    assert "CAFÉ" in words_of(made)


def test_attachments_travel_unchanged_and_the_document_stays_accessible():
    text = '{"name": "Zo\u00eb \u202e"} #panic("x")\n'
    made = printed("A title", "words", attachments=[Attachment("credential.json", text, "application/json", "The credential")])

    assert opened(made).attachments == {"credential.json": [text.encode()]}
    assert_accessible(made, "en", "A title")
    assert len(opened(made).pages) == 1


@pytest.mark.parametrize("path", ["/pyproject.toml", "../../../pyproject.toml", "pyproject.toml"])
def test_a_template_cannot_read_the_disk(path):
    with pytest.raises(CannotPrint):
        pdf(f'#read("{path}")'.encode(), {}, timestamp=NOON)


@pytest.mark.parametrize("pages", [1, 3])
def test_pages_are_pictures_in_their_order(pages):
    made = png_pages(TEMPLATE, {"title": "A title", "pages": [f"page {number}" for number in range(pages)]}, ppi=30)

    assert len(made) == pages
    assert len(set(made)) == pages
    assert all(picture.startswith(b"\x89PNG\r\n\x1a\n") for picture in made)


def test_a_family_that_is_not_there_is_passed_over():
    assert printed("A title", font_families=["No Such Family"]) == printed("A title")


def test_a_code_is_drawn_with_its_quiet_zone():
    assert qr_svg("https://campus.example/").startswith("<svg")
    assert qr_svg("https://campus.example/") != qr_svg("https://campus.example/2")
