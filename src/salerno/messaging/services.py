"""Queue a notice; deliver what is queued."""

import logging
import smtplib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from salerno.messaging.enums import State
from salerno.messaging.models import Message

log = logging.getLogger("salerno.messaging")
MAX_ATTEMPTS = 8
CLAIM_LAPSES_AFTER = timedelta(minutes=10)
TOGETHER = 100


def send_later(
    template: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    at: datetime,
    person_uuid: uuid.UUID | None = None,
    key: str | None = None,
) -> Message:
    """Queue the notice ``template`` (``enrolment/confirmed``) in the transaction of the act that it tells of.

    The template's first line is the subject. ``key`` makes a notice unique: queueing it twice gives the first one back.
    """
    if key and (existing := Message.objects.filter(key=key).first()):
        return existing
    message = _written(template, Letter(to, language, context, person_uuid, key), at)
    message.save()
    transaction.on_commit(partial(_wake_the_worker, [message.pk]))
    return message


@dataclass(frozen=True)
class Letter:
    """What differs between notices that are queued together: see ``send_later``."""

    to: str
    language: str
    context: dict[str, Any]
    person_uuid: uuid.UUID | None
    key: str | None


def send_each_later(template: str, letters: Sequence[Letter], *, at: datetime) -> int:
    """Queue ``template`` for each of ``letters``, as ``send_later`` does, in a few queries a hundred; return how many are new."""
    count = 0
    for start in range(0, len(letters), TOGETHER):
        batch = letters[start : start + TOGETHER]
        known = set(Message.objects.filter(key__in=[letter.key for letter in batch]).values_list("key", flat=True))
        made = Message.objects.bulk_create(_written(template, letter, at) for letter in batch if letter.key not in known)
        transaction.on_commit(partial(_wake_the_worker, [message.pk for message in made]))
        count += len(made)
    return count


def _written(template: str, letter: Letter, at: datetime) -> Message:
    with translation.override(letter.language):
        text = render_to_string(f"{template}.txt", {**letter.context, "base_url": settings.SALERNO_BASE_URL})
    subject, _, body = text.strip().partition("\n")
    return Message(
        key=letter.key,
        template=template,
        recipient=letter.to,
        recipient_uuid=letter.person_uuid,
        language=letter.language,
        subject=" ".join(subject.split())[:200],
        body=body.strip() + "\n",
        queued_at=at,
    )


def _wake_the_worker(message_ids: list[int]) -> None:
    """Ask for delivery. A lost call costs nothing: the worker also sweeps the outbox."""
    from salerno.messaging.tasks import deliver_messages

    deliver_messages.enqueue(message_ids)


def deliver(*, message_id: int, at: datetime) -> bool:
    """Send one queued message; return whether it went out now.

    The claim is committed before sending, so two workers never send the same one. After a crash between sending and the
    note of it, the message goes again with the same Message-ID.
    """
    claimable = Q(state=State.QUEUED) | Q(state=State.SENDING, claimed_at__lt=at - CLAIM_LAPSES_AFTER)
    claimed = Message.objects.filter(claimable, pk=message_id).update(
        state=State.SENDING, claimed_at=at, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    message = Message.objects.get(pk=message_id)
    try:
        _email(message).send()
    except (OSError, smtplib.SMTPException) as error:
        state = State.FAILED if message.attempts >= MAX_ATTEMPTS else State.QUEUED
        Message.objects.filter(pk=message_id).update(state=state, problem=str(error)[:300])
        log.warning("Message %s was not sent (%s of %s): %s", message.uuid, message.attempts, MAX_ATTEMPTS, error)
        return False
    Message.objects.filter(pk=message_id).update(state=State.SENT, sent_at=timezone.now(), problem="")
    return True


def deliver_waiting(*, at: datetime) -> int:
    """Send everything that waits, oldest first; return how many went out. The worker's sweep."""
    waiting = Q(state=State.QUEUED) | Q(state=State.SENDING, claimed_at__lt=at - CLAIM_LAPSES_AFTER)
    ids = list(Message.objects.filter(waiting).values_list("pk", flat=True)[:500])
    return sum(deliver(message_id=pk, at=at) for pk in ids)


def _email(message: Message) -> EmailMessage:
    host = settings.SALERNO_PUBLIC_HOST.split(":")[0]
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        headers={"Message-ID": f"<{message.uuid}@{host}>", "Content-Language": message.language},
    )
