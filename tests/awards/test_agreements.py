"""When a board can decide and when a vote is carried, read from an agreement that refuses contradictions."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import salerno.awards
from salerno.awards.agreements import AgreementRefused, BoardRules, National, Seat, is_carried, read_agreement, shortfalls
from salerno.awards.enums import Decision, Vote

FILE = Path(salerno.awards.__file__).parent / "data" / "agreement.toml"
RULES = BoardRules(Decimal("0.5"), 2, Decimal("0.5"), True, (National("FR", 2, {"en": "Two."}), National("SE", 1, {"en": "One."})))


def seats(*present: str, absent: tuple[str, ...] = ()) -> list[Seat]:
    """Members named by country, each country being one institution."""
    return [Seat(country, country, True) for country in present] + [Seat(country, country, False) for country in absent]


@pytest.mark.parametrize(
    ("members", "lacking"),
    [
        (seats("FR", "FR", "SE"), []),
        (seats("FR", "SE", absent=("FR",)), [("national", "FR", 2, 1)]),
        (seats("FR", "FR", absent=("SE",)), [("institutions", "", 2, 1), ("national", "SE", 1, 0)]),
        (seats("FR", "FR", "IT"), []),
        (seats("FR", "FR", "IT", absent=("IT",) * 4), [("members", "", 4, 3)]),
        ([], [("members", "", 1, 0), ("institutions", "", 2, 0)]),
    ],
    ids=["whole", "one-french-away", "no-swede", "sweden-has-no-seat", "less-than-half", "nobody"],
)
def test_a_quorum_lacks_what_it_lacks(members, lacking):
    assert [(item.key, item.subject, item.needed, item.present) for item in shortfalls(RULES, members)] == lacking


@given(st.lists(st.tuples(st.sampled_from(["FR", "IT", "SE"]), st.booleans()), max_size=12))
def test_one_more_who_comes_never_breaks_a_quorum(members):
    before = [Seat(country, country, present) for country, present in members]
    for place, seat in enumerate(before):
        after = [*before[:place], Seat(seat.institution, seat.country, True), *before[place + 1 :]]
        assert len(shortfalls(RULES, after)) <= len(shortfalls(RULES, before))


@pytest.mark.parametrize(
    ("votes", "carried"),
    [
        ({"a": Vote.FOR}, True),
        ({"a": Vote.AGAINST}, False),
        ({}, False),
        ({"a": Vote.ABSTAINS, "b": Vote.ABSTAINS}, False),
        ({"a": Vote.FOR, "b": Vote.ABSTAINS, "c": Vote.ABSTAINS}, True),
        ({"chair": Vote.FOR, "a": Vote.AGAINST}, True),
        ({"chair": Vote.AGAINST, "a": Vote.FOR}, False),
        ({"chair": Vote.ABSTAINS, "b": Vote.FOR, "a": Vote.AGAINST}, False),
        ({"a": Vote.FOR, "b": Vote.FOR, "chair": Vote.AGAINST}, True),
    ],
)
def test_a_vote_is_carried_or_not(votes, carried):
    assert is_carried(RULES, votes, "chair") is carried


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(Vote.values), max_size=8))
def test_one_more_vote_for_never_loses_a_motion(votes):
    if is_carried(RULES, votes, "a"):
        assert is_carried(RULES, {**votes, "z": Vote.FOR}, "a")


def test_the_agreement_of_the_demonstration_says_that_it_is_made_up():
    agreement = read_agreement(FILE.read_text(encoding="utf-8"))

    assert agreement.is_made_up
    assert set(agreement.decisions) == set(Decision.values)
    assert agreement.clause(agreement.decisions["award"]).title["en"] == "Award"
    assert agreement.clause("99") is None


def test_the_digest_is_that_of_the_content_and_not_of_its_layout():
    text = FILE.read_text(encoding="utf-8")

    assert read_agreement(text).digest == read_agreement(f"# A remark\n\n{text}").digest
    assert read_agreement(text).digest != read_agreement(text.replace('share_present = "0.5"', 'share_present = "0.6"')).digest


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format = 1", "format = ", "no TOML"),
        ('award = "7.1"', 'award = "9.9"', "decisions.award"),
        ('award = "7.1"', 'prize = "7.1"', "decisions.award"),
        ('refuse = "7.5"', 'refuse = "7.5"\nprize = "7.1"', "decisions.prize"),
        ('number = "7.2"', 'number = "7.1"', "7.1 stands twice"),
        ('majority = "0.5"', 'majority = "1"', "shares"),
        ('majority = "0.5"', 'majority = "half"', "wrong kind"),
        ("institutions_present = 2", "institutions_present = 0", "at least one"),
        ("chair_breaks_ties = true", "", "chair_breaks_ties"),
        ('title = { en = "Award", ', 'title = { de = "Award", ', "clause.title"),
    ],
)
def test_an_agreement_that_contradicts_itself_is_refused(old, new, said):
    text = FILE.read_text(encoding="utf-8")
    assert old in text

    with pytest.raises(AgreementRefused, match=said):
        read_agreement(text.replace(old, new, 1))
