"""From an accepted offer to studies: the cohort, the institutions; the offices' numbers complete it.

Each institution numbers its own students: its office enters the numbers on the sheet of the cohort (``enrolment.services``). Until
all that were chosen have done so the application stays *accepted*; with the last number the student is *enrolled*.
"""

from collections.abc import Sequence
from datetime import datetime

from salerno.admissions.enums import ApplicationState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application
from salerno.admissions.refusals import OfferRefusal
from salerno.admissions.services.rows import locked_application, move, refuse_if
from salerno.audit.services import record
from salerno.enrolment.enums import FeeStatus
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.facts import CivilFacts
from salerno.enrolment.moments import NumberGiven
from salerno.enrolment.services import admit_to_programme, register_each
from salerno.institutions.models import Institution
from salerno.people.models import Person


def enrol_applicant(application: Application, institutions: Sequence[Institution], *, by: Person, at: datetime) -> None:
    """Admit to the cohort and register at each of ``institutions``. ``application`` is locked; all of it or nothing.

    Institutions are locked before anything is recorded: see ``rows``. The fee is paid where the student chose first to be; an
    office may say otherwise.
    """
    keys = [each.pk for each in institutions]
    list(Institution.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    try:
        studies = admit_to_programme(
            student=application.applicant,
            offering=application.call.offering,
            track=application.track,
            civil=_civil_facts(application),
            by=by,
            at=at,
        )
    except ProgrammeRefused as error:
        raise AdmissionsRefused(OfferRefusal.CANNOT_ENROL, {"enrolment": error.refusal.label}) from error
    starts_on = application.call.offering.academic_session.starts_on
    for place, institution in enumerate(institutions):
        fee_status = FeeStatus.PAYS_ELSEWHERE if place else FeeStatus.PAYS
        refused = register_each(
            enrolments=[studies], institution=institution, starts_on=starts_on, fee_status=fee_status, by=by, at=at
        )
        refuse_if(OfferRefusal.CANNOT_ENROL if any(refused.values()) else None)
    application.studies, application.institutions = studies, [each.schac for each in institutions]
    application.save(update_fields=["state", "studies", "institutions"])


def _civil_facts(application: Application) -> CivilFacts:
    return CivilFacts(
        given_names=application.given_names,
        family_name=application.family_name,
        birth_date=application.birth_date,
        birth_place=application.birth_place,
        citizenship=application.citizenship,
        gender=application.gender,
    )


def complete_on_number(moment: NumberGiven) -> None:
    """With the last number that was awaited the applicant has become a student. Listens to ``enrolment``.

    PostgreSQL: the office's act has locked the record already. Nothing else locks an accepted application, see ``deciding.decide``.
    """
    studies = moment.registration.enrolment_id
    row = Application.objects.filter(studies=studies, state=ApplicationState.ACCEPTED).first()
    if row is None or row.studies.registrations.open().filter(student_number="").exists():
        return
    application = locked_application(row)
    move(application, ApplicationState.ENROLLED, OfferRefusal.ACCEPTED)
    application.save(update_fields=["state"])
    record(action="application.enrolled", actor=moment.by, subject=application, person=application.applicant, at=moment.at)
