"""Applications that another portal has collected: taken in together or not at all."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from salerno.admissions.application_files import Line
from salerno.admissions.enums import ApplicationState, CallState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Call
from salerno.admissions.refusals import CallRefusal
from salerno.admissions.services.notices import tell
from salerno.admissions.services.rows import locked_call, refuse_if
from salerno.audit.services import record
from salerno.people.models import Person


@transaction.atomic
def import_applications(*, call: Call, lines: Sequence[Line], by: Person, at: datetime) -> int:
    """Make a handed-in application of each line, and an account for whom there is none; return how many.

    PRIVACY: each applicant is told that the application is here and on whose word (GDPR, Article 14). An account that is made so
    is opened by its address alone: whoever reads mail there signs in with a code and accepts the terms.
    """
    call = locked_call(call)
    refuse_if(None if Call.objects.editable_by(by).filter(pk=call.pk).exists() else CallRefusal.NOT_YOURS)
    refuse_if(None if call.state in (CallState.OPEN, CallState.CLOSED) else CallRefusal.NOT_NEXT)
    bad = {f"{line.number} {column}": text for line in lines for column, text in line.problems.items()}
    if bad:
        raise AdmissionsRefused(CallRefusal.BAD_CELLS, bad)
    people = _people([line.email for line in lines])
    if again := {row.email for row in people.values() if row.applications.filter(call=call).exists()}:
        raise AdmissionsRefused(CallRefusal.BAD_CELLS, {email: CallRefusal.BAD_CELLS.label for email in again})
    for line in lines:
        person = people.get(line.email) or Person.objects.create_user(line.email, full_name=_name(line))
        application = Application.objects.create(
            call=call, applicant=person, state=ApplicationState.SUBMITTED, begun_at=at, submitted_at=at, **line.values
        )
        record(action="application.imported", actor=by, subject=application, person=person, detail={"line": line.number}, at=at)
        tell(application, "imported", at=at)
    return len(lines)


def _people(emails: Sequence[str]) -> dict[str, Person]:
    return {person.email.lower(): person for person in Person.objects.filter(email__in=emails)}


def _name(line: Line) -> str:
    return f"{line.values['given_names']} {line.values['family_name']}"[:150]
