"""Pages of learning agreements: who may open them, writing without JavaScript, signing what was shown, the desk."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from tests.support.courses import person
from tests.support.mobility_papers import (
    FIRST_YEAR,
    autumn,
    cast,
    changed,
    current,
    fresh,
    internship,
    made_coordinator,
    officer,
    sign_next,
    signed,
    written,
)
from tests.support.moments import NOON
from tests.support.theses import pdf

from salerno.audit.models import Entry
from salerno.desk.waiting import waiting_for
from salerno.mobility.enums import MobilityKind, PaperState
from salerno.mobility.ewp.checking import check
from salerno.mobility.ewp.components import Signature
from salerno.mobility.ewp.learning_agreement_rules import LEARNING_AGREEMENTS
from salerno.mobility.ewp.updates import ProposalUpdate, export_update
from salerno.mobility.learning_agreements.selectors.facts import facts_of
from salerno.mobility.learning_agreements.services import papers
from salerno.mobility.models import LearningAgreement, LearningAgreementComment, LearningAgreementVersion
from salerno.people.adapter import FRESH_SECONDS
from salerno.people.models import RoleAssignment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def url(name, who, *more):
    return reverse(f"mobility:{name}", args=[who.mobility.uuid, *more])


def text_of(response):
    return " ".join(response.content.decode().split())


def posted(forms_page, **changes):
    """What a browser would send from the page of writing, with ``changes``."""
    forms = forms_page.context["forms"]
    data = {"revision": forms_page.context["revision"]}
    for each in filter(None, (forms.head, forms.traineeship, forms.blended)):
        data |= {field.html_name: field.value() for field in each if field.value() is not None}
    for table in forms.tables.values():
        data |= {field.html_name: field.value() for field in table.management_form}
        for form in table:
            data |= {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return data | changes


def test_the_student_begins_with_a_proposal_changes_it_and_sees_what_is_found(client):
    who = cast(done=FIRST_YEAR)
    fresh(client, who.student)
    assert "Begin the learning agreement" in text_of(client.get(url("paper", who)))

    assert client.post(url("begin_paper", who))["Location"] == url("write_paper", who)
    page = client.get(url("write_paper", who))
    assert "Say how well you speak the language" in text_of(page)
    data = posted(page, level="B2", **{"studied-3-code": "AMU-202", "recognised-3-code": "AMU-202", "studied-2-DELETE": "on"})
    answer = client.post(url("write_paper", who), data)

    assert answer["Location"] == url("paper", who)
    body = current(who).says
    assert [(row.code, row.title, str(row.ects)) for row in body.studied[2:]] == [
        ("AMU-202", "Biomarkers: from discovery to the ward", "6")
    ]
    assert [row.code for row in body.recognised] == ["AMU-301", "AMU-302", "AMU-303", "AMU-202"]
    assert "24 ECTS credits there, but 30 recognised at home" in text_of(client.get(url("paper", who)))


def test_the_piece_that_is_checked_while_one_types_saves_nothing(client):
    who = cast()
    written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))

    piece = client.post(url("check_paper", who), posted(page, **{"studied-0-DELETE": "on"}))

    assert piece.status_code == 200
    assert "21 ECTS credits there, but 30 recognised at home" in text_of(piece)
    assert "<html" not in text_of(piece)
    assert current(who).revision == 0


def test_rows_that_cannot_be_read_are_shown_again(client):
    who = cast()
    written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))

    answer = client.post(url("write_paper", who), posted(page, **{"studied-4-code": "ZZ-1", "studied-5-title": "Without credits"}))

    assert answer.status_code == 422
    assert "This code is not known here: give the title as well." in text_of(answer)
    assert "Say how many credits it has." in text_of(answer)
    assert current(who).revision == 0


def test_another_window_is_not_overwritten_and_nothing_typed_is_lost(client):
    who = cast()
    written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))
    client.post(url("write_paper", who), posted(page, level="C1"))

    late = client.post(url("write_paper", who), posted(page, level="A1"))

    assert (late.status_code, current(who).says.level) == (422, "C1")
    assert late.context["revision"] == 1
    assert late.context["forms"].head["level"].value() == "A1"


@pytest.mark.parametrize("revision", ["", "-1", "x", "9" * 40, "²"])
def test_a_revision_that_is_none_is_refused(client, revision):
    who = cast()
    written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))

    assert client.post(url("write_paper", who), posted(page, revision=revision)).status_code == 422


def test_a_traineeship_is_written(client):
    who = cast(kind=MobilityKind.TRAINEESHIP)
    written(who, internship())
    fresh(client, who.student)
    page = client.get(url("write_paper", who))

    client.post(url("write_paper", who), posted(page, **{"traineeship-title": "Another title"}))

    assert current(who).says == replace(internship(), traineeship=replace(internship().traineeship, title="Another title"))
    assert "Another title" in text_of(client.get(url("paper", who)))


def test_rows_are_taken_out_of_a_change_with_a_reason(client):
    who = cast()
    signed(who)
    fresh(client, who.student)
    client.post(url("act_on_paper", who, "change"))
    page = client.get(url("write_paper", who))
    more = {
        "studied-0-DELETE": "on",
        "studied-0-reason": "not-available",
        "recognised-0-DELETE": "on",
        "recognised-0-reason_text": "Full.",
    }

    client.post(url("write_paper", who), posted(page, **more))

    assert [(row.code, row.status, row.reason) for row in current(who).says.studied][0] == ("AMU-301", "deleted", "not-available")
    shown = text_of(client.get(url("paper", who)))
    assert "What changes in version 1" in shown
    assert "Full." in shown
    again = client.get(url("write_paper", who))
    assert again.context["forms"].tables["studied"][0]["DELETE"].value() is True


def test_what_is_shown_is_what_is_signed(client):
    who = cast()
    version = written(who, autumn())
    fresh(client, who.student)
    page = client.get(url("sign_paper", who))
    digest = facts_of(version).digest
    assert digest in text_of(page)

    other = client.post(url("sign_paper", who), {"digest": "0" * 64})
    assert other.status_code == 422
    assert "It was changed meanwhile" in text_of(other)
    done = client.post(url("sign_paper", who), {"digest": digest})

    assert done["Location"] == url("paper", who)
    assert current(who).state == PaperState.LEARNER


@pytest.mark.parametrize("name", ["sign_paper", "desk_sign_paper", "paper_signed_elsewhere", "paper_answer"])
def test_an_old_session_signs_nothing(client, name):
    who = cast()
    version = signed(who, {"sign_paper": 0, "desk_sign_paper": 1}.get(name, 2))
    RoleAssignment.objects.filter(person=who.receiving).delete()
    fresh(client, who.student if name == "sign_paper" else who.sending, FRESH_SECONDS + 60)
    digest = facts_of(version).digest

    answers = [client.get(url(name, who)), client.post(url(name, who), {"digest": digest, "name": "A", "position": "B"})]

    assert ["sign in once more with a fresh code" in text_of(each) for each in answers] == [True, True]
    assert current(who).state == version.state


def test_whoever_has_a_passkey_is_asked_for_it(client):
    who = cast()
    version = written(who, autumn())
    Authenticator.objects.create(user=who.student, type="webauthn", data={"name": "Key", "credential": {}})
    fresh(client, who.student, FRESH_SECONDS + 60)

    answer = client.post(url("sign_paper", who), {"digest": facts_of(version).digest})

    assert answer["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    assert current(who).state == PaperState.DRAFT


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


def test_lists_ask_as_many_questions_with_one_row_as_with_three(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from tests.support.mobility_papers import stay
    from tests.support.studies import student

    who = cast()
    fresh(client, who.sending)
    address = reverse("mobility:desk_papers")
    client.get(address)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        for each in range(2):
            stay(student(person(f"more-{number}-{each}@example.org"), at=("unipi.it",), cohort=who.studies.offering))

    assert counts[0] == counts[1]


def test_erasing_takes_what_nobody_signed_and_keeps_what_is_a_contract():
    from salerno.mobility.learning_agreements.services.data import erase_papers, export_papers

    who = cast()
    written(who, autumn())
    assert erase_papers(who.student) > 0
    assert not LearningAgreement.objects.exists()

    signed(who, 1)
    assert erase_papers(who.student) == 0
    (own,) = export_papers(who.student)
    assert (own["state"], len(own["signatures"]), export_papers(who.sending)) == (PaperState.LEARNER, 1, [])
