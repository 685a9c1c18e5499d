"""Offers of traineeships and factsheets: who writes them, who reads them, when; what becomes of a supervisor's name."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.mobility.ewp.samples import HASH
from tests.support.mobility_agreement import AMU, INRIA, SU, UNIPI, agreed, institution, offered, officer
from tests.support.moments import LATER, NOON
from tests.support.staff import sign_in_as

from salerno.audit.models import Entry
from salerno.mobility.agreements.refusals import FactsheetRefusal, OfferRefusal
from salerno.mobility.agreements.services import factsheets, traineeships
from salerno.mobility.agreements.services import rights as agreement_rights
from salerno.mobility.enums import AgreementState, OfferState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.factsheets import FACTSHEETS
from salerno.mobility.ewp.institutions import HEIS
from salerno.mobility.models import Approval, Factsheet, InterInstitutionalAgreement, TraineeshipOffer

pytestmark = pytest.mark.django_db
TYPED = {
    "title_en": "Segment scans", "title_fr": "Segmenter des images", "text_en": "In a team.", "starts_on": "2027-02-01",
    "ends_on": "2027-07-31", "places": "2", "outcomes": "Train a model\n\n  Explain it ", "supervisor_name": "Sofia Supervisor",
    "supervisor_email": "sofia@example.org", "remuneration": "600 € a month", "languages": "en B2", "requirements": "Python.",
}  # fmt: skip
SHEET = {
    "text_en": "Welcome.", "decision_weeks": "4", "transcript_weeks": "5", "autumn_nomination": "05-15",
    "autumn_application": "06-01", "spring_nomination": "10-15", "spring_application": "11-01",
    **{f"{about}_email": f"{about}@example.org" for about in ("application", "housing", "visa", "insurance")},
    **{f"{about}_phone": "+33400000000" for about in ("application", "housing", "visa", "insurance")},
    **{f"{about}_url": f"https://example.org/{about}" for about in ("application", "housing", "visa", "insurance")},
}  # fmt: skip


def url(name, *given):
    return reverse(f"mobility:{name}", args=given)


def refusal_of(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def values_of(offer):
    return {name: getattr(offer, name) for name in traineeships.EDITABLE}


@pytest.fixture
def student(client):
    person = PersonFactory()
    client.force_login(person)
    return person


def test_an_offer_is_prepared_opened_and_read(client):
    host = institution(INRIA)
    sign_in_as(client, host)

    made = client.post(url("new_traineeship"), {"host": host.uuid, **TYPED})
    offer = TraineeshipOffer.objects.get()
    client.post(url("move_traineeship", offer.uuid, "open"))
    client.force_login(PersonFactory())
    page = client.get(url("traineeship", offer.uuid))

    assert made.url == url("desk_traineeship", offer.uuid)
    assert (offer.title, offer.outcomes) == (
        {"en": "Segment scans", "fr": "Segmenter des images"}, ["Train a model", "Explain it"],
    )  # fmt: skip
    assert [text in page.content.decode() for text in ("Sofia Supervisor", "600 € a month", "English B2")] == [True] * 3
    assert list(Entry.objects.filter(action__startswith="traineeship.").values_list("action", flat=True)) == [
        "traineeship.prepared", "traineeship.opened",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [OfferState.DRAFT, OfferState.CLOSED])
def test_nobody_but_the_host_reads_an_offer_or_its_supervisor_when_it_is_not_open(client, student, state):
    offer, shown = offered(state=state), offered(state=OfferState.OPEN, title={"en": "Shown"}, supervisor_name="Oda Open")

    listed, page = client.get(url("traineeships")), client.get(url("traineeship", offer.uuid))

    assert list(listed.context["offers"]) == [shown]
    assert "Supervisor" not in listed.content.decode()
    assert page.status_code == 404


def test_open_offers_are_narrowed(client, student):
    first = offered(state=OfferState.OPEN)
    second = offered(
        UNIPI, state=OfferState.OPEN, title={"en": "Gait", "fr": "Démarche"}, starts_on=date(2028, 2, 1), ends_on=date(2028, 7, 31)
    )

    def found(**wishes):
        return list(client.get(url("traineeships"), wishes).context["offers"])

    assert [found(words="démarche"), found(host="inria"), found(day="2028-03-01"), found(words="zebra")] == [
        [second], [first], [second], [],
    ]  # fmt: skip
    assert found() == [first, second]


def test_an_open_offer_is_closed_before_it_is_changed():
    offer = offered(state=OfferState.OPEN)

    refusal = refusal_of(lambda: traineeships.edit_offer(offer=offer, values=values_of(offer), by=None, at=NOON))
    traineeships.close_offer(offer=offer, by=None, at=NOON)
    traineeships.edit_offer(offer=offer, values=values_of(offer) | {"places": 3}, by=None, at=LATER)

    offer.refresh_from_db()
    assert (refusal, offer.places, offer.state) == (OfferRefusal.OPEN, 3, OfferState.CLOSED)
    assert Entry.objects.get(action="traineeship.edited").detail == {"fields": ["places"]}


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"outcomes": []}, OfferRefusal.NO_OUTCOMES),
        ({"starts_on": date(2020, 1, 1), "ends_on": date(2020, 6, 1)}, OfferRefusal.OVER),
        ({"state": OfferState.OPEN}, OfferRefusal.NOT_NEXT),
    ],
)
def test_an_offer_is_not_opened(values, refusal):
    offer = offered(**values)

    assert refusal_of(lambda: traineeships.open_offer(offer=offer, by=None, at=NOON)) == refusal


def test_only_the_host_and_the_consortiums_coordinator_write_an_offer():
    offer, stranger = offered(), officer(UNIPI)

    refusals = [
        refusal_of(lambda: traineeships.edit_offer(offer=offer, values=values_of(offer), by=stranger, at=NOON)),
        refusal_of(lambda: traineeships.open_offer(offer=offer, by=stranger, at=NOON)),
        refusal_of(lambda: traineeships.create_offer(host=offer.host, values=values_of(offer), by=stranger, at=NOON)),
    ]
    traineeships.open_offer(offer=offer, by=officer(AMU), at=NOON)

    offer.refresh_from_db()
    assert (refusals, offer.state) == ([OfferRefusal.NOT_YOURS] * 3, OfferState.OPEN)


def test_an_offer_ends_after_it_starts(client):
    host = institution(INRIA)
    sign_in_as(client, host)

    response = client.post(url("new_traineeship"), {"host": host.uuid, **TYPED, "ends_on": "2027-01-31"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["ends_on"]
    assert TraineeshipOffer.objects.count() == 0


def test_the_desk_lists_the_hosts_offers_and_records_that_names_were_read(client):
    own, _other = offered(INRIA), offered(UNIPI)
    sign_in_as(client, institution(INRIA))

    page = client.get(url("desk_traineeships"), {"state": "draft"})
    file = client.get(url("desk_traineeships"), {"as": "csv"}).content.decode()

    assert [row["url"] for row in page.context["table"]["rows"]] == [url("desk_traineeship", own.uuid)]
    assert "Segment scans,INRIA,2027-02-01,2027-07-31,1,Sofia Supervisor,Being prepared" in file
    assert Entry.objects.filter(action="people.listed", detail__what="traineeships").count() == 2


def test_the_offer_of_another_host_is_not_there(client):
    offer = offered(INRIA)
    sign_in_as(client, institution(UNIPI))
    pages = [url("desk_traineeship", offer.uuid), url("edit_traineeship", offer.uuid), url("move_traineeship", offer.uuid, "open")]

    assert [client.get(page).status_code for page in pages] == [404] * 3


def test_a_supervisor_can_take_along_and_take_out_what_names_them():
    person = PersonFactory(email="sofia@example.org")
    offer, other = offered(supervisor_email="Sofia@Example.org"), offered(supervisor_email="else@example.org")

    exported = agreement_rights.export_supervised(person)
    count = agreement_rights.erase_supervised(person)

    offer.refresh_from_db()
    other.refresh_from_db()
    assert [row["supervisor_name"] for row in exported] == ["Sofia Supervisor"]
    assert (count, offer.supervisor_name, offer.supervisor_email, other.supervisor_name) == (1, "", "", "Sofia Supervisor")


def test_who_approved_an_agreement_can_take_that_along():
    agreement = agreed()
    row = Approval.objects.get(institution=institution(SU))

    assert agreement_rights.export_approvals(row.by) == [
        {"agreement": agreement.code, "institution": "SU", "at": NOON.isoformat(), "digest": row.digest}
    ]


def test_a_factsheet_is_written_read_and_taken_along(client):
    row = institution(UNIPI)
    sign_in_as(client, row)

    kept = client.post(url("edit_factsheet", row.uuid), {**SHEET, "seen": ""})
    file = client.get(url("factsheet_xml", row.uuid))
    client.force_login(PersonFactory())
    page = client.get(url("factsheet", row.slug)).content.decode()

    assert kept.url == url("desk_factsheets")
    assert FACTSHEETS.imported(file.content)[0].decision_weeks_limit == 4
    assert [text in page for text in ("Autumn: nominations until 15 May", "housing@example.org", "within 4 weeks")] == [True] * 3
    assert client.get(url("factsheets")).content.decode().count(url("factsheet", row.slug)) == 1


def test_a_factsheet_that_says_too_little_for_ewp_says_what_is_missing(client):
    row = institution(UNIPI)
    sign_in_as(client, row)
    client.post(
        url("edit_factsheet", row.uuid), {"text_en": "Welcome.", "decision_weeks": "4", "transcript_weeks": "5", "seen": ""}
    )

    response = client.get(url("factsheet_xml", row.uuid), follow=True)

    assert response.redirect_chain[0][0] == url("edit_factsheet", row.uuid)
    assert len(response.context["messages"]) > 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("autumn_nomination", "15-05"), ("spring_application", "02-30"), ("visa_phone", "04 91"), ("visa_url", "no")],
)
def test_what_a_factsheet_cannot_hold_is_said_beside_its_field(client, name, value):
    row = institution(UNIPI)
    sign_in_as(client, row)

    response = client.post(url("edit_factsheet", row.uuid), {**SHEET, name: value, "seen": ""})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [name])
    assert Factsheet.objects.count() == 0


def test_of_two_who_write_a_factsheet_the_second_is_told():
    row = institution(UNIPI)
    values = {"deadlines": [], "contacts": [], "links": [], "decision_weeks": 3, "transcript_weeks": 5, "text": {}}
    factsheets.write_factsheet(institution=row, values=values, seen="", by=officer(UNIPI), at=NOON)

    late = refusal_of(lambda: factsheets.write_factsheet(institution=row, values=values, seen="", by=None, at=LATER))
    stranger = refusal_of(lambda: factsheets.write_factsheet(institution=row, values=values, seen="", by=officer(SU), at=LATER))

    assert (late, stranger) == (FactsheetRefusal.CHANGED_MEANWHILE, FactsheetRefusal.NOT_YOURS)


def test_one_writes_the_factsheet_of_ones_own_institution_alone(client):
    row = institution(SU)
    sign_in_as(client, institution(UNIPI))
    pages = [url(name, row.uuid) for name in ("edit_factsheet", "factsheet_xml", "institution_xml")]

    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert list(client.get(url("desk_factsheets")).context["institutions"]) == [institution(UNIPI)]


def test_an_institution_is_taken_along_as_ewp_tells_it(client):
    row = institution(UNIPI)
    sign_in_as(client, row)

    response = client.get(url("institution_xml", row.uuid))

    assert HEIS.imported(response.content)[0].hei_id == UNIPI


def test_the_commands_say_what_the_pure_package_finds(capsys):
    wrong = HASH / "get-response-wrong-hash-v7.xml"

    with pytest.raises(SystemExit) as checked:
        call_command("ewp", "check", str(wrong))
    with pytest.raises(SystemExit) as hashed:
        call_command("ewp", "iia-hash", str(wrong), "--json")

    assert (checked.value.code, hashed.value.code) == (1, 1)
    out = capsys.readouterr().out
    assert "not valid: wrong_hash" in out
    assert '"good": false' in out


def test_the_calendar_is_followed_by_the_daily_run(capsys):
    agreed(starts_on=date.today() - timedelta(days=1))  # noqa: DTZ011
    InterInstitutionalAgreement.objects.update(state=AgreementState.APPROVED)

    call_command("daily", "--only", "mobility-agreements")

    assert capsys.readouterr().out == "mobility-agreements: 1 agreements came into force, 0 ended.\n"
