"""A course begins: its row in the catalogue, hidden until its first version, and its draft."""

from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.catalogue.models import Course
from salerno.catalogue.services import set_owners
from salerno.courseware import rules
from salerno.courseware.enums import Refusal
from salerno.courseware.models import Draft
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import drafts
from salerno.institutions.models import Institution
from salerno.people.models import Person

CODE_LENGTH = 30


@transaction.atomic
def begin_course(*, title: str, slug: str, kind: str, language: str, institution: Institution, by: Person, at: datetime) -> Draft:
    """A new course of ``institution``, seen by its authors alone, and its draft; ``publishing.publish`` makes it public.

    Raises ``DraftRefused`` when the address is taken, also by somebody in the same moment, or ``by`` may not begin courses there.
    """
    if refusal := rules.why_not_begin(slug=slug, institution=institution, by=by):
        raise DraftRefused(refusal)
    values = {"code": _free_code(slug), "kind": kind, "title": {language: title}, "languages": [language]}
    course, is_new = Course.objects.get_or_create(slug=slug, defaults={**values, "is_public": False})
    if not is_new:
        raise DraftRefused(Refusal.SLUG_TAKEN)
    set_owners(course=course, institutions=[institution], by=by)
    record(action="course.begun", actor=by, subject=course, detail={"institution": institution.code}, at=at)
    return drafts.start(course=course, by=by, at=at)


def _free_code(slug: str) -> str:
    """The code for humans, which the author may change in ``course.toml``: the slug in capitals, with a number if need be."""
    code, number = slug.upper()[:CODE_LENGTH], 1
    while Course.objects.filter(code=code).exists():
        number += 1
        code = f"{slug.upper()[: CODE_LENGTH - 4]}-{number}"
    return code
