"""What goes to a partner's system as EWP writes it, and the answer that comes back."""

import base64
from dataclasses import replace

import pytest
from tests.mobility.learning_agreements.pages import text_of, url
from tests.support.mobility_papers import (
    autumn,
    cast,
    changed,
    current,
    fresh,
    internship,
    sign_next,
    signed,
    written,
)
from tests.support.moments import NOON

from salerno.mobility.enums import MobilityKind, PaperState
from salerno.mobility.ewp.checking import check
from salerno.mobility.ewp.components import Signature
from salerno.mobility.ewp.learning_agreement_rules import LEARNING_AGREEMENTS
from salerno.mobility.ewp.updates import ProposalUpdate, export_update
from salerno.mobility.learning_agreements.services import papers
from salerno.mobility.models import LearningAgreementComment
from salerno.people.models import RoleAssignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def answer_of(version, **changes):
    """What a partner's system would send back."""
    who = Signature(timestamp=NOON, signer_name="Paula Partner", signer_position="Coordinator", signer_email="p@example.org")
    values = {
        "sending_hei_id": "unipi.it",
        "omobility_id": str(version.agreement.uuid),
        "changes_proposal_id": version.digest,
        "signature": who,
    }
    return export_update(ProposalUpdate(**{**values, **changes}))


def read_and_take(client, who, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = client.post(url("paper_answer", who), {"file": SimpleUploadedFile("answer.xml", content)})
    if page.status_code != 200:
        return page
    assert current(who).state == PaperState.SENDING
    assert base64.b64decode(page.context["content"]) == content
    return client.post(url("paper_answer", who), {"answer": page.context["content"]})


def test_a_partners_answer_is_shown_and_then_taken_in(client):
    who = cast()
    version = signed(who, 2)
    RoleAssignment.objects.filter(person=who.receiving).delete()
    fresh(client, who.sending)
    content = answer_of(version)

    assert read_and_take(client, who, content)["Location"] == url("desk_paper", who)

    row = current(who).signatures.get(role="receiving")
    assert (bytes(row.evidence), row.evidence_kind, row.name) == (content, "xml", "Paula Partner")


def test_a_partner_who_does_not_approve_sends_it_back(client):
    who = cast()
    version = signed(who, 2)
    RoleAssignment.objects.filter(person=who.receiving).delete()
    fresh(client, who.sending)

    read_and_take(client, who, answer_of(version, comment="AMU-302 is full."))

    assert (current(who).state, LearningAgreementComment.objects.get().text) == (PaperState.DRAFT, "AMU-302 is full.")


@pytest.mark.parametrize(
    "content",
    [
        lambda version: answer_of(version, changes_proposal_id="another"),
        lambda version: answer_of(version, omobility_id="another"),
        lambda version: answer_of(version, sending_hei_id="su.se"),
        lambda _version: b"<not-xml",
        lambda _version: b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    ],
)
def test_any_other_file_is_no_answer(client, content):
    who = cast()
    version = signed(who, 2)
    RoleAssignment.objects.filter(person=who.receiving).delete()
    fresh(client, who.sending)

    answer = read_and_take(client, who, content(version))

    assert answer.status_code == 422
    assert "The file is not an answer to this proposal." in text_of(answer)
    assert current(who).state == PaperState.SENDING


def test_the_agreement_is_written_for_ewp(client):
    who = cast()
    signed(who, 2)
    fresh(client, who.sending)
    proposed = client.get(url("paper_xml", who))
    assert check(proposed.content).is_valid
    (document,) = LEARNING_AGREEMENTS.imported(proposed.content)
    assert (document.first_version, document.changes_proposal.id) == (None, current(who).digest)
    assert document.student.global_id == f"urn:schac:personalUniqueCode:int:esi:unipi.it:unipi.it-{who.student.pk}"

    fresh(client, who.receiving)
    client.post(url("desk_sign_paper", who), {"digest": current(who).digest})
    change = replace(autumn(), studied=tuple(replace(row, reason="extending-mobility") for row in autumn().studied))
    changed(who, replace(change, level="C1"))
    (document,) = LEARNING_AGREEMENTS.imported(client.get(url("paper_xml", who)).content)

    assert [row.los_code for row in document.first_version.components_studied] == ["AMU-301", "AMU-302", "AMU-202", "AMU-303"]
    assert document.receiving_academic_year_id == "2026/2027"


def test_a_change_in_force_is_written_for_ewp_as_what_it_inserts_and_deletes(client):
    who = cast()
    signed(who)
    extra = replace(autumn().studied[3], code="AMU-999", title="Another", reason="substituting-deleted")
    gone = replace(autumn().studied[3], status="deleted", reason="not-available")
    recognised = tuple(replace(row, instead_of="AMU-999") if row.code == "AMU-303" else row for row in autumn().recognised)
    recognised = tuple(replace(row, reason_text="Swapped.") for row in recognised)
    changed(who, replace(autumn(), studied=(*autumn().studied[:3], gone, extra), recognised=recognised))
    version = current(who)
    papers.write(
        version=version,
        body=replace(version.says, recognised=tuple(replace(row, reason_text="Swapped.") for row in version.says.recognised)),
        revision=1,
        by=who.student,
        at=NOON,
    )
    for someone in (who.student, who.sending, who.receiving):
        sign_next(who, someone)
    fresh(client, who.sending)

    answer = client.get(url("paper_xml", who))

    assert check(answer.content).is_valid
    (document,) = LEARNING_AGREEMENTS.imported(answer.content)
    assert len(document.first_version.components_studied) == 4
    assert [(row.los_code, row.status, row.reason_code) for row in document.approved_changes.components_studied] == [
        ("AMU-303", "deleted", "not-available"),
        ("AMU-999", "inserted", "substituting-deleted"),
    ]
    assert [(row.los_code, row.status) for row in document.approved_changes.components_recognized] == [
        ("AMU-303", "deleted"),
        ("AMU-303", "inserted"),
    ]


def test_what_cannot_be_written_for_ewp_says_why(client):
    who = cast(kind=MobilityKind.TRAINEESHIP)
    written(who, internship())
    fresh(client, who.sending)

    answer = client.get(url("paper_xml", who), follow=True)

    assert "It cannot be written for EWP. It has neither a first version nor a proposal." in text_of(answer)
