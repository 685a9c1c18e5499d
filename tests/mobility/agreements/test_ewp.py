"""Our rows in the words of Erasmus Without Paper and back, and what of a stranger's file is refused or not kept."""

from datetime import date
from decimal import Decimal

import pytest
from tests.factories.institutions import InstitutionFactory
from tests.mobility.ewp.samples import IIAS, changed, example
from tests.support.mobility_agreement import AMU, DAYS, SU, UNIPI, agreed, approve, condition, drafted, institution, proposed
from tests.support.moments import NOON

from salerno.institutions.models import Institution
from salerno.mobility.agreements.ewp_reading import read_agreement
from salerno.mobility.agreements.ewp_wording import academic_years, agreement_as_xml, factsheet_as_xml, hash_of, institution_as_xml
from salerno.mobility.agreements.refusals import ImportRefusal
from salerno.mobility.agreements.services import agreements
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp import face
from salerno.mobility.ewp.agreements import AGREEMENTS
from salerno.mobility.ewp.factsheets import FACTSHEETS
from salerno.mobility.ewp.iia_hash import iia_hash
from salerno.mobility.ewp.institutions import HEIS
from salerno.mobility.ewp.refusals import EwpReason, EwpRefused
from salerno.mobility.ewp.values import MonthDay
from salerno.mobility.models import Condition, Factsheet

pytestmark = pytest.mark.django_db
OF_THE_EXAMPLE = ("uw.edu.pl", "hibo.no")
MALICIOUS = [
    (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', EwpReason.DOCUMENT_TYPE),
    (b"<a>" * 200, EwpReason.TOO_DEEP),
    (b"not XML at all", EwpReason.NOT_XML),
    (b"<html/>", EwpReason.UNKNOWN_DOCUMENT),
]


def test_an_agreement_is_written_as_its_side_holds_it():
    agreement = agreed(
        conditions=[
            condition(UNIPI, SU, kind="traineeship", places=1, months=Decimal("6.5")),
            condition(SU, UNIPI, kind="blended", isced_f="0511", eqf_levels=[8, 7]),
        ]
    )

    (document,) = AGREEMENTS.imported(agreement_as_xml(agreement, institution(SU)))

    assert [(each.hei_id, each.iia_code, each.signing_date) for each in document.partners] == [
        (SU, agreement.code, NOON.date()),
        (UNIPI, agreement.code, NOON.date()),
    ]
    assert document.in_effect
    assert [
        (each.kind.value, each.sending_hei_id, each.mobilities_per_year, each.total_months_per_year, each.blended, each.eqf_levels)
        for each in document.cooperation_conditions
    ] == [
        ("student-studies", SU, 2, Decimal("10.0"), True, (7, 8)),
        ("student-traineeship", UNIPI, 1, Decimal("6.5"), False, (7,)),
    ]


def test_both_sides_have_one_hash_and_the_command_finds_it_as_stated(tmp_path):
    agreement = proposed()
    file = tmp_path / "iia.xml"
    file.write_bytes(agreement_as_xml(agreement, institution(SU)))

    answer = face.iia_hash_file(file)

    assert answer.is_good
    assert answer.data["iias"][0]["computed"] == hash_of(agreement)


def test_the_hash_is_recorded_with_an_approval_and_does_not_move_with_it():
    agreement = proposed()
    before = hash_of(agreement)

    approve(agreement, UNIPI)

    assert len(before) == 64
    assert hash_of(agreement) == before


def test_a_draft_that_says_too_little_for_ewp_has_no_hash():
    agreement = drafted(conditions=[condition(UNIPI, SU, isced_f="")] if institution(SU) else [])

    assert hash_of(agreement) == ""
    with pytest.raises(EwpRefused):
        agreement_as_xml(agreement, agreement.first)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "years"),
    [
        (date(2026, 9, 1), date(2029, 8, 31), ("2026/2027", "2028/2029")),
        (date(2026, 8, 15), date(2027, 9, 30), ("2026/2027", "2026/2027")),
        (date(2027, 2, 1), date(2027, 10, 1), ("2026/2027", "2027/2028")),
        (date(2026, 8, 1), date(2026, 9, 1), ("2026/2027", "2026/2027")),
    ],
)
def test_academic_years_of_days(starts_on, ends_on, years):
    assert academic_years(starts_on, ends_on) == years


