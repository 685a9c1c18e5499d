"""The API of one's own enrolments. SECURITY: everything is looked up among the caller's own rows."""

import uuid
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from salerno.catalogue.models import CourseOffering
from salerno.enrolment import services
from salerno.enrolment.enums import Refusal
from salerno.enrolment.errors import EnrolmentRefused
from salerno.enrolment.models import Enrolment
from salerno.enrolment.selectors.boxes import offerings_for
from salerno.people.api_access import StudiesRead, StudiesWrite
from salerno.people.api_shapes import ApiRefused, Page, Window, page_of, problems

router = Router(tags=["Studies"])


class CourseRef(Schema):
    """Which course it is."""

    slug: str
    code: str
    title: dict[str, str]


class OfferingRef(Schema):
    """Which offering it is."""

    uuid: uuid.UUID
    institution: str
    language: str
    mode: str
    starts_on: date | None
    ends_on: date | None

    @staticmethod
    def resolve_institution(offering: CourseOffering) -> str:
        """The institution's slug."""
        return offering.institution.slug


class EnrolmentOut(Schema):
    """A person in a course offering."""

    uuid: uuid.UUID
    state: str
    enrolled_at: datetime
    withdrawn_at: datetime | None
    completed_at: datetime | None
    course: CourseRef
    offering: OfferingRef

    @staticmethod
    def resolve_course(enrolment: Enrolment) -> Any:
        """The course of the offering."""
        return enrolment.offering.course


class EnrolIn(Schema):
    """The offering to enrol in, as the catalogue names it."""

    offering: uuid.UUID


def _own(request: Any) -> Any:
    rows = Enrolment.objects.of(request.auth).select_related("offering__course", "offering__institution")
    return rows.order_by("-enrolled_at", "-pk")


@router.get(
    "/me/enrolments", response={200: Page[EnrolmentOut], **problems(401, 403, 422)}, auth=StudiesRead(), summary="My enrolments"
)
def enrolments(request: HttpRequest, window: Query[Window]) -> dict[str, Any]:
    """All enrolments of the caller, withdrawn ones too, the latest first."""
    return page_of(_own(request), window)


@router.post(
    "/me/enrolments",
    response={200: EnrolmentOut, 201: EnrolmentOut, **problems(401, 403, 404, 409, 422)},
    auth=StudiesWrite(),
    summary="Enrol",
)
def enrol(request: HttpRequest, body: EnrolIn) -> Status:
    """Take a seat. Who is enrolled already gets that enrolment back, with 200 instead of 201."""
    offering = offerings_for(request.auth).filter(uuid=body.offering).first()
    if offering is None:
        raise Http404
    try:
        enrolment = services.enrol(learner=request.auth, offering=offering, by=request.auth, at=timezone.now())
    except EnrolmentRefused as error:
        if error.refusal != Refusal.ALREADY:
            raise ApiRefused(409, str(error.refusal), error.refusal.label) from error
        return Status(200, _own(request).get(offering=offering))
    return Status(201, _own(request).get(pk=enrolment.pk))
