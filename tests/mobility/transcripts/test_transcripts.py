"""Transcripts of records of guests: made of what the host graded here and of what was entered, issued, exchanged, taken in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.factories.catalogue import CourseFactory, CourseOfferingFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory
from tests.support.documents import assert_accessible, words_of
from tests.support.grading import published_sheet
from tests.support.mobility_stays import AFTERWARDS, HOST, OTHER_HOST, coordinator, one_stay, sender

from salerno.audit.models import Entry
from salerno.awards.enums import TableSource
from salerno.awards.grades.services.tables import publish_table
from salerno.awards.grading.tables import GradingTable as Table
from salerno.awards.models import GradeSheet
from salerno.catalogue.enums import CourseKind
from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.mobility.enums import MobilityState, ResultSource
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.checking import check
from salerno.mobility.ewp.elmo import import_elmo
from salerno.mobility.ewp.refusals import EwpReason, EwpRefused
from salerno.mobility.ewp.transcripts import TRANSCRIPTS
from salerno.mobility.models import HostResult, HostTranscript, Mobility, Recognition
from salerno.mobility.papers.transcript_facts import as_json, from_json
from salerno.mobility.recognition.host_results import read_transcript
from salerno.mobility.recognition.services import Line, enter_results
from salerno.mobility.stays.services.data import export_transcripts
from salerno.mobility.transcripts.exchange import as_elmo, as_ewp
from salerno.mobility.transcripts.refusals import TranscriptRefusal
from salerno.mobility.transcripts.selectors import candidates_of, issued_of
from salerno.mobility.transcripts.services import issue, take_results

pytestmark = pytest.mark.django_db
LINE = Line("Etica", Decimal(3), date(2027, 1, 10), code="PI-E", value="27", scale="it-30")


def refused(act):
    with pytest.raises(MobilityRefused) as error:
        act()
    return error.value.refusal


def back():
    """Ada of Marseille, who has left Pisa, and Pisa's office."""
    _stays, row = one_stay(MobilityState.DEPARTED, arrived_on=date(2026, 9, 2), departed_on=date(2027, 1, 30))
    return row, coordinator(HOST)


def graded(row, title="Machine learning", value="28", held_on=date(2027, 1, 20), **days):
    """A published grade of the guest in an offering of Pisa."""
    pisa = Institution.objects.get(schac=HOST)
    course = CourseFactory(
        owner=pisa, kind=CourseKind.MASTER_COURSE, ects_credits="6.0", title={"en": title}, code=f"PI-{title[:2]}", isced_f=["0613"]
    )
    days = {"starts_on": date(2026, 9, 10), "ends_on": date(2026, 12, 20), **days}
    offering = CourseOfferingFactory(course=course, institution=pisa, **days)
    enrolment = EnrolmentFactory(offering=offering, learner=row.wish.student)
    sheet = published_sheet(offering, {str(enrolment.uuid): value}, PersonFactory(), PersonFactory())
    GradeSheet.objects.filter(pk=sheet.pk).update(held_on=held_on)
    return enrolment


def table_of_pisa():
    table = Table(rows=(("28", Decimal(40)), ("24", Decimal(60))), scale="it-30", isced_f="0613", years="2025")
    pisa = Institution.objects.get(schac=HOST)
    publish_table(institution=pisa, table=table, source=TableSource.IMPORTED, by=None, at=AFTERWARDS)


def enter(row, by, *lines):
    return enter_results(mobility=row, lines=lines or [LINE], source=ResultSource.HAND, by=by, at=AFTERWARDS)


def issued(row, by, only=None):
    found = candidates_of(row)
    keys = [each.key for each in found.rows] if only is None else only
    return issue(mobility=row, chosen=keys, shown=found.digest, by=by, at=AFTERWARDS)


