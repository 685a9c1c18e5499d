"""Agreements on the desk: lists, the table that is typed in, steps that ask first, files of partners, the balance."""

import base64
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.mobility.agreements.test_ewp import MALICIOUS
from tests.mobility.ewp.samples import IIAS, example
from tests.support import mobility as world
from tests.support.mobility_agreement import AMU, SU, UNIPI, agreed, approve, both_ways, drafted, institution, proposed
from tests.support.staff import sign_in_as

from salerno.mobility.agreements.ewp_wording import agreement_as_xml
from salerno.mobility.agreements.refusals import AgreementRefusal, ImportRefusal
from salerno.mobility.agreements.selectors.balance import balance_by_year
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.enums import AgreementState
from salerno.mobility.ewp.agreements import AGREEMENTS
from salerno.mobility.models import Approval, Condition, InterInstitutionalAgreement
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
CELLS = {
    "direction": "out", "kind": "studies", "isced_f": "0988", "eqf_levels": "7, 6", "places": "3", "months": "5",
    "languages": "en B2",
}  # fmt: skip
HEAD = {"starts_on": "2026-09-01", "ends_on": "2029-08-31", "note": ""}


@pytest.fixture
def officer(client):
    return sign_in_as(client, institution(UNIPI))


def url(name, *given):
    return reverse(f"mobility:{name}", args=given)