def test_what_we_write_reads_back_as_the_same_draft():
    agreement = proposed()

    reading = read_agreement(agreement_as_xml(agreement, agreement.first))
    copy = agreements.draft_agreement(
        first=reading.first, second=reading.second, values=reading.values, conditions=reading.conditions, by=None, at=NOON
    )

    names = ("sending", "receiving", "kind", "isced_f", "eqf_levels", "places", "months", "languages")
    rows, copies = (list(Condition.objects.filter(agreement=each).values_list(*names)) for each in (agreement, copy))
    assert copies == rows
    assert (copy.first, copy.second, copy.starts_on, copy.ends_on) == (
        agreement.first, agreement.second, DAYS["starts_on"], DAYS["ends_on"],
    )  # fmt: skip
    assert hash_of(agreement) in copy.note
    assert reading.not_kept == []


def test_the_official_example_is_read_and_what_is_not_kept_is_named():
    one = example(IIAS)
    partners = {partner.hei_id for each in AGREEMENTS.imported(one) for partner in each.partners}
    for schac in partners:
        InstitutionFactory(schac=schac)

    reading = read_agreement(one)

    assert {reading.first.schac, reading.second.schac} == partners
    assert reading.conditions
    assert reading.not_kept


def test_a_partner_who_is_not_on_the_campus_is_named():
    with pytest.raises(MobilityRefused) as error:
        read_agreement(example(IIAS))

    assert error.value.refusal == ImportRefusal.UNKNOWN_PARTNER
    assert error.value.detail["partner"]


@pytest.mark.parametrize(("content", "reason"), MALICIOUS)
def test_what_a_stranger_sends_is_refused_before_it_is_read(content, reason):
    with pytest.raises(EwpRefused) as error:
        read_agreement(content)

    assert error.value.reason == reason


def test_a_file_with_a_wrong_hash_is_refused():
    content = agreement_as_xml(proposed(), institution(UNIPI))
    wrong = changed(content, (iia_hash(content)[0].stated, "0" * 64))

    with pytest.raises(EwpRefused) as error:
        read_agreement(wrong)

    assert error.value.reason == EwpReason.WRONG_HASH


def test_an_institution_is_written_with_its_names_and_office():
    row = institution(AMU)
    row.address, row.contact = "Jardin du Pharo\n58 bd Charles Livon", "office@example.org"

    (hei,) = HEIS.imported(institution_as_xml(row))

    assert (hei.hei_id, [(each.lang, each.text) for each in hei.names]) == (AMU, sorted(row.name.items()))
    assert hei.street_address.address_lines == ("Jardin du Pharo", "58 bd Charles Livon")
    assert hei.contacts[0].emails == ("office@example.org",)


def test_every_institution_of_the_consortium_can_be_written():
    institution(AMU)

    rows = list(Institution.objects.all())

    assert [HEIS.imported(institution_as_xml(row))[0].hei_id for row in rows] == [row.schac for row in rows]


ABOUT = ("application", "housing", "visa", "insurance")


def full_factsheet(**values):
    plain = {
        "deadlines": [
            {"term": "autumn", "nomination": "05-15", "application": "06-01"},
            {"term": "spring", "nomination": "10-15", "application": "11-01"},
        ],
        "contacts": [{"role": about, "email": f"{about}@example.org", "phone": "+33400000000"} for about in ABOUT],
        "links": [{"about": about, "url": f"https://example.org/{about}"} for about in ABOUT],
        "decision_weeks": 3,
    }
    return Factsheet(institution=institution(AMU), changed_at=NOON, **(plain | values))


def test_a_factsheet_is_written_with_its_deadlines_and_offices():
    (sheet,) = FACTSHEETS.imported(factsheet_as_xml(full_factsheet()))

    assert sheet.student_nominations.autumn_term == MonthDay(5, 15)
    assert (sheet.decision_weeks_limit, sheet.tor_weeks_limit) == (3, 5)
    assert (sheet.housing_info.email, sheet.housing_info.website_urls[0].text) == (
        "housing@example.org", "https://example.org/housing",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["deadlines", "contacts", "links"])
def test_a_factsheet_that_lacks_something_is_refused_not_made_up(name):
    with pytest.raises(EwpRefused) as error:
        factsheet_as_xml(full_factsheet(**{name: []}))

    assert error.value.reason == EwpReason.NOT_TO_THE_SCHEMA
