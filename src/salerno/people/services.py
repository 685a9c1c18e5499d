"""What changes accounts, roles, acceptances and data rights."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.audit.models import Entry
from salerno.audit.services import record
from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.messaging.services import send_later
from salerno.people import data_rights, rules
from salerno.people.enums import MUST_ACCEPT, NEXT_ERASURE, ErasureState, LegalKind, Role
from salerno.people.errors import PeopleRefused
from salerno.people.models import Acceptance, ErasureRequest, LegalText, Person, RoleAssignment


@transaction.atomic
def assign_role(
    *, person: Person, institution: Institution, role: Role, by: Person | None, on: date
) -> RoleAssignment:
    """Give ``person`` a role from the day ``on``; a role already held is given back unchanged.

    ``by`` of None is the campus itself, setting up; a person must govern the institution.
    """
    if by is not None and (refusal := rules.why_not_assign(by=by, person=person, institution=institution, role=role)):
        raise PeopleRefused(refusal.label)
    assignment, created = RoleAssignment.objects.get_or_create(
        person=person, institution=institution, role=role, until_on=None, defaults={"since_on": on}
    )
    if created:
        detail = {"role": str(role), "institution": institution.code}
        record(action="role.assigned", actor=by, subject=assignment, person=person, detail=detail)
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: Person, on: date) -> None:
    """End a role now: the last day on which it held is the day before ``on``. It stays on record.

    The consortium's coordinators are locked first: two of them cannot end each other's role and leave none.
    """
    list(RoleAssignment.objects.select_for_update(of=("self",)).over_the_consortium().in_force(on))
    if refusal := rules.why_not_end(by=by, assignment=assignment, on=on):
        raise PeopleRefused(refusal.label)
    assignment.until_on = on - timedelta(days=1)
    assignment.save(update_fields=["until_on"])
    record(action="role.ended", actor=by, subject=assignment, person=assignment.person)


@transaction.atomic
def change_account(*, person: Person, values: dict[str, Any], by: Person) -> None:
    """Change name, language, time zone or home institution."""
    for name in ("full_name", "language", "time_zone", "home_institution"):
        if name in values:
            setattr(person, name, values[name])
    person.save()
    record(action="person.changed", actor=by, subject=person, detail={"fields": sorted(values)})


def texts_in_force(language: str) -> dict[str, LegalText]:
    """The newest version of each legal text in ``language``, in English where there is none."""
    newest: dict[str, LegalText] = {}
    for text in LegalText.objects.filter(language__in={language, "en"}).order_by("version"):
        if text.language == language or text.kind not in newest or newest[text.kind].language != language:
            newest[text.kind] = text
    return newest


@transaction.atomic
def accept_texts(*, person: Person, at: datetime, language: str) -> None:
    """Note that the person accepted the terms and the privacy notice in force."""
    for kind, text in texts_in_force(language).items():
        if kind not in MUST_ACCEPT:
            continue
        _row, created = Acceptance.objects.get_or_create(person=person, text=text, defaults={"accepted_at": at})
        if created:
            record(action="text.accepted", actor=person, subject=text, detail={"version": text.version}, at=at)


@transaction.atomic
def publish_text(
    *, kind: LegalKind, language: str, body: str, change: str, by: Person | None, at: datetime
) -> LegalText:
    """Publish the next version of a legal text; the same words again give the version that stands."""
    latest = LegalText.objects.select_for_update().filter(kind=kind, language=language).first()
    if latest and latest.body == body:
        return latest
    text = LegalText.objects.create(
        kind=kind,
        language=language,
        body=body,
        change=change,
        version=latest.version + 1 if latest else 1,
        published_at=at,
    )
    record(action="text.published", actor=by, subject=text, detail={"kind": kind, "version": text.version}, at=at)
    return text


def everything_held(person: Person) -> dict[str, Any]:
    """All that is held about ``person``, JSON-ready, by kind (GDPR, Articles 15 and 20)."""
    return {
        "format": "salerno-personal-data-1",
        "person": str(person.uuid),
        "data": {holding.key: holding.export(person) for holding in data_rights.holdings()},
    }


@transaction.atomic
def download_own_data(*, person: Person, at: datetime) -> bytes:
    """The download of ``everything_held`` as JSON; recorded."""
    record(action="person.data_downloaded", actor=person, subject=person, at=at)
    return json.dumps(everything_held(person), indent=2, ensure_ascii=False, default=str).encode()


@transaction.atomic
def ask_erasure(*, person: Person, at: datetime) -> ErasureRequest:
    """Ask to be erased. The campus waits for the person's second word, or for an administrator, before it acts."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    request, created = ErasureRequest.objects.get_or_create(
        person=person, state=ErasureState.ASKED, defaults={"asked_at": at}
    )
    if created:
        record(action="erasure.asked", actor=person, subject=request, person=person, at=at)
        send_later(
            "people/erasure_asked",
            to=person.email,
            language=person.language,
            context={"person": person},
            at=at,
            person_uuid=person.uuid,
        )
    return request


