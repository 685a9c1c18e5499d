"""The API of the public catalogue."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from salerno.catalogue.api_shapes import (
    CourseOut,
    InstitutionOut,
    ProgrammeOut,
    TrainingOut,
    TrainingQuery,
    course_out,
    programme_out,
    training_out,
)
from salerno.catalogue.selectors import catalogue_list, course_page, programme_page
from salerno.institutions.models import Institution
from salerno.people.api_access import catalogue_viewer
from salerno.people.api_shapes import Page, Window, page_of, problems

router = Router(tags=["Catalogue"])


@router.get("/catalogue/trainings", response={200: Page[TrainingOut], **problems(401, 422)}, summary="What can be studied")
def trainings(request: HttpRequest, query: Query[TrainingQuery], window: Query[Window]) -> dict[str, Any]:
    """Public programmes and courses that match every filter: programmes first, or with words the best match first."""
    catalogue_viewer(request)
    found = catalogue_list(query.filters())
    page = page_of(found.entries, window)
    return page | {"items": [training_out(entry) for entry in page["items"]]}


@router.get("/catalogue/courses/{slug}", response={200: CourseOut, **problems(401, 404)}, summary="One course")
def course(request: HttpRequest, slug: str) -> dict[str, Any]:
    """A course with its outcomes, units and the offerings that are not over. Authors also see their own before they are public."""
    page = course_page(slug=slug, viewer=catalogue_viewer(request), at=timezone.now())
    if page is None:
        raise Http404
    return course_out(page, at=timezone.now())


@router.get("/catalogue/programmes/{slug}", response={200: ProgrammeOut, **problems(401, 404)}, summary="One programme")
def programme(request: HttpRequest, slug: str) -> dict[str, Any]:
    """A programme with who gives it and the courses that it is made of."""
    catalogue_viewer(request)
    page = programme_page(slug=slug)
    if page is None:
        raise Http404
    return programme_out(page)


@router.get("/institutions", response={200: Page[InstitutionOut], **problems(401, 422)}, summary="The consortium")
def institutions(request: HttpRequest, window: Query[Window]) -> dict[str, Any]:
    """The partners, the coordinator first, and the associated partners."""
    catalogue_viewer(request)
    return page_of(Institution.objects.public().order_by("position", "slug"), window)
