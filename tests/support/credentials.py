"""A credential that was issued by passing a course."""

from salerno.courseware import blobs
from salerno.credentials.models import Credential
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.people.models import Person
from tests.support.courses import offered_course, person, right_response
from tests.support.moments import NOON
from tests.support.recorded import recorded


def passed_course(learner: Person | None = None, slug: str = "counting", owner: str = "univ-amu.fr") -> Credential:
    """``learner`` (or Lea) enrols, answers all questions of the final assessment rightly, and gets the credential."""
    if learner:
        return _passed(learner, slug, owner)
    credential, contents = _passed_by_lea(slug, owner)
    for content in contents:
        blobs.put(content)
    return Credential.objects.get(pk=credential)


@recorded()
def _passed_by_lea(slug: str, owner: str) -> tuple[int, list[bytes]]:
    credential = _passed(person(), slug, owner)
    files = credential.award.enrolment.offering.pinned.version.files
    return credential.pk, [blobs.get(row.blob) for row in files.all()]


def _passed(learner: Person, slug: str, owner: str) -> Credential:
    enrolment = enrol(learner=learner, offering=offered_course(slug, owner), by=learner, at=NOON)
    version = enrolment.offering.pinned.version
    activity = version.activities.get(key=version.final_key)
    activity.version = version
    session = sessions.begin(enrolment=enrolment, activity=activity, at=NOON)
    responses = {item.question.key: right_response(item) for item in sessions.drawn_questions(session)}
    sessions.hand_in(session=session, responses=responses, at=NOON)
    return Credential.objects.get(award__learner=learner, award__course__slug=slug)