@transaction.atomic
def cancel_erasure(*, request: ErasureRequest, by: Person, at: datetime) -> None:
    """Take the wish back."""
    _move(request, ErasureState.CANCELLED, at)
    record(action="erasure.cancelled", actor=by, subject=request, person=request.person, at=at)


@transaction.atomic
def erase(*, request: ErasureRequest, by: Person, at: datetime) -> list[dict[str, str]]:
    """Erase the person; return what the law keeps, with the reason for each.

    The account row stays as an empty shell, so that kept records (an award, the audit) still have their number.
    """
    request = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    person = Person.objects.select_for_update().get(pk=request.person_id)
    kept = []
    for holding in reversed(data_rights.holdings()):
        if holding.kept_because is None:
            holding.erase(person)
        elif holding.export(person):
            kept.append({"what": str(holding.title), "because": str(holding.kept_because)})
    _move(request, ErasureState.DONE, at, kept=kept)
    record(action="erasure.done", actor=by, subject=request, person=person, at=at)
    return kept


def _move(request: ErasureRequest, state: ErasureState, at: datetime, kept: list[dict[str, str]] | None = None) -> None:
    if state not in NEXT_ERASURE[ErasureState(request.state)]:
        raise PeopleRefused(_("This request was decided already: %(state)s.") % {"state": request.get_state_display()})
    request.state, request.decided_at = state, at
    if kept is not None:
        request.kept = kept
    request.save()


def export_account(person: Person) -> list[dict[str, Any]]:
    """The account, its roles and acceptances."""
    return [
        {
            "uuid": person.uuid,
            "email": person.email,
            "full_name": person.full_name,
            "language": person.language,
            "time_zone": person.time_zone,
            "home_institution": person.home_institution and person.home_institution.schac,
            "joined_at": person.date_joined,
            "roles": [
                {"institution": r.institution.schac, "role": r.role, "since_on": r.since_on, "until_on": r.until_on}
                for r in person.roles.select_related("institution")
            ],
            "accepted": [
                {"text": str(a.text), "accepted_at": a.accepted_at} for a in person.acceptances.select_related("text")
            ],
            "api_tokens": list(person.api_tokens.values("name", "scopes", "created_at", "expires_at", "last_used_on")),
        }
    ]


def erase_account(person: Person) -> int:
    """Empty the account, so that nobody can sign in with it and nothing tells whose it was."""
    person.roles.all().delete()
    person.api_tokens.all().delete()
    person.acceptances.all().delete()
    person.emailaddress_set.all().delete()
    person.authenticator_set.all().delete()
    person.email = f"erased-{person.uuid}@invalid"
    person.full_name, person.home_institution, person.is_active = "", None, False
    person.erased_at = person.erasure_requests.latest("asked_at").asked_at
    person.save()
    return 1


def export_messages(person: Person) -> list[dict[str, Any]]:
    """Notices that were sent to the person."""
    return list(
        Message.objects.filter(recipient_uuid=person.uuid).values("subject", "body", "state", "queued_at", "sent_at")
    )


def erase_messages(person: Person) -> int:
    """Delete the notices."""
    return Message.objects.filter(recipient_uuid=person.uuid).delete()[0]


def export_audit(person: Person) -> list[dict[str, Any]]:
    """Acts by and on the person, among them who opened their data."""
    return list(Entry.objects.about(person.uuid).values("sequence", "at", "action", "detail"))
