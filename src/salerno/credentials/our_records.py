"""What this campus's own records say of a document beside its signatures: released, replaced, withdrawn."""

from dataclasses import replace

from django.db.models import Q

from salerno.awards.models import Award
from salerno.common.digests import sha256_hex
from salerno.credentials.models import DegreeDocument
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.verification import Check, Form, Note, Outcome, Verdict
from salerno.credentials.selectors import as_uuid

_EDC = "urn:credential:"
_JOINT = "urn:uuid:"


def with_our_records(verdict: Verdict, document: bytes) -> Verdict:
    """``verdict`` on ``document`` with what we know of these exact bytes, and of the degrees that they name.

    A seal has no list in which it could be withdrawn, so our rows say it: also of a copy that was saved again, in other bytes under
    the same signature. The lists of a joint credential can only say suspended (decision 0004); our rows know a withdrawn degree.
    """
    is_suspended = verdict.form is Form.JOINT and verdict.outcome is Outcome.SUSPENDED
    if verdict.form is Form.CREDENTIAL or not (verdict.is_valid or is_suspended):
        return verdict
    if (award := _withdrawn(verdict)) is not None:
        checks = (*(each for each in verdict.checks if each.name != "status"), Check("status", False, reason=Reason.REVOKED))
        return replace(verdict, outcome=Outcome.REVOKED, reason=Reason.REVOKED, detail=award.withdrawn_because, checks=checks)
    if is_suspended:
        return verdict
    row = DegreeDocument.objects.filter(blob=sha256_hex(document)).first()
    if row is None:
        return verdict
    notes = tuple(note for note in verdict.notes if note is not Note.PAGES_NOT_SIGNED)
    return replace(verdict, notes=(*notes, Note.AS_RELEASED, *((Note.REPLACED,) if row.superseded_at else ())))


def _withdrawn(verdict: Verdict) -> Award | None:
    """A withdrawn degree of ours that the document names. Another campus's number is its own: only under our seal is it ours."""
    named = Q(pk__in=())
    if verdict.form is Form.JOINT:
        studies = Q(documents__uuid=as_uuid(verdict.summary.credential_id.removeprefix(_JOINT)))
        named = Q(programme_enrolment__in=Award.objects.filter(studies).order_by().values("programme_enrolment"))
    elif Note.OUR_SEAL in verdict.notes and verdict.form is Form.EDC:
        named = Q(uuid=as_uuid(verdict.summary.credential_id.removeprefix(_EDC)))
    elif Note.OUR_SEAL in verdict.notes:
        named = Q(number__in=verdict.summary.achievement_id.split())
    return Award.objects.degrees().filter(named, withdrawn_at__isnull=False).first()
