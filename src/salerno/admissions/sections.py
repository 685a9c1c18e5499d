"""This room's parts of the desk, and what waits in them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from salerno.admissions.enums import DECIDES, PREPARES, AppealState, ApplicationState, CallState, ReviewState
from salerno.admissions.models import Appeal, Application, Call, Review
from salerno.common.compiled import Compiled, Parameter
from salerno.desk.sections import Group, Section
from salerno.desk.waiting import Waiting
from salerno.people.access import reach_of
from salerno.people.models import Person

_IS_LISTED = Q(reviewing__isnull=False) | Q(reviews__isnull=False)
_READS = Compiled(lambda: Person.objects.filter(_IS_LISTED, pk=Parameter("person", Person._meta.pk)).values_list("pk")[:1])


def decides_on_applications(person: Person) -> bool:
    """Whoever coordinates, administers or sits on committees at some institution; which calls are theirs is asked of each."""
    return any(held.role in DECIDES for held in reach_of(person).roles)


def prepares_calls(person: Person) -> bool:
    """Whoever coordinates or administers an institution."""
    return any(held.role in PREPARES for held in reach_of(person).roles)


def reads_applications(person: Person) -> bool:
    """Whoever is, or was, on a call's list of reviewers."""
    if not reach_of(person).has_desk:
        return False
    return bool(_READS.rows(person=person.pk))


_BELOW_A_CALL = ("/desk/applications/", "/desk/appeals/")
SECTIONS = (
    Section("admissions:desk_calls", gettext_lazy("Admissions"), decides_on_applications, 14, Group.STUDENTS, more=_BELOW_A_CALL),
    Section("admissions:desk_reviews", gettext_lazy("Applications to read"), reads_applications, 17, Group.STUDENTS),
)


def waiting_here(person: Person, on: date) -> Iterable[Waiting]:
    """Reviews to be written; applications, decisions and appeals that wait for the committee: four queries at most."""
    reviews = Review.objects.of(person).filter(state=ReviewState.ASSIGNED, application__state=ApplicationState.ELIGIBLE).count()
    if reviews:
        said = ngettext("%(n)d application waits for your review.", "%(n)d applications wait for your review.", reviews)
        yield Waiting(said % {"n": reviews}, "admissions:desk_reviews", reviews)
    if not decides_on_applications(person):
        return
    calls = Call.objects.governed_by(person).exclude(state=CallState.ARCHIVED)
    yield from _of_the_committee(Application.objects.filter(call__in=calls.values("pk")))
    appeals = Appeal.objects.filter(state=AppealState.ASKED, application__call__in=calls.values("pk")).count()
    if appeals:
        said = ngettext("%(n)d appeal waits for an answer.", "%(n)d appeals wait for an answer.", appeals)
        yield Waiting(said % {"n": appeals}, "admissions:desk_calls", appeals)


def _of_the_committee(rows: "Application.objects") -> Iterable[Waiting]:
    """Counted in one query. Decisions wait once the call is closed."""
    found = rows.filter(Q(state=ApplicationState.SUBMITTED) | Q(state=ApplicationState.REVIEWED, call__state=CallState.CLOSED))
    states = list(found.values_list("state", flat=True))
    submitted, reviewed = states.count(ApplicationState.SUBMITTED), states.count(ApplicationState.REVIEWED)
    if submitted:
        said = ngettext("%(n)d application waits for its eligibility.", "%(n)d applications wait for their eligibility.", submitted)
        yield Waiting(said % {"n": submitted}, "admissions:desk_calls", submitted)
    if reviewed:
        said = ngettext("%(n)d application waits for a decision.", "%(n)d applications wait for a decision.", reviewed)
        yield Waiting(said % {"n": reviewed}, "admissions:desk_calls", reviewed)
