"""Answering a problem report, opening it again, and who does either."""

from datetime import UTC, datetime

import pytest
from tests.factories.catalogue import CourseFactory
from tests.factories.courseware import CourseVersionFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.learning import ProblemReportFactory
from tests.factories.people import PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.learning.enums import ReportState
from salerno.learning.errors import LearningRefused
from salerno.learning.models import ProblemReport
from salerno.learning.services import answer_report, reopen_report

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_reopen_report_keeps_the_answer_until_the_next_one():
    report, by = ProblemReportFactory(), PersonFactory()
    answer_report(report=report, answer="Mended.", by=by, at=NOON)

    reopen_report(report=report, by=by, at=NOON)

    report.refresh_from_db()
    assert (report.state, report.answer) == (ReportState.OPEN, "Mended.")
    assert Entry.objects.get(action="problem.reopened").subject == report.uuid


def test_reopen_report_refuses_an_open_one():
    with pytest.raises(LearningRefused):
        reopen_report(report=ProblemReportFactory(), by=PersonFactory(), at=NOON)


def test_answerable_by_leaves_out_what_one_reported_elsewhere():
    institution = InstitutionFactory()
    teacher = RoleAssignmentFactory(institution=institution).person
    own = ProblemReportFactory(version=CourseVersionFactory(course=CourseFactory(owner=institution)))
    ProblemReportFactory(reporter=teacher)

    assert list(ProblemReport.objects.answerable_by(teacher)) == [own]
