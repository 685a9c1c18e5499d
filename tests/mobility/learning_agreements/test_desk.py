"""Learning agreements on the desk: signed, sent back, late, recorded from paper; who may open them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.mobility.learning_agreements.pages import text_of, url
from tests.support.courses import person
from tests.support.mobility_papers import (
    autumn,
    cast,
    current,
    fresh,
    made_coordinator,
    officer,
    signed,
    written,
)
from tests.support.moments import NOON
from tests.support.theses import pdf

from salerno.audit.models import Entry
from salerno.desk.waiting import waiting_for
from salerno.mobility.enums import PaperState
from salerno.mobility.learning_agreements.selectors.facts import facts_of
from salerno.mobility.models import LearningAgreementComment, LearningAgreementVersion
from salerno.people.models import RoleAssignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_an_agreement_goes_over_the_desk_of_both_ends(client):
    who = cast()
    version = signed(who, 1)
    fresh(client, who.sending)
    listed = text_of(client.get(reverse("mobility:desk_papers") + "?mine=on"))
    assert "Lea Learner" in listed
    assert [item.count for item in waiting_for(who.sending, NOON.date()) if item.section == "mobility:desk_papers"] == [1]
    assert client.get(url("desk_paper", who)).status_code == 200
    assert client.get(url("desk_sign_paper", who)).status_code == 200
    assert client.post(url("desk_sign_paper", who), {"digest": version.digest})["Location"] == url("desk_paper", who)

    fresh(client, who.receiving)
    client.post(url("desk_sign_paper", who), {"digest": version.digest})

    assert current(who).state == PaperState.IN_FORCE
    assert Entry.objects.filter(action="person.opened", actor=who.sending.uuid, subject_person=who.student.uuid).count() == 2


def test_a_coordinator_sends_back_and_comments(client):
    who = cast()
    version = signed(who, 1)
    fresh(client, who.sending)
    assert client.get(url("send_back_paper", who)).status_code == 200
    assert client.post(url("send_back_paper", who), {"digest": version.digest}).status_code == 422
    assert client.post(url("send_back_paper", who), {"digest": "1" * 64, "text": "No."}).status_code == 422
    client.post(url("send_back_paper", who), {"digest": version.digest, "text": "AMU-302 is full."})
    client.post(url("desk_comment_paper", who), {"text": "Take AMU-303."})

    fresh(client, who.student)
    shown = text_of(client.get(url("paper", who)))
    assert "AMU-302 is full." in shown
    assert "Take AMU-303." in shown
    client.post(url("comment_paper", who), {"text": "I shall."})
    assert client.post(url("comment_paper", who), {"text": ""}).status_code == 422
    assert LearningAgreementComment.objects.count() == 3


def test_steps_ask_first_and_unknown_ones_do_not_exist(client):
    who = cast()
    signed(who, 1)
    fresh(client, who.student)

    assert "Take your signature back?" in text_of(client.get(url("act_on_paper", who, "take-back")))
    client.post(url("act_on_paper", who, "take-back"))
    assert current(who).state == PaperState.DRAFT
    assert client.post(url("act_on_paper", who, "take-back")).status_code == 422
    assert client.get(url("act_on_paper", who, "burn")).status_code == 404


def test_who_is_late_is_listed_begun_or_not(client):
    who = cast(done=())
    fresh(client, who.sending)
    address = reverse("mobility:desk_papers") + "?late=on"
    assert "Lea Learner" not in text_of(client.get(address))

    who.mobility.starts_on = NOON.date() + timedelta(days=20)
    who.mobility.save()
    assert "Lea Learner" in text_of(client.get(address))
    assert "Lea Learner" in text_of(client.get(reverse("mobility:desk_papers") + "?state=not-begun"))
    assert "Not begun" in text_of(client.get(url("desk_paper", who)))

    written(who, autumn())
    assert "Lea Learner" not in text_of(client.get(address))
    LearningAgreementVersion.objects.update(due_on=NOON.date() - timedelta(days=1))
    assert "Lea Learner" in text_of(client.get(address))
    rows = client.get(reverse("mobility:desk_papers") + "?as=csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2


def test_others_find_nothing(client):
    who = cast()
    version = signed(who, 1)
    signature = version.signatures.get()
    strangers = [person("stranger@example.org"), officer("su.se", "Stina Elsewhere")]
    names = ["paper", "write_paper", "sign_paper", "desk_paper", "desk_sign_paper", "send_back_paper", "paper_xml"]

    for stranger in strangers:
        fresh(client, stranger)
        assert {client.get(url(name, who)).status_code for name in names} == {404}
        assert client.get(reverse("mobility:paper_pdf", args=[version.uuid])).status_code == 404
        assert client.get(reverse("mobility:signed_paper", args=[signature.uuid])).status_code == 404


def test_nobody_opens_their_own_agreement_on_the_desk(client):
    who = cast()
    signed(who, 1)
    fresh(client, made_coordinator(who.student, "unipi.it"))

    assert client.get(url("desk_paper", who)).status_code == 404
    assert "Lea Learner" not in text_of(client.get(reverse("mobility:desk_papers")))


def test_documents_a_draft_says_so_and_a_signed_one_is_the_frozen_bytes(client):
    who = cast()
    version = written(who, autumn())
    fresh(client, who.student)
    draft = client.get(reverse("mobility:paper_pdf", args=[version.uuid]))
    assert draft.content.startswith(b"%PDF-")

    client.post(url("sign_paper", who), {"digest": facts_of(version).digest})
    frozen = current(who).signatures.get()
    answer = client.get(reverse("mobility:paper_pdf", args=[version.uuid]), follow=True)

    assert answer.content == bytes(frozen.pdf)
    assert answer["Content-Type"] == "application/pdf"


def test_a_signature_on_paper_is_recorded_with_its_scan_where_nobody_can_sign_here(client):
    who = cast()
    version = signed(who, 2)
    fresh(client, who.sending)
    data = {"digest": version.digest, "name": "Dr Host", "position": "Dean"}

    def hand_in(content):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return client.post(url("paper_signed_elsewhere", who), {**data, "scan": SimpleUploadedFile("scan.pdf", content)})

    assert "sign here themselves" in text_of(hand_in(pdf()))
    RoleAssignment.objects.filter(person=who.receiving).delete()
    assert client.get(url("paper_signed_elsewhere", who)).status_code == 200
    assert "not a PDF" in text_of(hand_in(b"%PDF- not really"))
    assert current(who).state == PaperState.SENDING
    assert hand_in(pdf())["Location"] == url("desk_paper", who)

    row = current(who).signatures.get(role="receiving")
    assert (bytes(row.evidence), row.evidence_kind, row.name, row.position, row.by) == (
        pdf(),
        "pdf",
        "Dr Host",
        "Dean",
        who.sending,
    )
    assert current(who).state == PaperState.IN_FORCE
