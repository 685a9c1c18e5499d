"""The Open Badge of a degree: issued with the award, worded from its facts, in every form and list, revoked with the award."""

import json
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from django.urls import reverse
from tests.support.degree_documents import ordered, registrar, signed_board, worked_off
from tests.support.moments import LATER
from tests.support.staff import sign_in_as

from salerno.audit.models import Entry
from salerno.awards.degrees.services.degrees import withdraw_award
from salerno.awards.models import Award
from salerno.credentials import forms_of
from salerno.credentials.checking import check
from salerno.credentials.enums import DocumentKind, State
from salerno.credentials.models import Credential
from salerno.credentials.proving.verification import Outcome
from salerno.credentials.services import suspend
from salerno.messaging.models import Message
from salerno.people.services import everything_held
from salerno.portal.desk.selectors.people import person_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
SCHEMA = Path(__file__).parents[1] / "data" / "openbadges3" / "schema" / "ob_v3p0_achievementcredential_schema.json"


@pytest.fixture
def board():
    return signed_board()


@pytest.fixture
def credential(board):
    return Credential.objects.select_related("award__institution", "award__learner").get(award__institution__code="AMU")


def test_it_is_issued_with_the_award_and_valid(credential):
    document = json.loads(credential.document)

    assert check(credential.document.encode(), at=LATER).outcome == Outcome.VALID
    assert list(jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(document)) == []
    assert document["issuer"]["id"] == "did:web:testserver:institutions:aix-marseille-university"
    assert Credential.objects.count() == 2
    assert not Message.objects.filter(template="credentials/issued").exists()


def test_it_says_what_the_facts_say(credential):
    document = json.loads(credential.document)
    subject, achievement = document["credentialSubject"], document["credentialSubject"]["achievement"]

    assert (achievement["achievementType"], achievement["name"]) == ("MasterDegree", "Master in AI & Health (made up)")
    assert achievement["id"].endswith("#degree-aix-marseille-university")
    assert (subject["creditsEarned"], achievement["creditsAvailable"], achievement["humanCode"]) == (120, 120, "JM-AIH")
    assert subject["result"][0]["value"] == "14.8"
    codes = {row["targetFramework"]: row["targetCode"] for row in achievement["alignment"] if "targetCode" in row}
    assert codes == {"European Qualifications Framework": "7", "ISCED-F 2013": "0988"}
    assert [row["targetName"] for row in achievement["alignment"] if "targetFramework" not in row] == [
        "Judge a model for the clinic"
    ]
    assert achievement["description"].startswith("Made-up data: this credential proves nothing.")
    narrative = achievement["criteria"]["narrative"]
    assert "by clause 7.2 of version 1 of the agreement" in narrative
    assert "120 ECTS, second cycle" not in narrative
    assert "Notional workload: 120 ECTS" in narrative
    assert "evidence" not in document


def test_a_degree_without_a_grade_has_no_result():
    signed_board(1, "unipi.it", overall_grade="", with_distinction=True)

    subject = json.loads(Credential.objects.get().document)["credentialSubject"]

    assert "result" not in subject
    assert subject["achievement"]["description"].endswith("Awarded with distinction.")


@pytest.mark.parametrize("make", [forms_of.as_png, forms_of.as_svg, forms_of.as_pdf])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_form_carries_it(credential, make, language):
    assert check(make(credential, language), at=LATER).outcome == Outcome.VALID


def test_the_holders_pages_the_api_and_the_download_know_it(client, credential):
    holder = credential.award.learner
    client.force_login(holder)

    page = client.get(reverse("credentials:detail", args=[credential.uuid])).content.decode()
    listed = client.get(reverse("credentials:index")).content.decode()
    rows = client.get("/api/v1/me/credentials").json()["items"]
    file = client.get(reverse("credentials:download", args=[credential.uuid, "json"]))

    assert "Judge a model for the clinic" in page
    assert "Made Up-1" in page
    assert listed.count("Master in AI &amp; Health (made up)") == 2
    found = {(row["kind"], row["course"], row["institution"]) for row in rows}
    assert found == {("degree", "JM-AIH", "aix-marseille-university"), ("degree", "JM-AIH", "university-of-pisa")}
    assert file["Content-Disposition"] == 'attachment; filename="amu-2027-00001.json"'
    held = json.dumps(everything_held(holder), default=str)
    assert all(str(row.uuid) in held for row in Credential.objects.all())


def test_the_page_of_the_qr_code_says_that_a_degree_was_withdrawn(client, credential, board):
    address = reverse("credentials:verify_one", args=[credential.uuid])
    before = client.get(address).content.decode()
    withdraw_award(award=credential.award, reason="A mistake.", by=board.chair, at=LATER)
    after = client.get(address).content.decode()

    assert "verdict--valid" in before
    assert ("verdict--revoked" in after, "A mistake." in after) == (True, True)


def test_the_desk_lists_and_changes_it(client, credential):
    staff = sign_in_as(client, credential.award.institution)
    listed = client.get(reverse("portal:issued"), {"words": "amu-2027"}).content.decode()
    asked = client.get(reverse("portal:change_credential", args=[credential.uuid, "suspend"])).content.decode()
    page = person_page(viewer=staff, uuid=credential.award.learner.uuid)
    shown = client.get(reverse("portal:person", args=[credential.award.learner.uuid])).content.decode()

    assert "JM-AIH" in listed
    assert "Master in AI &amp; Health (made up)" in asked
    assert {(line.said.code, line.credential) for line in page.awards} == {("JM-AIH", row) for row in Credential.objects.all()}
    assert "Master in AI &amp; Health (made up)" in shown


def test_withdrawing_revokes_with_the_reason_once(credential, board):
    award, registrar_of_it = credential.award, board.chair
    suspend(credential=credential, reason="In doubt.", by=registrar_of_it, at=LATER)

    withdraw_award(award=award, reason="A mistake.", by=registrar_of_it, at=LATER + timedelta(hours=1))

    credential.refresh_from_db()
    assert (credential.state, credential.status_changes.first().reason) == (State.REVOKED, "A mistake.")
    assert Entry.objects.filter(action="credential.revoked", actor=registrar_of_it.uuid).count() == 1
    assert Credential.objects.get(award__institution__code="UNIPI").state == State.VALID


def test_on_a_badge_that_does_not_hold_no_document_is_made_and_the_other_degree_gets_its_own(credential, board):
    suspend(credential=credential, reason="In doubt.", by=board.chair, at=LATER)

    job = worked_off(ordered(board, by=registrar()))

    (item,) = job.items.all()
    made = job.documents.values_list("award__institution__code", "kind")
    assert set(made) == {("UNIPI", "diploma"), ("UNIPI", "supplement"), ("UNIPI", "edc")}
    assert {problem["why"] for problem in item.problems} == {"The Open Badge of a degree does not hold: suspended."}
    assert {problem["kind"] for problem in item.problems} == set(DocumentKind.values)


def test_a_badge_that_is_missing_is_issued_by_the_job(credential, board):
    Credential.objects.all().delete()

    worked_off(ordered(board))

    assert Credential.objects.filter(award__in=Award.objects.degrees()).count() == 2
