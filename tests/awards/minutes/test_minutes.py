"""The minutes of a board: kept as facts, printed as an accessible document."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.documents import HOSTILE, assert_accessible, letters_of, opened, tags_of, words_of

from salerno.awards.enums import Decision
from salerno.awards.minutes.document import WORDS, minutes_pdf
from salerno.awards.minutes.facts import CitedClause, Conflict, Item, Member, MinutesFacts, QuorumLine, Stay, as_json, from_json
from salerno.common.typesetting import CannotPrint

AMU = {"en": "Aix-Marseille University", "fr": "Aix-Marseille Université"}
PISA = {"en": "University of Pisa", "fr": "Université de Pise"}
NUMBERS = {"AMU": "22700001", "UNIPI": "700001"}
FACTS = MinutesFacts(
    board_uuid="6a5f5c0e-6f0f-4f0e-9a51-6c9a55a2d001",
    programme={"en": "Joint Master in AI & Health", "fr": "Master conjoint IA et santé"},
    cohort={"en": "Cohort 2025–2027", "fr": "Promotion 2025–2027"},
    agreement_title={"en": "Consortium agreement (made up)", "fr": "Convention de consortium (inventée)"},
    agreement_version=3,
    held_on=date(2027, 7, 15),
    place="Marseille",
    members=(Member("Ada Chair", AMU, True, True), Member("Bruno Member", PISA, True), Member("Clio Absent", PISA, False)),
    quorum=(
        QuorumLine({"en": "At least half of all members are present.", "fr": "La moitié au moins siège."}, 2, 2),
        QuorumLine({"en": "At least one Italian member sits.", "fr": "Un Italien siège."}, 1, 1, {"en": "Italy", "fr": "Italie"}),
    ),
    items=(
        Item("Zoë Made-Up", NUMBERS, "award", "distinction", "7.2", 1, 0, 1, (Conflict("Bruno Member", "supervised the thesis"),)),
        Item("Yan Made-Up", {"AMU": "22700002"}, "defer", "defer", "7.4", 2, 0, 0, reason="A resit is not published yet."),
        Item("Xia Made-Up", {}, "award", "award", "7.1", 2, 0, 0, not_granted="The student withdrew."),
    ),
    clauses=(
        CitedClause("7.1", {"en": "Award", "fr": "Délivrance"}, {"en": "The board awards.", "fr": "Le jury délivre."}),
        CitedClause("7.2", {"en": "Distinction"}, {"en": "The board may award with distinction."}),
    ),
    chair="Ada Chair",
    signed_at=datetime(2027, 7, 15, 14, 5, tzinfo=UTC),
    is_made_up=True,
)

names = st.text(max_size=30)
moments = st.datetimes(timezones=st.just(UTC))
members = st.builds(
    Member, institution=st.just(AMU), stays=st.lists(st.builds(Stay, moments, st.none() | moments), max_size=2).map(tuple)
)
items = st.builds(
    Item,
    numbers=st.dictionaries(names, names, max_size=2),
    conflicts=st.lists(st.builds(Conflict), max_size=2).map(tuple),
)


@given(st.lists(items, max_size=3), st.lists(members, max_size=2), st.none() | moments)
def test_facts_come_back_equal(given_items, given_members, signed_at):
    facts = replace(FACTS, items=tuple(given_items), members=tuple(given_members), signed_at=signed_at)

    assert from_json(json.loads(json.dumps(as_json(facts)))) == facts


def test_what_is_no_minutes_is_refused():
    with pytest.raises(TypeError):
        from_json({"place": "Marseille"})


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Minutes of the examination board – Joint Master in AI & Health, 15 July 2027"),
        ("fr", "Procès-verbal du jury – Master conjoint IA et santé, 15 juillet 2027"),
    ],
)
def test_the_minutes_are_accessible(language, title):
    pdf = minutes_pdf(FACTS, language)
    tags = tags_of(pdf)

    assert_accessible(pdf, language, title)
    assert (tags.count("H1"), tags.count("H2"), tags.count("H3"), tags.count("Table")) == (1, 6, 2, 4)
    assert tags.count("TH") == 3 + 4 + 5 + 2


def test_they_say_what_the_board_did():
    text = words_of(minutes_pdf(FACTS, "en"))

    for words in (
        "MADE UP – for demonstration, no decision",
        "Cohort Cohort 2025–2027",
        "Held on 15 July 2027",
        "Agreement Consortium agreement (made up), version 3",
        "Ada Chair Aix-Marseille University present, in the chair",
        "Clio Absent University of Pisa absent",
        "At least half of all members are present. 2 2 yes",
        "At least one Italian member sits. (Italy) 1 1 yes",
        "The board had a quorum.",
        "Zoë Made-Up AMU: 22700001 UNIPI: 700001 Award 1 · 0 · 1 Award with distinction",
        "Conflict of interest declared, no vote: Bruno Member (supervised the thesis).",
        "Reason: A resit is not published yet.",
        "Not granted: The student withdrew.",
        "Award with distinction 1 Defer 1 Award 1",
        "7.1 Award The board awards.",
        "Signed by Ada Chair, chair of the board, on 15 July 2027 at 14:05 UTC",
        FACTS.board_uuid,
    ):
        assert words in text


def test_the_french_minutes_speak_french():
    text = words_of(minutes_pdf(FACTS, "fr"))

    for words in (
        "INVENTÉ – pour démonstration, ne vaut pas décision",
        "La moitié au moins siège. 2 2 oui",
        "Délivrance avec mention",
        "Conflit d’intérêts déclaré",
        "7.2 Distinction (en anglais)",
        "le 15 juillet 2027 à 14:05 UTC",
    ):
        assert words in text


def test_a_board_without_quorum_and_a_draft_say_so():
    short = replace(FACTS, quorum=(replace(FACTS.quorum[0], present=1),), signed_at=None, is_made_up=False, place="")
    text = words_of(minutes_pdf(short, "en"))

    for words in ("2 1 no", "The board had no quorum.", "Draft: the chair has not signed these minutes.", "Place Not recorded"):
        assert words in text
    assert "MADE UP" not in text


def test_an_item_without_a_decision_is_named():
    undecided = replace(FACTS.items[0], decision="", clause="")

    assert "No decision 1" in words_of(minutes_pdf(replace(FACTS, items=(undecided,)), "en"))


def test_a_language_without_words_falls_back_to_english_and_says_so():
    assert "This document has no wording in Italian yet: it stands in English." in words_of(minutes_pdf(FACTS, "it"))


def test_a_moment_is_told_in_utc_wherever_it_was_taken():
    in_paris = FACTS.signed_at.astimezone(timezone(timedelta(hours=2)))

    assert minutes_pdf(replace(FACTS, signed_at=in_paris), "en") == minutes_pdf(FACTS, "en")


def test_a_cohort_runs_over_pages_whose_tables_have_their_heads():
    items = tuple(replace(FACTS.items[0], student=f"Student {number}.") for number in range(60))
    pages = [" ".join(page.extract_text().split()) for page in opened(minutes_pdf(replace(FACTS, items=items), "en")).pages]
    with_students = [page for page in pages if "Student 1" in page or "Student 5" in page]

    assert len(with_students) > 1
    assert all("Student Proposed by the rules" in page for page in with_students)
    assert all(f"Student {number}." in " ".join(pages) for number in range(60))


@pytest.mark.parametrize("name", [HOSTILE, "W" * 300, "\u202eeidolÉ"])
def test_any_name_is_printed_and_never_run(name):
    item = replace(FACTS.items[0], student=name, reason=name)
    text = letters_of(words_of(minutes_pdf(replace(FACTS, items=(item,), chair=name), "en")))

    assert text.count(letters_of(name.replace("\u202e", ""))) >= 3


def test_a_letter_that_no_font_has_is_refused():
    with pytest.raises(CannotPrint):
        minutes_pdf(replace(FACTS, place="\U00012000"), "en")


def test_every_word_stands_in_every_language_and_names_every_decision():
    assert WORDS.languages == ("en", "fr")
    assert {section: set(words) for section, words in WORDS.table("fr").items()} == {
        section: set(words) for section, words in WORDS.table("en").items()
    }
    assert {f"decision_{decision}" for decision in Decision.values} <= set(WORDS.of("en", "minutes"))


def test_minutes_that_were_frozen_before_times_were_kept_are_read():
    kept = as_json(FACTS)
    for member in kept["members"]:
        del member["stays"]
    for item in kept["items"]:
        del item["absent"]

    assert from_json(kept) == FACTS
