"""A request to a referee: sent again, corrected, withdrawn; each link but the last is dead, and no letter is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.factories.admissions import CLOSES
from tests.factories.people import PersonFactory
from tests.support.admissions import AMU, open_call, staff
from tests.support.moments import NOON

from salerno.admissions.enums import ApplicationState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Referee
from salerno.admissions.refusals import ApplyRefusal, RefereeRefusal, RequestRefusal
from salerno.admissions.services import letters
from salerno.admissions.services.writing import begin_application
from salerno.audit.models import Entry
from salerno.messaging.enums import State
from salerno.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
DAY = timedelta(days=1)


@pytest.fixture
def rita():
    """A referee who was asked for a letter in French, and whose mail has left."""
    person = PersonFactory(email="lea@example.org")
    application = begin_application(call=open_call(referees=2), by=person, at=NOON)
    referee = asked(application, "rita@example.org", language="fr")
    Message.objects.update(state=State.SENT)
    return referee


def asked(application, email, *, language="en"):
    given = {"name": "Rita Referee", "email": email, "affiliation": "", "language": language}
    return letters.ask_referee(application=application, by=application.applicant, at=NOON, **given)


def token_of(message):
    return message.body.partition("/letters/")[2].partition("/")[0]


def hand_in(token, at=NOON):
    return letters.hand_in_letter(token=token, text="She counts well.", data=None, at=at)


def refusal(act, **values):
    with pytest.raises(AdmissionsRefused) as error:
        act(**values)
    return error.value.refusal


def handed_in(referee, state=ApplicationState.SUBMITTED):
    Application.objects.filter(pk=referee.application_id).update(state=state)


def test_a_referee_reads_the_name_of_the_account_before_another_is_written(rita):
    assert f"{rita.application.applicant.display_name} candidate à" in Message.objects.get().body


def test_a_link_is_sent_again_and_the_earlier_one_is_dead(rita):
    person, first = rita.application.applicant, token_of(Message.objects.get())

    again = letters.send_again(referee=rita, by=person, at=NOON + DAY)

    mail = Message.objects.latest("pk")
    assert (mail.template, mail.recipient, mail.language) == ("admissions/mail/referee_reminded", "rita@example.org", "fr")
    assert (again.sendings, again.asked_at) == (2, NOON + DAY)
    assert refusal(hand_in, token=first) == RefereeRefusal.REPLACED
    assert hand_in(token_of(mail)).letter == "She counts well."
    entry = Entry.objects.get(action="referee.asked_again")
    assert (entry.actor, entry.subject, entry.detail) == (person.uuid, rita.application.uuid, {})


def test_a_link_is_sent_again_once_a_day_and_three_times(rita):
    person = rita.application.applicant

    soon = refusal(letters.send_again, referee=rita, by=person, at=NOON + DAY - timedelta(seconds=1))
    for days in (1, 2, 3):
        letters.send_again(referee=rita, by=person, at=NOON + days * DAY)
    often = refusal(letters.send_again, referee=rita, by=person, at=NOON + 5 * DAY)
    elsewhere = refusal(letters.correct_address, referee=rita, email="r@example.org", by=person, at=NOON + 5 * DAY)

    assert (soon, often, elsewhere) == (RequestRefusal.TOO_SOON, RequestRefusal.TOO_OFTEN, RequestRefusal.TOO_OFTEN)
    assert Referee.objects.get().sendings == 4


def test_a_mistyped_address_is_corrected_at_once(rita):
    person, first = rita.application.applicant, token_of(Message.objects.get())

    letters.correct_address(referee=rita, email="r.eferee@example.org", by=person, at=NOON)

    mail = Message.objects.latest("pk")
    assert (mail.template, mail.recipient) == ("admissions/mail/referee_asked", "r.eferee@example.org")
    assert refusal(hand_in, token=first) == RefereeRefusal.REPLACED
    assert hand_in(token_of(mail)).email == "r.eferee@example.org"
    assert Entry.objects.filter(action="referee.corrected", subject=rita.application.uuid).count() == 1


def test_a_mail_that_has_not_left_yet_does_not_go_to_the_wrong_address(rita):
    Message.objects.update(state=State.QUEUED)

    letters.correct_address(referee=rita, email="r@example.org", by=rita.application.applicant, at=NOON)

    assert list(Message.objects.values_list("recipient", flat=True)) == ["r@example.org"]


def test_which_address_is_none(rita):
    application, person = rita.application, rita.application.applicant
    asked(application, "second@example.org")

    def correct(email):
        return refusal(letters.correct_address, referee=rita, email=email, by=person, at=NOON)

    assert [correct(email) for email in ("RITA@example.org", "LEA@example.org", "Second@example.org")] == [
        RequestRefusal.SAME_ADDRESS,
        ApplyRefusal.REFEREE_SELF,
        ApplyRefusal.REFEREE_ASKED,
    ]


def test_a_request_is_withdrawn_with_name_and_address_and_the_referee_is_told(rita):
    application, first = rita.application, token_of(Message.objects.get())

    letters.withdraw_request(referee=rita, by=application.applicant, at=NOON)

    mail = Message.objects.latest("pk")
    assert (mail.template, mail.language, mail.recipient) == ("admissions/mail/referee_withdrawn", "fr", "rita@example.org")
    assert (Referee.objects.count(), refusal(hand_in, token=first)) == (0, RefereeRefusal.REPLACED)
    assert asked(application, "rita@example.org").sendings == 1
    assert Entry.objects.filter(action="referee.withdrawn").count() == 1


def test_whom_no_mail_has_reached_is_told_nothing(rita):
    Message.objects.update(state=State.QUEUED)

    letters.withdraw_request(referee=rita, by=rita.application.applicant, at=NOON)

    assert not Message.objects.exists()


def test_nobody_writes_to_strangers_without_end_by_withdrawing(rita):
    application = rita.application
    letters.withdraw_request(referee=rita, by=application.applicant, at=NOON)
    for number in range(4):
        letters.withdraw_request(referee=asked(application, f"r{number}@example.org"), by=application.applicant, at=NOON)

    assert refusal(asked, application=application, email="x@example.org") == ApplyRefusal.TOO_MANY_REQUESTS


def test_who_may_touch_a_request_and_when(rita):
    person, officer, stranger = rita.application.applicant, staff(AMU), PersonFactory()

    def why(by, at=NOON + DAY, act=letters.send_again):
        return refusal(act, referee=rita, by=by, at=at)

    assert [why(stranger), why(officer)] == [RequestRefusal.NOT_YOURS] * 2  # a draft is the applicant's alone
    handed_in(rita)
    assert why(person, act=letters.withdraw_request) == RequestRefusal.HANDED_IN
    assert why(person, at=CLOSES + 7 * DAY) == RequestRefusal.OVER
    letters.send_again(referee=rita, by=officer, at=NOON + DAY)
    handed_in(rita, ApplicationState.WITHDRAWN)
    assert why(person, at=NOON + 3 * DAY) == RequestRefusal.OVER
    handed_in(rita)
    hand_in(token_of(Message.objects.latest("pk")))
    for act in (letters.send_again, letters.withdraw_request):
        assert why(person, at=NOON + 3 * DAY, act=act) == RequestRefusal.ANSWERED


def test_an_office_withdraws_a_request_of_what_was_handed_in(rita):
    handed_in(rita)

    letters.withdraw_request(referee=rita, by=staff(AMU), at=NOON)

    entry = Entry.objects.get(action="referee.withdrawn")
    assert (Referee.objects.count(), entry.subject_person) == (0, rita.application.applicant.uuid)


def test_no_letter_is_taken_for_what_was_decided(rita):
    handed_in(rita, ApplicationState.REFUSED)

    assert refusal(hand_in, token=token_of(Message.objects.get())) == RefereeRefusal.EXPIRED


# The pages.


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def at(name, referee):
    return reverse(f"admissions:{name}", args=[referee.uuid])


def test_the_applicant_sends_again_corrects_and_withdraws(client, rita, noon):
    client.force_login(rita.application.applicant)
    soon = client.get(at("referee", rita)).content.decode()
    noon.move_to(NOON + DAY)

    again = client.post(at("send_again", rita), follow=True).content.decode()
    twice = client.post(at("send_again", rita), follow=True).content.decode()
    wrong = client.post(at("referee", rita), {"email": "rita@example.org"})
    right = client.post(at("referee", rita), {"email": "r@example.org"}, follow=True).content.decode()
    asks = client.get(at("withdraw_referee", rita)).content.decode()
    gone = client.post(at("withdraw_referee", rita), follow=True)

    assert "We have written to this referee within the last day." in soon
    assert "The earlier link does not work any more." in again
    assert "We have written to this referee within the last day." in twice
    assert (wrong.status_code, "This is the address that we have written to." in wrong.content.decode()) == (422, True)
    assert "We have written to the new address." in right
    assert "Withdraw the request to Rita Referee?" in asks
    assert gone.redirect_chain[-1][0].endswith("/referees/")
    assert not Referee.objects.exists()


def test_a_refused_withdrawal_says_why(client, rita, noon):
    handed_in(rita)
    client.force_login(rita.application.applicant)

    page = client.get(at("referee", rita)).content.decode()
    tried = client.post(at("withdraw_referee", rita), follow=True).content.decode()

    assert "A university can withdraw the request." in page
    assert "A university can withdraw the request." in tried


def test_the_office_opens_requests_of_what_was_handed_in_and_that_is_recorded(client, rita, noon):
    officer = staff(AMU)
    client.force_login(officer)
    before = client.get(at("referee", rita)).status_code
    handed_in(rita)

    after = client.get(at("referee", rita))

    assert (before, after.status_code) == (404, 200)
    assert reverse("admissions:desk_application", args=[rita.application.uuid]) in after.content.decode()
    entry = Entry.objects.get(action="person.opened", actor=officer.uuid)
    assert (entry.subject_person, entry.detail) == (rita.application.applicant.uuid, {"what": f"referee {rita.uuid}"})


def test_the_applicant_sees_of_each_letter_whether_it_came(client, rita, noon):
    second = asked(rita.application, "second@example.org")
    Referee.objects.filter(pk=second.pk).update(answered_at=NOON)
    handed_in(rita)
    client.force_login(rita.application.applicant)

    page = client.get(reverse("admissions:application", args=[rita.application.uuid])).content.decode()

    assert [words in page for words in ("asked for on 24 Nov 2026, not here yet", "came on 24 Nov 2026")] == [True, True]
    assert [at("referee", each) in page for each in (rita, second)] == [True, False]


def test_a_dead_link_says_so_and_gives_the_letter_back(client, rita, noon):
    link = reverse("admissions:letter", args=[token_of(Message.objects.get())])
    letters.correct_address(referee=rita, email="r@example.org", by=rita.application.applicant, at=NOON)

    opened = client.get(link)
    sent = client.post(link, {"letter": "She counts <well>."})

    assert (opened.status_code, sent.status_code) == (404, 404)
    assert "a newer one was sent, or the request was withdrawn" in opened.content.decode()
    assert "She counts &lt;well&gt;.</textarea>" in sent.content.decode()
    assert Referee.objects.get().answered_at is None


def test_a_letter_that_comes_too_late_is_given_back(client, rita, noon):
    link = reverse("admissions:letter", args=[token_of(Message.objects.get())])
    noon.move_to(CLOSES + 7 * DAY)

    sent = client.post(link, {"letter": "She counts well."})

    assert (sent.status_code, "She counts well.</textarea>" in sent.content.decode()) == (422, True)
    assert "This link has expired." in client.get(link).content.decode()
