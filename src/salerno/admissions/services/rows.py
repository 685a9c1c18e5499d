"""Rows locked in one order, so that two acts never wait for each other: call, applications, institutions; then the record.

PostgreSQL: the record of acts has one head that every act locks, so all other locks are taken before the first act is recorded.
"""

from collections.abc import Sequence

from django.db.models import TextChoices

from salerno.admissions.enums import NEXT_APPLICATION, ApplicationState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Call

_WITH = ("call__offering__programme", "call__offering__academic_session", "applicant", "partner")


def locked_call(call: Call | int) -> Call:
    """The call, locked."""
    rows = Call.objects.select_for_update(of=("self",)).select_related("offering__programme", "offering__academic_session")
    return rows.get(pk=call if isinstance(call, int) else call.pk)


def locked_application(application: Application | int) -> Application:
    """One application, locked."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(*_WITH)
    return rows.get(pk=application if isinstance(application, int) else application.pk)


def locked_applications(call: Call, states: Sequence[str]) -> list[Application]:
    """All of a call in these states, locked in the order of their keys; each carries the call that was given."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("applicant", "partner")
    found = list(rows.filter(call=call, state__in=states).order_by("pk"))
    for application in found:
        application.call = call
    return found


def move(application: Application, state: ApplicationState, otherwise: TextChoices) -> None:
    """Set the state; refused with ``otherwise`` when no arrow leads there."""
    if state not in NEXT_APPLICATION[ApplicationState(application.state)]:
        raise AdmissionsRefused(otherwise)
    application.state = state


def refuse_if(refusal: TextChoices | None, **detail: str) -> None:
    """Raise when there is a refusal."""
    if refusal:
        raise AdmissionsRefused(refusal, detail)
