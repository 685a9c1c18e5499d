"""Issue what proves an award: once, signed, frozen."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from salerno.audit.services import record
from salerno.awards.enums import AwardKind
from salerno.awards.models import Award
from salerno.credentials.addresses import absolute
from salerno.credentials.models import Credential, StatusList
from salerno.credentials.proving import status_list as bits
from salerno.credentials.proving.achievement import credential as unsigned
from salerno.credentials.proving.proofs import sign
from salerno.credentials.services.keys import key_row, open_key
from salerno.credentials.services.status import sign_list
from salerno.credentials.wording import language_of, worded
from salerno.institutions.models import Institution
from salerno.messaging.services import send_later
from salerno.people.models import Person


def issue_on_grant(award: Award, at: datetime) -> None:
    """Issue in the transaction of the grant; the holder is told when it is committed."""
    issue(award=award, at=at)


@transaction.atomic
def issue(*, award: Award, at: datetime) -> Credential:
    """The credential of ``award``; issued once, whoever asks and however often.

    The award row is locked first. Moments are cut to whole seconds: JSON-LD dates are compared as text. Of a course the holder is
    told here; of a degree they were told when it was granted, and will be when its documents are ready.
    """
    rows = Award.objects.select_related("institution", "learner", "programme_enrolment__offering__programme")
    award = rows.select_for_update(of=("self",)).get(pk=award.pk)
    if existing := Credential.objects.filter(award=award).first():
        return existing
    moment = at.replace(microsecond=0)
    key = key_row(award.institution, at=moment)
    listing, index = _place_in_list(award.institution, moment)
    credential_uuid = uuid.uuid4()
    entry = bits.status_entry(
        list_url=absolute("credentials:status_list", listing.uuid), index=index, purpose=bits.Purpose.SUSPENSION
    )
    document = unsigned(
        worded(
            award,
            credential_id=credential_uuid.urn,
            language=language_of(award),
            valid_from=moment,
            statuses=(entry,),
            email=award.learner.email,
        )
    )
    signed = sign(document, key=open_key(key), created=moment)
    credential = Credential.objects.create(
        uuid=credential_uuid,
        award=award,
        key=key,
        document=json.dumps(signed, ensure_ascii=False, indent=2),
        issued_at=moment,
        status_list=listing,
        status_index=index,
    )
    record(action="credential.issued", actor=None, subject=credential, person=award.learner, at=at)
    if award.kind == AwardKind.COURSE:
        _tell_holder(credential, at)
    return credential


def _place_in_list(institution: Institution, at: datetime) -> tuple[StatusList, int]:
    """A random free position in the institution's newest list; a list that is half full is followed by another."""
    Institution.objects.select_for_update().get(pk=institution.pk)
    listing = StatusList.objects.filter(institution=institution).order_by("-number").first()
    taken = set(listing.credentials.values_list("status_index", flat=True)) if listing else set()
    if listing is None or len(taken) * 2 >= listing.length:
        last = StatusList.objects.filter(institution=institution).aggregate(last=Max("number"))["last"] or 0
        listing, taken = StatusList.objects.create(institution=institution, number=last + 1), set()
        sign_list(listing, at=at)
    return listing, bits.free_index(taken, size=listing.length)


def _tell_holder(credential: Credential, at: datetime) -> None:
    learner = credential.award.learner
    send_later(
        "credentials/issued",
        to=learner.email,
        language=learner.language,
        context={"person": learner, "title": credential.said.title},
        at=at,
        person_uuid=learner.uuid,
        key=f"credentials/issued/{credential.uuid}",
    )


@transaction.atomic
def set_sharing(*, credential: Credential, is_shared: bool, by: Person, at: datetime) -> None:
    """Switch the public page of a credential on or off; off is how it begins."""
    Credential.objects.filter(pk=credential.pk).update(shared_at=at if is_shared else None)
    record(
        action="credential.shared" if is_shared else "credential.unshared",
        actor=by,
        subject=credential,
        person=credential.award.learner,
        at=at,
    )


def export_credentials(person: Person) -> list[dict[str, Any]]:
    """The person's credentials as they were signed, for a download of their data."""
    return [
        {
            "uuid": row.uuid,
            "state": row.state,
            "issued_at": row.issued_at,
            "shared_at": row.shared_at,
            "document": json.loads(row.document),
        }
        for row in Credential.objects.of(person)
    ]
