"""Reports, reflections, legal texts, erasures, credentials at the desk."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests.factories.awards import AwardFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.learning import ProblemReportFactory, SubmissionFactory
from tests.factories.people import LegalTextFactory
from tests.support.staff import sign_in_as

from salerno.credentials.models import SigningKey
from salerno.credentials.services import issue
from salerno.learning.enums import ReportState
from salerno.messaging.models import Message
from salerno.people.enums import ErasureState, Role
from salerno.people.models import ErasureRequest, LegalText

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_report_is_answered_by_mail_and_opened_again(client, pisa, offering):
    sign_in_as(client, pisa, Role.TEACHER)
    report = ProblemReportFactory(version=offering.pinned.version)
    address = reverse("portal:report", args=[report.uuid])

    client.post(address, {"answer": "The unit is there now."})
    report.refresh_from_db()
    answered = report.state
    client.post(reverse("portal:reopen_report", args=[report.uuid]))

    report.refresh_from_db()
    assert (answered, report.state) == (ReportState.ANSWERED, ReportState.OPEN)
    message = Message.objects.get(template="learning/problem_answered")
    assert (message.recipient, "The unit is there now." in message.body) == (report.reporter.email, True)


def test_who_reported_a_problem_elsewhere_does_not_answer_it_at_the_desk(client, pisa):
    person = sign_in_as(client, pisa, Role.TEACHER)
    report = ProblemReportFactory(reporter=person)

    response = client.post(reverse("portal:report", args=[report.uuid]), {"answer": "All is well."})

    assert response.status_code == 404


def test_private_reflections_do_not_exist_at_the_desk(client, pisa, offering):
    sign_in_as(client, pisa, Role.TEACHER)
    private = SubmissionFactory(enrolment=EnrolmentFactory(offering=offering), is_shared=False)

    listed = client.get(reverse("portal:reflections")).context["table"]["rows"]
    response = client.get(reverse("portal:reflection", args=[private.uuid]))

    assert (listed, response.status_code) == ([], 404)


def test_a_legal_text_is_shown_before_it_is_published_as_the_next_version(client, marseille):
    sign_in_as(client, marseille)
    LegalTextFactory(kind="privacy")
    address = reverse("portal:text", args=["privacy", "en"])
    values = {"body": "## New\n\nWords.", "change": "Shorter."}

    preview = client.post(address, {**values, "act": "preview"})
    count = LegalText.objects.count()
    client.post(address, {**values, "act": "publish"})

    assert "<h2>New</h2>" in preview.content.decode()
    assert count == 1
    versions = LegalText.objects.filter(kind="privacy").order_by("version").values_list("version", "change")
    assert list(versions)[1:] == [(2, "Shorter.")]


def test_an_erasure_shows_what_is_kept_and_is_carried_out(client, marseille):
    sign_in_as(client, marseille, Role.ADMINISTRATOR)
    award = AwardFactory()
    issue(award=award, at=NOON)
    request = ErasureRequest.objects.create(person=award.learner, asked_at=NOON)
    address = reverse("portal:erasure", args=[request.uuid])

    page = client.get(address)
    client.post(address)

    assert {"Awards", "Credentials"} <= {line.title for line in page.context["kept"]}
    request.refresh_from_db()
    award.learner.refresh_from_db()
    assert (request.state, award.learner.full_name, award.learner.is_active) == (ErasureState.DONE, "", False)


def test_a_credential_is_suspended_reinstated_and_revoked_with_a_reason(client, pisa, offering):
    sign_in_as(client, pisa)
    credential = issue(award=AwardFactory(enrolment__offering=offering), at=NOON)
    states = []

    for act in ("suspend", "reinstate", "revoke", "reinstate"):
        address = reverse("portal:change_credential", args=[credential.uuid, act])
        client.post(address, {})
        client.post(address, {"reason": "Checked by hand."})
        credential.refresh_from_db()
        states.append(str(credential.state))

    assert states == ["suspended", "valid", "revoked", "revoked"]
    assert credential.status_changes.count() == 3


def test_an_unknown_act_on_a_credential_does_not_exist(client, pisa, offering):
    sign_in_as(client, pisa)
    credential = issue(award=AwardFactory(enrolment__offering=offering), at=NOON)

    assert client.get(reverse("portal:change_credential", args=[credential.uuid, "delete"])).status_code == 404


def test_a_new_key_signs_from_now_on(client, pisa, offering):
    sign_in_as(client, pisa, Role.ADMINISTRATOR)
    credential = issue(award=AwardFactory(enrolment__offering=offering), at=NOON)

    client.get(reverse("portal:rotate_key", args=[pisa.uuid]))
    before = SigningKey.objects.filter(institution=pisa).count()
    client.post(reverse("portal:rotate_key", args=[pisa.uuid]))

    current = SigningKey.objects.get(institution=pisa, retired_at=None)
    assert (before, current.pk == credential.key_id) == (1, False)
