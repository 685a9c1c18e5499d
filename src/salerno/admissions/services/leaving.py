"""An applicant leaves: withdraws, or is erased."""

from datetime import datetime

from django.db import transaction

from salerno.admissions import rules
from salerno.admissions.enums import NEXT_APPLICATION, ApplicationState, OfferState
from salerno.admissions.models import Application
from salerno.admissions.services.rows import locked_application, refuse_if
from salerno.audit.services import record
from salerno.people.models import Person


@transaction.atomic
def withdraw_application(*, application: Application, by: Person, at: datetime) -> Application:
    """Take an application back before it is decided; as long as the call is open it can be taken up again."""
    application = locked_application(application)
    refuse_if(rules.why_not_withdraw(application=application, by=by))
    application.state, application.position = ApplicationState.WITHDRAWN, None
    application.save(update_fields=["state", "position"])
    record(action="application.withdrawn", actor=by, subject=application, person=application.applicant, at=at)
    return application


@transaction.atomic
def give_back(*, application: Application, at: datetime) -> None:
    """Before an erasure: leave the call. A place that comes free goes to the waiting list with the next daily run."""
    application = locked_application(application)
    if application.state == ApplicationState.ADMITTED:
        application.offers.filter(state=OfferState.OPEN).update(state=OfferState.DECLINED, answered_at=at)
        application.state = ApplicationState.DECLINED
    elif ApplicationState.WITHDRAWN in NEXT_APPLICATION[ApplicationState(application.state)]:
        application.state, application.position = ApplicationState.WITHDRAWN, None
    application.save(update_fields=["state", "position"])
