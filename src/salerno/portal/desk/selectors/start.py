"""What waits for a person, by what their roles open. Each count is one query, whatever the number of rows."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.catalogue.models import CourseOffering
from salerno.courseware.models import Draft
from salerno.desk import rules
from salerno.desk.waiting import Waiting, waiting_for
from salerno.learning.enums import ReportState
from salerno.learning.models import ProblemReport, Submission
from salerno.people.enums import ErasureState
from salerno.people.models import ErasureRequest, Person
from salerno.portal.desk.selectors.offerings import OfferingFilters, offerings_run_by

SHOWN = 5


@dataclass(frozen=True)
class StartPage:
    """The desk at a glance."""

    waiting: list[Waiting] = field(default_factory=list)
    offerings: list[CourseOffering] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


def start_page(person: Person, on: date) -> StartPage:
    """What the person's roles open, in at most six queries."""
    offerings: list[CourseOffering] = []
    drafts: list[Draft] = []
    if rules.writes_courses(person):
        drafts = list(Draft.objects.visible_to(person).select_related("course").order_by("-started_at")[:SHOWN])
    if rules.sees_people(person):
        running = offerings_run_by(person, OfferingFilters(when="running"), on)
        offerings = list(running.filter(enrolled__gt=0).order_by("-enrolled", "pk")[:SHOWN])
    return StartPage(waiting=waiting_for(person, on), offerings=offerings, drafts=drafts)


def waiting_here(person: Person, _on: date) -> list[Waiting]:
    """What waits in the parts of the desk that span rooms, in at most three queries."""
    waiting: list[Waiting] = []
    if rules.writes_courses(person):
        waiting += [_reports(person), _reflections(person)]
    if rules.carries_out_erasures(person):
        waiting.append(_erasures())
    return waiting


def _reports(person: Person) -> Waiting:
    count = open_reports(person).count()
    if not count:
        return Waiting(_("No problem report is open."), "portal:reports", 0)
    said = ngettext("%(n)d problem report waits for an answer.", "%(n)d problem reports wait for an answer.", count)
    return Waiting(said % {"n": count}, "portal:reports", count)


def _reflections(person: Person) -> Waiting:
    count = Submission.objects.shared_with(person).count()
    if not count:
        return Waiting(_("No learner has written to a teacher yet."), "portal:reflections", 0, is_work=False)
    said = ngettext("%(n)d reflection was written to teachers.", "%(n)d reflections were written to teachers.", count)
    return Waiting(said % {"n": count}, "portal:reflections", count, is_work=False)


def _erasures() -> Waiting:
    count = ErasureRequest.objects.filter(state=ErasureState.ASKED).count()
    if not count:
        return Waiting(_("Nobody waits to be erased."), "portal:erasures", 0)
    said = ngettext("%(n)d person asks to be erased.", "%(n)d people ask to be erased.", count)
    return Waiting(said % {"n": count}, "portal:erasures", count)


def open_reports(person: Person) -> QuerySet[ProblemReport]:
    """Reports that the person may answer and that nobody has answered."""
    return ProblemReport.objects.answerable_by(person).filter(state=ReportState.OPEN)
