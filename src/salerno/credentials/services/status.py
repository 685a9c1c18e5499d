"""Suspend, reinstate, revoke; publish the status list that says so.

Open Badges 3.0 allows a credential one status entry. Ours has the purpose ``suspension``, since revocation in a Bitstring Status
List cannot be taken back (docs/decisions/0004). A revoked credential stays suspended for ever, and here it is called revoked.
"""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.credentials.addresses import absolute
from salerno.credentials.enums import NEXT, State
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.models import Credential, StatusChange, StatusList
from salerno.credentials.proving import status_list as bits
from salerno.credentials.proving.proofs import sign
from salerno.credentials.services.keys import signing_key
from salerno.messaging.services import send_later
from salerno.people.models import Person


def suspend(*, credential: Credential, reason: str, by: Person | None, at: datetime) -> None:
    """Make the credential not accepted until it is reinstated."""
    _change(credential, State.SUSPENDED, reason, by, at)


def reinstate(*, credential: Credential, reason: str, by: Person | None, at: datetime) -> None:
    """End a suspension."""
    _change(credential, State.VALID, reason, by, at)


def revoke(*, credential: Credential, reason: str, by: Person | None, at: datetime) -> None:
    """End the credential for good. This cannot be taken back."""
    _change(credential, State.REVOKED, reason, by, at)


@transaction.atomic
def _change(credential: Credential, state: State, reason: str, by: Person | None, at: datetime) -> None:
    """The list row is locked first: two changes at once must not publish a list that forgets one of them."""
    if not reason.strip():
        raise CredentialRefused(_("Say why: the holder reads it, and so does whoever looks into it later."))
    listing = StatusList.objects.select_for_update().get(pk=credential.status_list_id)
    row = Credential.objects.select_for_update(of=("self",)).select_related("award__learner").get(pk=credential.pk)
    if state not in NEXT[State(row.state)]:
        sentence = _("The credential is “%(now)s”, so it cannot become “%(then)s”.")
        raise CredentialRefused(sentence % {"now": row.get_state_display(), "then": state.label})
    row.state = state
    row.save(update_fields=["state"])
    StatusChange.objects.create(credential=row, state=state, reason=reason.strip()[:300], changed_by=by, changed_at=at)
    sign_list(listing, at=at)
    record(
        action=f"credential.{state}",
        actor=by,
        subject=row,
        person=row.award.learner,
        detail={"reason": reason.strip()[:300]},
        at=at,
    )
    _tell_holder(row, reason, at)


def sign_list(listing: StatusList, *, at: datetime) -> None:
    """Sign the list as it stands in the database, and keep the exact text that is served."""
    statuses = bits.StatusList(bytes(listing.length // 8))
    halted = listing.credentials.exclude(state=State.VALID).values_list("status_index", flat=True)
    for index in halted:
        statuses[index] = True
    moment = at.replace(microsecond=0)
    key = signing_key(listing.institution, at=moment)
    document = bits.status_list_credential(
        list_url=absolute("credentials:status_list", listing.uuid),
        issuer=key.controller,
        purpose=bits.Purpose.SUSPENSION,
        statuses=statuses,
        valid_from=moment,
    )
    listing.document = json.dumps(sign(document, key=key, created=moment), ensure_ascii=False, indent=2)
    listing.signed_at = moment
    listing.save(update_fields=["document", "signed_at"])


def _tell_holder(credential: Credential, reason: str, at: datetime) -> None:
    learner = credential.award.learner
    if not learner.is_active:
        return
    send_later(
        "credentials/status_changed",
        to=learner.email,
        language=learner.language,
        context={"person": learner, "credential": credential, "title": credential.said.title, "reason": reason},
        at=at,
        person_uuid=learner.uuid,
    )
