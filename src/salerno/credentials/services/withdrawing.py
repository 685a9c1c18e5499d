"""When a degree is withdrawn, whatever proves it ends in the same transaction."""

from datetime import datetime

from django.db.models import Q

from salerno.audit.services import record
from salerno.awards.models import Award
from salerno.credentials.enums import NAMES_EVERY_DEGREE, State
from salerno.credentials.models import Credential, DegreeDocument
from salerno.credentials.services.status import revoke
from salerno.people.models import Person


def revoke_on_withdrawal(award: Award, by: Person, at: datetime) -> None:
    """Revoke the Open Badge of ``award`` and mark its documents as withdrawn, with those that name it among other degrees."""
    if credential := Credential.objects.filter(award=award).exclude(state=State.REVOKED).first():
        revoke(credential=credential, reason=award.withdrawn_because, by=by, at=at)
    named = Q(award=award)
    if award.programme_enrolment_id:
        named |= Q(award__programme_enrolment=award.programme_enrolment_id, kind__in=NAMES_EVERY_DEGREE)
    count = DegreeDocument.objects.filter(named, withdrawn_at__isnull=True).update(withdrawn_at=at)
    if count:
        detail = {"count": count, "reason": award.withdrawn_because}
        record(action="documents.withdrawn", actor=by, subject=award, person=award.learner, detail=detail, at=at)