def table(*rows, standing=0):
    cells = {f"conditions-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return {"conditions-TOTAL_FORMS": len(rows), "conditions-INITIAL_FORMS": standing, **cells}


def said(response):
    return [str(each) for each in response.context["messages"]]


def files_of(content):
    return {"file": SimpleUploadedFile("iia.xml", content, content_type="application/xml")}


def test_the_list_shows_the_persons_agreements_and_no_others(client, officer):
    own = proposed()
    agreed(AMU, SU)

    response = client.get(url("agreements"))

    assert [row["cells"][0] for row in response.context["table"]["rows"]] == [own.code]


def test_the_list_is_narrowed_by_its_address(client, officer):
    draft, holding, other = drafted(note="Special"), agreed(), agreed(UNIPI, AMU, ends_on=date(2027, 8, 31))

    def codes(**wishes):
        rows = client.get(url("agreements"), wishes).context["table"]["rows"]
        return {row["cells"][0] for row in rows}

    assert codes(state="draft") == {draft.code}
    assert codes(words="special") == {draft.code}
    assert codes(partner=institution(AMU).slug) == {other.code}
    assert codes(day="2028-03-01") == {holding.code}
    assert codes(day="nonsense") == {draft.code, holding.code, other.code}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_a_file_too(client, officer, kind):
    agreed()

    response = client.get(url("agreements"), {"as": kind})

    assert response["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        assert "UNIPI-SU-2026,UNIPI,SU,2026-09-01,2029-08-31,4,2,In force" in response.content.decode()


def test_the_list_asks_as_many_questions_for_one_row_as_for_many(client, officer, django_assert_num_queries):
    agreed()
    client.get(url("agreements"))
    with CaptureQueriesContext(connection) as one:
        client.get(url("agreements"))
    for _number in range(5):
        drafted()

    with django_assert_num_queries(len(one)):
        client.get(url("agreements"))


def test_an_agreement_is_prepared_and_its_conditions_are_typed(client, officer):
    sides = {"first": institution(UNIPI).uuid, "second": institution(SU).uuid}

    made = client.post(url("new_agreement"), {**sides, **HEAD})
    agreement = InterInstitutionalAgreement.objects.get()
    typed = {
        **HEAD,
        "seen": digest_of(agreement),
        **table(CELLS, {**CELLS, "direction": "in", "languages": ""}, {"direction": "out", "kind": "studies"}),
    }
    kept = client.post(url("edit_agreement", agreement.uuid), typed)

    assert (made.url, kept.url) == (url("edit_agreement", agreement.uuid), url("agreement", agreement.uuid))
    names = ("sending__schac", "isced_f", "eqf_levels", "places", "languages")
    assert list(Condition.objects.values_list(*names)) == [
        (UNIPI, "0988", [6, 7], 3, [{"language": "en", "level": "B2"}]),
        (SU, "0988", [6, 7], 3, []),
    ]


def test_only_ones_own_institution_stands_first(client, officer):
    sides = {"first": institution(AMU).uuid, "second": institution(SU).uuid}

    response = client.post(url("new_agreement"), {**sides, **HEAD})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["first"]
    assert InterInstitutionalAgreement.objects.count() == 0


def test_a_row_is_taken_out(client, officer):
    agreement = drafted()
    rows = [{**CELLS, "DELETE": "on"}, {**CELLS, "direction": "in"}]

    client.post(url("edit_agreement", agreement.uuid), {**HEAD, "seen": digest_of(agreement), **table(*rows, standing=2)})

    assert list(Condition.objects.values_list("sending__schac", "places")) == [(SU, 3)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("isced_f", "98"),
        ("eqf_levels", "9"),
        ("places", "0"),
        ("months", "x"),
        ("languages", "English"),
        ("languages", "en B2, en C1"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_cell_and_nothing_is_lost(client, officer, name, value):
    agreement = drafted()

    response = client.post(
        url("edit_agreement", agreement.uuid),
        {**HEAD, "note": "Kept", "seen": digest_of(agreement), **table({**CELLS, name: value})},
    )

    assert response.status_code == 422
    assert list(response.context["table"].forms[0].errors) == [name]
    assert response.context["form"]["note"].value() == "Kept"
    assert Condition.objects.count() == 2


def test_what_somebody_has_changed_meanwhile_is_not_written_over(client, officer):
    agreement = drafted()
    seen = digest_of(agreement)
    agreement.conditions.update(places=7)

    response = client.post(url("edit_agreement", agreement.uuid), {**HEAD, "seen": seen, **table(CELLS)})

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [AgreementRefusal.CHANGED_MEANWHILE.label]
    assert set(Condition.objects.values_list("places", flat=True)) == {7}


def test_what_is_proposed_is_not_opened_for_writing(client, officer):
    agreement = proposed()

    response = client.get(url("edit_agreement", agreement.uuid), follow=True)

    assert said(response) == [AgreementRefusal.NOT_DRAFT.label]


def test_the_steps_from_a_draft_to_an_agreement_in_force(client, officer):
    agreement = drafted()
    propose, approve_first = (url("act_on_agreement", agreement.uuid, act) for act in ("propose", "approve-first"))

    asked = client.get(propose)
    client.post(propose, {"seen": asked.context["page"].digest})
    client.post(approve_first, {"seen": digest_of(agreement)})
    sign_in_as(client, institution(SU), Role.ADMINISTRATOR)
    page = client.get(url("agreement", agreement.uuid))
    client.post(url("act_on_agreement", agreement.uuid, "approve-second"), {"seen": page.context["page"].digest})

    agreement.refresh_from_db()
    assert asked.context["page"].digest in asked.content.decode()
    assert [(name, refusal) for name, refusal, _label in page.context["acts"]] == [
        ("approve-first", AgreementRefusal.NOT_YOURS), ("approve-second", None), ("take-back", None),
    ]  # fmt: skip
    assert agreement.state == AgreementState.IN_FORCE


def test_an_approval_of_what_was_not_read_is_refused_with_the_page_as_it_is_now(client, officer):
    agreement = proposed()

    response = client.post(url("act_on_agreement", agreement.uuid, "approve-first"), {"seen": "0" * 64})

    assert response.status_code == 422
    assert str(AgreementRefusal.CHANGED_MEANWHILE.label) in response.content.decode()
    assert response.context["page"].digest == digest_of(agreement)
    assert Approval.objects.count() == 0


@pytest.mark.parametrize("act", ["propose", "take-back", "approve-second", "end", "follow"])
def test_a_step_that_cannot_be_taken_says_why_and_does_nothing(client, officer, act):
    agreement = drafted(conditions=[])
    step = url("act_on_agreement", agreement.uuid, act)

    asked, done = client.get(step), client.post(step, {"seen": digest_of(agreement)})

    assert (asked.status_code, done.status_code) == (200, 422)
    assert asked.context["refusal"] == done.context["refusal"] is not None
    assert InterInstitutionalAgreement.objects.get().state == AgreementState.DRAFT


def test_a_draft_is_thrown_away(client, officer):
    agreement = drafted()

    response = client.post(url("act_on_agreement", agreement.uuid, "discard"), {"seen": digest_of(agreement)})

    assert (response.url, InterInstitutionalAgreement.objects.count()) == (url("agreements"), 0)


def test_a_next_version_is_opened_at_once(client, officer):
    agreement = agreed()

    response = client.post(url("act_on_agreement", agreement.uuid, "follow"), {"seen": digest_of(agreement)})

    assert response.url == url("agreement", InterInstitutionalAgreement.objects.get(replaces=agreement).uuid)


def test_the_history_tells_who_did_what_for_whom(client, officer):
    agreement = proposed()
    approve(agreement, UNIPI, by=officer)

    moments = client.get(url("agreement", agreement.uuid)).context["page"].moments

    assert [each.what for each in moments] == ["Agreement approved by a side", "Agreement proposed", "Agreement prepared"]
    assert moments[0].detail.startswith(f"{officer.display_name} · for UNIPI")


def test_the_page_of_others_is_not_there(client, officer):
    agreement = agreed(AMU, SU)
    pages = [
        url("agreement", agreement.uuid),
        url("edit_agreement", agreement.uuid),
        url("agreement_xml", agreement.uuid),
        url("act_on_agreement", agreement.uuid, "end"),
    ]

    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert client.post(pages[-1], {"seen": digest_of(agreement)}).status_code == 404


def test_the_file_is_the_copy_of_the_readers_side(client):
    agreement = agreed()
    sign_in_as(client, institution(SU))

    response = client.get(url("agreement_xml", agreement.uuid))

    assert AGREEMENTS.imported(response.content)[0].partners[0].hei_id == SU
    assert response["Content-Disposition"] == f'attachment; filename="iia-{agreement.code}.xml"'


def test_a_draft_that_ewp_has_no_words_for_says_what_is_missing(client, officer):
    agreement = drafted(conditions=[{**both_ways(UNIPI, SU)[0], "isced_f": ""}])

    response = client.get(url("agreement_xml", agreement.uuid), follow=True)

    assert response.redirect_chain[0][0] == url("agreement", agreement.uuid)
    assert "isced-f-code" in " ".join(said(response))


def test_a_partners_file_is_looked_at_before_it_is_taken_in(client, officer):
    content = agreement_as_xml(proposed(), institution(SU))
    InterInstitutionalAgreement.objects.update(code="ELSEWHERE")

    looked = client.post(url("take_in_agreement"), files_of(content))
    before = InterInstitutionalAgreement.objects.count()
    taken = client.post(url("take_in_agreement"), {"content": looked.context["content"]})

    agreement = InterInstitutionalAgreement.objects.get(code="SU-UNIPI-2026")
    assert (looked.status_code, before, taken.url) == (200, 1, url("agreement", agreement.uuid))
    assert [row["cells"][0] for row in looked.context["table"]["rows"]] == ["UNIPI", "SU"]
    assert (agreement.state, agreement.conditions.count()) == (AgreementState.DRAFT, 2)


@pytest.mark.parametrize(("content", "_reason"), MALICIOUS)
def test_a_harmful_file_is_refused_with_a_sentence(client, officer, content, _reason):
    looked = client.post(url("take_in_agreement"), files_of(content))
    taken = client.post(url("take_in_agreement"), {"content": base64.b64encode(content).decode()})

    assert (looked.status_code, taken.status_code) == (422, 422)
    assert looked.context["form"].errors["file"]
    assert InterInstitutionalAgreement.objects.count() == 0


def test_files_that_are_not_for_us_are_refused(client, officer):
    foreign = agreement_as_xml(agreed(AMU, SU), institution(AMU))

    responses = [
        client.post(url("take_in_agreement"), files_of(foreign)),
        client.post(url("take_in_agreement"), files_of(example(IIAS))),
        client.post(url("take_in_agreement"), files_of(b" " * 500_001)),
    ]
    taken = client.post(url("take_in_agreement"), {"content": base64.b64encode(foreign).decode()})

    errors = [response.context["form"].errors["file"][0] for response in responses]
    assert errors[0] == ImportRefusal.NOT_YOURS.label
    assert errors[1].startswith(str(ImportRefusal.UNKNOWN_PARTNER.label))
    assert errors[2] == "The file is larger than 500 kB."
    assert (taken.status_code, InterInstitutionalAgreement.objects.count()) == (422, 1)
    assert client.post(url("take_in_agreement"), {"content": "not base64!"}).status_code == 422


def test_the_balance_counts_places_each_way(client, officer):
    agreed(conditions=[{**both_ways(UNIPI, SU)[0], "places": 5}, both_ways(UNIPI, SU)[1]])
    agreed(AMU, UNIPI, ends_on=date(2027, 8, 31))
    agreed(AMU, SU)
    proposed(AMU, UNIPI)

    this_year = client.get(url("balance"), {"year": "2026"}).context["rows"]
    later = client.get(url("balance"), {"year": "2028", "as": "csv"}).content.decode()

    assert [(row.partner.schac, row.agreed_out, row.agreed_in, row.sent) for row in this_year] == [(AMU, 2, 2, 0), (SU, 5, 2, 0)]
    assert later.splitlines()[1:] == ["SU,5,2,0,0,0"]
    assert client.get(url("balance"), {"institution": institution(AMU).slug}).status_code == 404
    assert client.get(url("balance"), {"year": "1999"}).status_code == 200


def test_the_balance_stands_year_by_year_with_one_scale_and_as_a_file(client, officer):
    call = world.call()
    for year, home, where, state in (
        (2025, UNIPI, SU, "recognised"),
        (2026, UNIPI, SU, "accepted"),
        (2026, UNIPI, SU, "cancelled"),
        (2026, AMU, UNIPI, "confirmed"),
        (2026, AMU, SU, "confirmed"),
        (1999, AMU, UNIPI, "recognised"),
    ):
        there = world.place(call, where, period=f"{year} {state[:3]} {home}")
        days = {"starts_on": date(year, 9, 1), "ends_on": date(year + 1, 1, 31)}
        world.mobility(world.wish(call, there, home=home), there, state, **days)

    rows = balance_by_year(institution(UNIPI), range(2024, 2027))
    page = client.get(url("balance"))
    file = client.get(url("balance"), {"years": "on", "as": "csv"}).content.decode().splitlines()

    assert [(row.partner.schac, [(line.label, line.sent, line.received) for line in row.years]) for row in rows] == [
        (AMU, [("2024/25", 0, 0), ("2025/26", 0, 0), ("2026/27", 0, 1)]),
        (SU, [("2024/25", 0, 0), ("2025/26", 1, 0), ("2026/27", 1, 0)]),
    ]
    assert [bar.width for bar in rows[0].plot.rows[2].bars] == ["0.00", "100.00"]
    assert rows[1].plot.title == "SU: 2 sent, 0 received"
    assert "Year by year" in page.content.decode()
    assert ("AMU,2026/27,0,1" in file, "SU,2025/26,1,0" in file) == (True, True)


def test_what_waits_for_a_side_stands_on_the_desk(client, officer):
    agreement = proposed()

    before = client.get(reverse("portal:desk")).content.decode()
    approve(agreement, UNIPI, by=officer)
    after = client.get(reverse("portal:desk")).content.decode()

    assert "1 agreement waits for your approval." in before
    assert "waits for your approval" not in after
