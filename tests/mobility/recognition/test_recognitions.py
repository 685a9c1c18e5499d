"""Results that come from a host: entered, read from a transcript, decided, appealed against, counted in the degree."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from tests.mobility.ewp.made_up import transcript
from tests.support.mobility_stays import AFTERWARDS, HOST, OTHER_HOST, coordinator, one_stay, sender

from salerno.admissions.services.notices import both_zones
from salerno.admissions.services.offers import open_until
from salerno.audit.models import Entry
from salerno.awards.degrees.selectors.degrees import results_of
from salerno.awards.enums import RecognitionRefusal, TableSource
from salerno.awards.grades.services.tables import publish_table
from salerno.awards.grading.tables import GradingTable as Table
from salerno.awards.models import RecognisedResult
from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.mobility.enums import MobilityState, RecognitionState, ResultSource
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.refusals import EwpReason, EwpRefused
from salerno.mobility.ewp.transcripts import TRANSCRIPTS
from salerno.mobility.ewp.values import Typed
from salerno.mobility.models import HostResult, Mobility, Recognition
from salerno.mobility.recognition import services
from salerno.mobility.recognition.host_results import as_plain, from_plain, read_transcript
from salerno.mobility.recognition.refusals import ResultRefusal
from salerno.mobility.recognition.selectors import recognitions_of, sums_of
from salerno.mobility.recognition.services import Line

pytestmark = pytest.mark.django_db
EARNED = date(2027, 1, 20)
LINE = Line("Apprendimento automatico", Decimal(6), EARNED, code="PI-ML", value="28", scale="it-30")


def refused(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def back(**values):
    """A student who is back, and the office at home."""
    stays, row = one_stay(MobilityState.DEPARTED, arrived_on=date(2026, 9, 2), departed_on=date(2027, 1, 30), **values)
    return stays, row, sender()


def entered(row, office, *lines):
    return services.enter_results(mobility=row, lines=lines or [LINE], source=ResultSource.HAND, by=office, at=AFTERWARDS)


def recognise(recognition, office, course="AMU-201", ects="6"):
    return services.recognise(recognition=recognition, course_code=course, ects=Decimal(ects), by=office, at=AFTERWARDS)


def tables():
    """Frozen tables of Pisa and of Aix-Marseille: each with two grades."""
    for schac, scale, rows in ((HOST, "it-30", [("28", 50), ("24", 50)]), ("univ-amu.fr", "fr-20", [("15", 50), ("12", 50)])):
        table = Table(rows=tuple((grade, Decimal(share)) for grade, share in rows), scale=scale, years="2026")
        publish_table(
            institution=Institution.objects.get(schac=schac), table=table, source=TableSource.IMPORTED, by=None, at=AFTERWARDS
        )


def test_a_result_waits_and_both_sides_may_enter_it():
    _stays, row, office = back()

    (recognition,) = entered(row, office)
    entered(row, coordinator(HOST), replace(LINE, code="PI-2", title="Etica"))

    result = recognition.result
    assert (result.title, result.value, result.is_passed, recognition.state) == (LINE.title, "28", True, RecognitionState.WAITING)
    assert Message.objects.filter(template="mobility/mail/results").count() == 1
    assert refused(lambda: entered(row, coordinator(OTHER_HOST))) == ResultRefusal.NEITHER


def test_what_cannot_be_is_not_entered_and_nothing_else_with_it():
    _stays, row, office = back()
    good = replace(LINE, code="X")

    assert refused(lambda: entered(row, office, good, replace(LINE, value="48"))) == ResultRefusal.BAD_GRADE
    assert refused(lambda: entered(row, office, LINE, LINE)) == ResultRefusal.TWICE
    assert refused(lambda: entered(row, office, replace(LINE, earned_on=date(2027, 3, 2)))) == ResultRefusal.IN_THE_FUTURE
    assert refused(lambda: services.enter_results(mobility=row, lines=[], source=ResultSource.HAND, by=office, at=AFTERWARDS)) == (
        ResultRefusal.NOTHING
    )
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.ARRIVED)
    assert refused(lambda: entered(row, office)) == ResultRefusal.NOT_BACK
    assert HostResult.objects.count() == 0


def test_a_recognised_result_counts_in_the_degree_without_a_grade_where_a_table_is_missing():
    stays, row, office = back()
    (recognition,) = entered(row, office)

    recognise(recognition, office)

    studies = stays.wishes["ada"].studies
    assert [(each.code, each.schac, each.ects) for each in results_of([studies])[studies.pk]] == [("AMU-201", HOST, Decimal(6))]
    found = RecognisedResult.objects.get()
    assert (found.value, found.scale, found.converted_value, found.source) == ("28", "it-30", "", recognition.uuid)
    assert Mobility.objects.get(pk=row.pk).state == MobilityState.RECOGNISED
    assert Entry.objects.filter(action="mobility.recognised", subject=row.uuid).count() == 1


def test_the_grade_is_converted_where_both_tables_exist():
    _stays, row, office = back()
    tables()
    (recognition,) = entered(row, office)

    recognise(recognition, office)

    recognition.refresh_from_db()
    assert (recognition.converted_value, recognition.converted_scale) == ("15", "fr-20")
    assert recognition.tables == [f"{HOST} it-30 1", "univ-amu.fr fr-20 1"]
    assert RecognisedResult.objects.get().tables == recognition.tables


def test_only_the_sending_university_decides_and_only_once():
    _stays, row, office = back()
    (recognition,) = entered(row, office)

    assert refused(lambda: recognise(recognition, coordinator(HOST))) == ResultRefusal.NOT_SENDING
    recognise(recognition, office)
    assert refused(lambda: recognise(recognition, office)) == ResultRefusal.DECIDED
    assert refused(lambda: services.refuse(recognition=recognition, reason="No", by=office, at=AFTERWARDS)) == ResultRefusal.DECIDED


def test_a_course_that_cannot_count_is_refused_with_its_reason():
    _stays, row, office = back()
    first, second = entered(row, office, LINE, replace(LINE, code="PI-2", title="Etica"))
    recognise(first, office)

    with pytest.raises(MobilityRefused) as error:
        recognise(second, office)

    assert error.value.refusal == ResultRefusal.CANNOT_COUNT
    assert error.value.detail == {"course_code": RecognitionRefusal.RECOGNISED_ALREADY.label}
    assert Recognition.objects.get(pk=second.pk).state == RecognitionState.WAITING


def test_what_was_not_passed_is_only_refused():
    _stays, row, office = back()
    (recognition,) = entered(row, office, replace(LINE, value="12"))

    assert recognition.result.is_passed is False
    assert refused(lambda: recognise(recognition, office)) == ResultRefusal.NOT_PASSED


def test_a_student_of_another_university_is_decided_on_at_home():
    stays, row, office = back()
    stays.wishes["ada"].studies = None
    stays.wishes["ada"].save()
    (recognition,) = entered(row, office)

    assert refused(lambda: recognise(recognition, office)) == ResultRefusal.NOT_A_STUDENT_HERE


def test_a_refusal_has_a_reason_and_is_appealed_against_once():
    stays, row, office = back()
    (recognition,) = entered(row, office)
    ada = stays.students["ada"]
    assert (
        refused(lambda: services.refuse(recognition=recognition, reason=" ", by=office, at=AFTERWARDS)) == ResultRefusal.NO_REASON
    )
    assert refused(lambda: services.appeal(recognition=recognition, text="Why", by=ada, at=AFTERWARDS)) == ResultRefusal.NOT_REFUSED
    services.refuse(recognition=recognition, reason="Another content.", by=office, at=AFTERWARDS)

    assert (
        refused(lambda: services.appeal(recognition=recognition, text="Why", by=office, at=AFTERWARDS)) == ResultRefusal.NOT_YOURS
    )
    assert refused(lambda: services.appeal(recognition=recognition, text=" ", by=ada, at=AFTERWARDS)) == ResultRefusal.EMPTY
    services.appeal(recognition=recognition, text="It is the same.", by=ada, at=AFTERWARDS)
    services.dismiss_appeal(recognition=recognition, answer="It is not.", by=office, at=AFTERWARDS)

    recognition.refresh_from_db()
    assert (recognition.state, recognition.reason, recognition.appeal.answer) == (
        RecognitionState.UPHELD, "Another content.", "It is not.",
    )  # fmt: skip
    assert (
        refused(lambda: services.appeal(recognition=recognition, text="Once more", by=ada, at=AFTERWARDS)) == ResultRefusal.APPEALED
    )
    assert "It is not." in Message.objects.filter(template="mobility/mail/decided").latest("pk").body


def test_an_appeal_has_a_last_day_which_the_letter_and_the_pages_name(client):
    stays, row, office = back()
    (recognition,) = entered(row, office)
    stays.call.appeal_days = 10
    stays.call.save()
    services.refuse(recognition=recognition, reason="Another content.", by=office, at=AFTERWARDS)
    ada = stays.students["ada"]

    recognition.refresh_from_db()
    last = recognition.appeal_until
    assert last == open_until(AFTERWARDS, 10)
    letter = Message.objects.filter(template="mobility/mail/decided").latest("pk").body
    assert f"You can appeal once, until {both_zones(last, ada.time_zone, ada.language)}" in letter
    with time_machine.travel(last, tick=False):
        client.force_login(ada)
        assert "You can do so until" in client.get(reverse("mobility:appeal_recognition", args=[recognition.uuid])).content.decode()
        assert "Appeals until" in client.get(reverse("mobility:stay", args=[row.uuid])).content.decode()
    late = last + timedelta(microseconds=1)
    with time_machine.travel(last + timedelta(minutes=1), tick=False):
        answer = client.post(reverse("mobility:appeal_recognition", args=[recognition.uuid]), {"text": "It is the same."})
    assert (answer.status_code, str(ResultRefusal.TOO_LATE.label) in answer.content.decode()) == (422, True)
    assert refused(lambda: services.appeal(recognition=recognition, text="Why", by=ada, at=late)) == ResultRefusal.TOO_LATE
    services.appeal(recognition=recognition, text="Why", by=ada, at=last)


def test_what_was_refused_before_there_was_a_last_day_can_be_appealed_against():
    stays, row, office = back()
    (recognition,) = entered(row, office)
    services.refuse(recognition=recognition, reason="Another content.", by=office, at=AFTERWARDS)
    Recognition.objects.update(appeal_until=None)

    services.appeal(recognition=recognition, text="Why", by=stays.students["ada"], at=AFTERWARDS + timedelta(days=4000))

    assert Recognition.objects.get().state == RecognitionState.APPEALED


def state_of(row):
    return Mobility.objects.get(pk=row.pk).state


def test_a_mobility_is_open_again_while_a_late_result_an_appeal_or_an_error_waits():
    stays, row, office = back()
    (first,) = entered(row, office)
    recognise(first, office)
    assert state_of(row) == MobilityState.RECOGNISED

    (late,) = entered(row, office, replace(LINE, code="PI-2", title="Etica"))
    assert state_of(row) == MobilityState.DEPARTED
    services.refuse(recognition=late, reason="Another content.", by=office, at=AFTERWARDS)
    assert state_of(row) == MobilityState.RECOGNISED

    services.appeal(recognition=late, text="It is the same.", by=stays.students["ada"], at=AFTERWARDS)
    assert state_of(row) == MobilityState.DEPARTED
    services.grant_appeal(recognition=late, course_code="AMU-103", ects=Decimal(6), answer="It is.", by=office, at=AFTERWARDS)
    assert (state_of(row), RecognisedResult.objects.standing().count()) == (MobilityState.RECOGNISED, 2)

    services.take_back(recognition=first, reason="Wrong course.", by=office, at=AFTERWARDS)
    assert state_of(row) == MobilityState.DEPARTED
    assert Entry.objects.filter(action="mobility.opened_again").count() == 3


def two(row, office, **changes):
    other = replace(LINE, code="PI-2", title="Etica", ects=Decimal(3), earned_on=date(2027, 1, 25), **changes)
    return entered(row, office, LINE, other)


def test_several_results_are_recognised_together_as_one_course_without_a_grade():
    _stays, row, office = back()
    tables()
    first, second = two(row, office)

    services.recognise(recognition=first, course_code="AMU-201", ects=Decimal(9), by=office, at=AFTERWARDS, others=[second])

    counted = RecognisedResult.objects.standing().get()
    assert (counted.title, counted.ects, counted.value, counted.converted_value, counted.passed_on) == (
        "Apprendimento automatico + Etica", Decimal(9), "", "", date(2027, 1, 25),
    )  # fmt: skip
    rows = {each.pk: each for each in recognitions_of(row)}
    assert (rows[first.pk].ects, rows[first.pk].counted_with) == (Decimal(9), None)
    assert (rows[second.pk].state, rows[second.pk].course_code, rows[second.pk].ects, rows[second.pk].counted_with) == (
        RecognitionState.RECOGNISED, "AMU-201", None, first,
    )  # fmt: skip
    assert sums_of(list(rows.values())).recognised == Decimal(9)
    assert state_of(row) == MobilityState.RECOGNISED
    assert Message.objects.filter(template="mobility/mail/decided").count() == 2


def test_what_was_recognised_together_is_taken_back_together():
    _stays, row, office = back()
    first, second = two(row, office)
    services.recognise(recognition=first, course_code="AMU-201", ects=Decimal(9), by=office, at=AFTERWARDS, others=[second])

    services.take_back(recognition=second, reason="Wrong course.", by=office, at=AFTERWARDS)

    assert list(Recognition.objects.order_by("pk").values_list("state", "counted_with")) == [(RecognitionState.WAITING, None)] * 2
    assert RecognisedResult.objects.standing().count() == 0
    recognise(second, office, ects="3")
    assert RecognisedResult.objects.standing().get().title == "Etica"


def test_only_what_was_passed_in_the_same_stay_and_waits_is_recognised_together():
    stays, row, office = back()
    first, second = two(row, office, is_passed=False, value="", scale="")
    elsewhere = entered(row, office, replace(LINE, code="PI-3", title="Logica"))[0]

    def together(*others):
        return refused(
            lambda: services.recognise(
                recognition=first, course_code="AMU-201", ects=Decimal(9), by=office, at=AFTERWARDS, others=others
            )
        )

    assert together(second) == ResultRefusal.NOT_TOGETHER
    assert together(first) == ResultRefusal.NOT_TOGETHER
    HostResult.objects.filter(pk=elsewhere.result_id).update(mobility=second_stay(stays, row))
    assert together(elsewhere) == ResultRefusal.NOT_TOGETHER
    assert RecognisedResult.objects.count() == 0


def test_titles_that_no_document_holds_are_not_put_together():
    _stays, row, office = back()
    first, second = entered(row, office, replace(LINE, title="a" * 200), replace(LINE, title="b" * 200))

    def together():
        services.recognise(recognition=first, course_code="AMU-201", ects=Decimal(9), by=office, at=AFTERWARDS, others=[second])

    assert refused(together) == ResultRefusal.TITLES_TOO_LONG
    assert RecognisedResult.objects.count() == 0


def test_the_page_ticks_those_for_which_the_same_course_is_proposed(client):
    _stays, row, office = back()
    first, second = two(row, office)
    Recognition.objects.update(course_code="AMU-201")
    client.force_login(office)
    address = reverse("mobility:decide_recognition", args=[first.uuid])

    form = client.get(address).context["form"]
    assert (form["together"].initial, form["ects"].initial) == ([str(second.uuid)], Decimal(9))
    values = {"outcome": "recognise", "course_code": "AMU-201", "ects": "9", "together": [str(second.uuid)]}
    assert client.post(address, values).status_code == 302

    assert RecognisedResult.objects.standing().get().ects == Decimal(9)
    shown = client.get(reverse("mobility:desk_stay", args=[row.uuid])).content.decode()
    assert "together with Apprendimento automatico" in shown
    assert reverse("mobility:take_back_recognition", args=[second.uuid]) not in shown


def test_an_appeal_is_granted_and_the_result_counts():
    stays, row, office = back()
    (recognition,) = entered(row, office)
    services.refuse(recognition=recognition, reason="Another content.", by=office, at=AFTERWARDS)
    services.appeal(recognition=recognition, text="It is the same.", by=stays.students["ada"], at=AFTERWARDS)

    def grant(answer):
        services.grant_appeal(
            recognition=recognition, course_code="AMU-201", ects=Decimal(6), answer=answer, by=office, at=AFTERWARDS
        )

    assert refused(lambda: grant("")) == ResultRefusal.NO_REASON
    grant("It is.")

    assert RecognisedResult.objects.standing().count() == 1
    assert refused(lambda: grant("Twice.")) == ResultRefusal.NO_APPEAL


def test_an_error_is_taken_back_and_decided_anew():
    _stays, row, office = back()
    (recognition,) = entered(row, office)

    def take_back():
        return services.take_back(recognition=recognition, reason="Wrong course.", by=office, at=AFTERWARDS)

    assert refused(take_back) == ResultRefusal.NOT_RECOGNISED
    recognise(recognition, office)
    take_back()
    assert RecognisedResult.objects.standing().count() == 0
    recognise(recognition, office, "AMU-103")
    assert RecognisedResult.objects.standing().get().course_code == "AMU-103"


def test_the_same_result_is_proposed_as_it_was_recognised_before():
    stays, row, office = back()
    (first,) = entered(row, office)
    recognise(first, office)
    RecognisedResult.objects.all().delete()
    HostResult.objects.filter(pk=first.result_id).update(mobility=second_stay(stays, row))

    (again,) = entered(row, office)

    assert (again.course_code, again.state) == ("AMU-201", RecognitionState.WAITING)


def second_stay(stays, row):
    return Mobility.objects.create(
        wish=row.wish, place=row.place, state=MobilityState.CANCELLED, offered_at=row.offered_at, accept_until=row.accept_until,
        starts_on=row.starts_on, ends_on=row.ends_on,
    )  # fmt: skip


def transcript_of(row, **values):
    """The made-up transcript, of this mobility and its student."""
    made = transcript()
    names = row.wish.studies
    learner = replace(made.elmo.learner, given_names=names.given_names, family_name=names.family_name)
    return replace(made, omobility_id=str(row.uuid), elmo=replace(made.elmo, learner=learner, **values))


def issued_by(elmo, schac):
    (report,) = elmo.reports
    return (replace(report, issuer=replace(report.issuer, identifiers=(Typed(schac, "schac"),))),)


def test_a_transcript_is_read_into_lines():
    _stays, row, office = back()
    made = transcript_of(row)
    made = replace(made, elmo=replace(made.elmo, reports=issued_by(made.elmo, HOST)))
    (course,) = made.elmo.reports[0].learning_opportunity_specifications

    read = read_transcript(TRANSCRIPTS.exported([made]), row)

    (line,) = read.lines
    assert (line.title, line.ects, line.value) == (course.titles[0].text, Decimal(6), course.instance.result_label)
    assert read.cautions == ()
    assert from_plain(as_plain(read.lines)) == list(read.lines)


def test_a_transcript_of_somebody_else_or_of_another_host_is_told():
    _stays, row, _office = back()

    read = read_transcript(TRANSCRIPTS.exported([transcript()]), row)

    assert len(read.cautions) == 2
    assert read.cautions[0].startswith("The file is made out to ")
    assert read.cautions[1].endswith("not by the host.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"no xml", EwpReason.NOT_XML), (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', EwpReason.DOCUMENT_TYPE)],
)
def test_what_is_no_transcript_is_refused(content, reason):
    _stays, row, _office = back()

    with pytest.raises(EwpRefused) as error:
        read_transcript(content, row)

    assert error.value.reason == reason