def test_it_is_made_of_grades_of_the_host_during_the_stay_and_of_what_was_entered():
    row, pisa = back()
    graded(row)
    graded(row, "Statistics", value="15")
    graded(row, "Long ago", starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 31))
    enter(row, pisa)

    found = candidates_of(row).rows

    assert [(each.result.title, each.result.value, each.result.is_passed, each.is_graded_here) for each in found] == [
        ("Etica", "27", True, False),
        ("Machine learning", "28", True, True),
        ("Statistics", "15", False, True),
    ]


def test_what_was_taken_in_already_stands_there_once():
    row, pisa = back()
    graded(row)
    take_results(transcript=issued(row, pisa), by=sender(), at=AFTERWARDS)

    assert [each.is_graded_here for each in candidates_of(row).rows] == [True]


def test_it_is_frozen_told_and_on_record():
    row, pisa = back()
    graded(row)

    made = issued(row, pisa)

    assert (made.number, made.digest, from_json(as_json(made.says))) == (1, made.says.digest, made.says)
    assert Message.objects.filter(template="mobility/mail/transcript").count() == 1
    entry = Entry.objects.get(action="mobility.transcript_issued", subject=row.uuid)
    assert entry.detail == {"number": 1, "results": 1, "sha256": made.digest}
    (exported,) = export_transcripts(row.wish.student)
    assert (exported["as"], exported["facts"]["results"][0]["title"]) == ("student", "Machine learning")
    assert export_transcripts(pisa) == [{"as": "issued", "uuid": made.uuid, "issued_at": AFTERWARDS}]


def test_the_document_is_accessible_and_says_who_what_and_how_grades_are_given():
    row, pisa = back()
    graded(row)
    table_of_pisa()

    pdf = bytes(issued(row, pisa).pdf)

    who = row.wish.studies
    assert_accessible(pdf, "en", f"Transcript of records – {who.given_names} {who.family_name}")
    words = words_of(pdf)
    for said in ("Machine learning", "28 (it-30)", "Passed in all: 6.0 ECTS", "field of education 0613", "N-ada", "MADE UP"):
        assert said in words


def test_elmo_and_ewp_are_valid_and_say_what_the_transcript_says():
    row, pisa = back()
    graded(row)
    table_of_pisa()
    made = issued(row, pisa)
    facts, pdf = made.says, bytes(made.pdf)

    elmo, lost = import_elmo(as_elmo(facts, pdf))
    (transcript,) = TRANSCRIPTS.imported(as_ewp(facts, pdf))

    assert (transcript.elmo, lost) == (elmo, ())
    assert (transcript.omobility_id, transcript.receiving_academic_year_id) == (str(row.uuid), "2026/2027")
    assert [each.value for each in elmo.learner.identifiers] == ["urn:schac:personalUniqueCode:int:esi:univ-amu.fr:N-ada"]
    (report,) = elmo.reports
    (course,) = report.learning_opportunity_specifications
    assert (course.instance.result_label, course.instance.credits[0].value, course.isced_code) == ("28", Decimal("6.0"), "0613")
    assert report.attachments[0].type == "Transcript of Records"
    shares = transcript.grade_conversion_table[0].grade_frequencies
    assert [(each.label, each.percentage) for each in shares] == [("28", Decimal(40)), ("24", Decimal(60))]
    assert [check(content).is_valid for content in (as_elmo(facts, pdf), as_ewp(facts, pdf))] == [True, True]


def test_a_guest_whose_number_is_not_known_gets_elmo_and_no_ewp():
    row, pisa = back()
    row.wish.studies.registrations.update(student_number="")
    graded(row)
    made = issued(row, pisa)

    assert import_elmo(as_elmo(made.says, bytes(made.pdf)))[0].learner.identifiers == ()
    with pytest.raises(EwpRefused) as error:
        as_ewp(made.says, bytes(made.pdf))
    assert error.value.reason == EwpReason.AGAINST_THE_STANDARD


def test_what_goes_out_comes_in_again_as_it_was():
    row, pisa = back()
    graded(row)
    made = issued(row, pisa)

    read = read_transcript(as_ewp(made.says, bytes(made.pdf)), row)

    assert (read.lines, read.cautions) == (tuple(issued_of(row).lines), ())


