"""Letters about traineeships: to the tutor with the link that works once, to the student and the sending coordinators."""

from datetime import datetime

from django.urls import reverse

from salerno.admissions.services.notices import both_zones
from salerno.messaging.enums import State
from salerno.messaging.models import Message
from salerno.messaging.services import send_later
from salerno.mobility.learning_agreements.selectors.facts import coordinators_of
from salerno.mobility.models import Mobility, TutorRequest
from salerno.mobility.stays.services.notices import tell


def ask(request: TutorRequest, *, token: str, trainee: str, at: datetime) -> None:
    """Queue the letter that asks the tutor. PRIVACY: it names the trainee and the university, and nothing else of them."""
    mobility = request.mobility
    send_later(
        "mobility/mail/tutor_asked",
        to=request.email,
        language=request.language,
        context={
            "tutor": request,
            "trainee": trainee,
            "home": mobility.wish.home,
            "is_again": request.sendings > 1,
            "token": token,
            "until": both_zones(request.expires_at, None, request.language),
        },
        at=at,
        key=f"{_key_of(request)}/{request.sendings}",
    )


def unsend(request: TutorRequest) -> None:
    """Take back letters to the tutor that have not left yet, so that no dead link is sent."""
    Message.objects.filter(key__startswith=f"{_key_of(request)}/", state=State.QUEUED).delete()


def _key_of(request: TutorRequest) -> str:
    return f"mobility/tutor/{request.uuid}"


def tell_signed(mobility: Mobility, *, tutor: str, at: datetime) -> None:
    """Tell the student and the coordinators of the sending university that the certificate is there."""
    tell(mobility, "certificate", at=at, tutor=tutor)
    for person in coordinators_of(mobility.wish.home, at.date()):
        if person.pk == mobility.wish.student_id:
            continue
        send_later(
            "mobility/mail/certificate_office",
            to=person.email,
            language=person.language,
            context={
                "person": person,
                "student": mobility.wish.student,
                "place": mobility.place,
                "tutor": tutor,
                "path": reverse("mobility:desk_log", args=[mobility.uuid]),
            },
            at=at,
            person_uuid=person.uuid,
            key=f"mobility/certificate/{mobility.uuid}/{person.pk}",
        )