def test_the_sending_university_takes_it_in_and_types_nothing():
    row, pisa = back()
    graded(row)
    enter(row, pisa)
    made = issued(row, pisa)

    (recognition,) = take_results(transcript=made, by=sender(), at=AFTERWARDS)

    assert (recognition.result.title, recognition.result.value, recognition.result.source) == ("Machine learning", "28", "host")
    assert issued_of(row).lines == []
    assert refused(lambda: take_results(transcript=made, by=sender(), at=AFTERWARDS)) == TranscriptRefusal.ALL_ENTERED
    assert HostResult.objects.count() == Recognition.objects.count() == 2


def test_a_grade_in_the_students_own_programme_stands_there_and_is_not_entered_again():
    row, pisa = back()
    enrolment = graded(row)
    enrolment.programme_enrolment = row.wish.studies
    enrolment.save()
    graded(row, "Statistics")

    made = issued(row, pisa)

    assert [(each.title, each.counts_already) for each in made.says.results] == [("Machine learning", True), ("Statistics", False)]
    assert [each.title for each in issued_of(row).lines] == ["Statistics"]


def test_a_later_one_takes_its_place_and_the_first_is_kept():
    row, pisa = back()
    graded(row)
    first = issued(row, pisa)
    graded(row, "Statistics", held_on=date(2027, 1, 25))

    second = issued(row, pisa)

    assert [each.number for each in issued_of(row).rows] == [2, 1]
    assert HostTranscript.objects.get(pk=first.pk).says == first.says
    assert refused(lambda: take_results(transcript=first, by=sender(), at=AFTERWARDS)) == TranscriptRefusal.REPLACED
    assert len(take_results(transcript=second, by=sender(), at=AFTERWARDS)) == 2


def test_only_the_host_issues_and_only_the_sender_takes_in():
    row, pisa = back()
    graded(row)
    for other in (sender(), coordinator(OTHER_HOST)):
        assert refused(lambda other=other: issued(row, other)) == TranscriptRefusal.NOT_RECEIVING
    made = issued(row, pisa)

    assert refused(lambda: take_results(transcript=made, by=pisa, at=AFTERWARDS)) == TranscriptRefusal.NOT_SENDING
    Mobility.objects.filter(pk=row.pk).update(state=MobilityState.ARRIVED)
    assert refused(lambda: issued(Mobility.objects.get(pk=row.pk), pisa)) == TranscriptRefusal.NOT_BACK


def test_a_grade_that_changed_meanwhile_is_seen_first_and_nothing_is_issued_of_nothing():
    row, pisa = back()
    enrolment = graded(row)
    shown = candidates_of(row)
    enrolment.grades.update(value="30")

    keys = [each.key for each in shown.rows]

    assert refused(lambda: issue(mobility=row, chosen=keys, shown=shown.digest, by=pisa, at=AFTERWARDS)) == (
        TranscriptRefusal.CHANGED_MEANWHILE
    )
    assert refused(lambda: issued(row, pisa, only=[])) == TranscriptRefusal.NOTHING
    assert HostTranscript.objects.count() == 0


def test_letters_that_no_font_has_are_refused_and_nothing_is_issued():
    row, pisa = back()
    enter(row, pisa, replace(LINE, title="\U00012000\U00012001"))

    assert refused(lambda: issued(row, pisa)) == TranscriptRefusal.NOT_SET
    assert HostTranscript.objects.count() == 0


def test_a_name_that_xml_would_not_keep_is_refused_with_the_reason():
    row, pisa = back()
    enter(row, pisa, replace(LINE, title="Etica  e  dati", value="very  good", scale="ours"))
    Institution.objects.filter(schac=HOST).update(name={"en": "University  of Pisa"})
    row = Mobility.objects.with_sides().get(pk=row.pk)

    with pytest.raises(MobilityRefused) as error:
        issued(row, pisa)

    assert error.value.refusal == TranscriptRefusal.NOT_VALID
    assert "would not read back the same" in error.value.detail["why"]
