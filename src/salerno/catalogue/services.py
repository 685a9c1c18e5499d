"""What changes the catalogue."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.catalogue import rules as may
from salerno.catalogue.enums import CourseKind, OwnerRole
from salerno.catalogue.errors import CatalogueRefused
from salerno.catalogue.facts import CourseDescription, OutcomeDescription
from salerno.catalogue.models import (
    AcademicSession,
    Course,
    CourseOffering,
    CourseOwner,
    Outcome,
    Programme,
    ProgrammeInstitution,
    ProgrammeOffering,
    Regulations,
)
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.regulations.reader import read_file
from salerno.institutions.models import Institution
from salerno.people.models import Person

CATALOGUE_FILE = Path(__file__).parent / "data" / "catalogue.toml"
MADE_UP_REGULATIONS = Path(__file__).parent / "data" / "regulations" / "ai-health.toml"
MADE_UP = {"en": "Made up for demonstration.", "fr": "Inventé pour la démonstration."}
_PLAIN = (
    "code", "kind", "title", "summary", "description", "prerequisites", "licence", "workload_minutes",
    "eqf_level", "ects_credits", "participation",
)  # fmt: skip
_LISTS = ("languages", "isced_f", "authors", "outline")


@transaction.atomic
def describe_course(*, description: CourseDescription, by: Person | None, at: datetime) -> Course:
    """Make the catalogue say what ``description`` says; owners are set when the course is new.

    Outcomes are matched by key; those that are gone are retired, not deleted: results point at them.
    """
    institutions = _institutions(description.institutions)
    course, is_new = Course.objects.select_for_update().get_or_create(
        slug=description.slug,
        defaults={"code": description.code, "kind": description.kind, "title": description.title, "is_public": True},
    )
    for name in _PLAIN:
        setattr(course, name, getattr(description, name))
    for name in _LISTS:
        setattr(course, name, list(getattr(description, name)))
    _keep_outcomes(course, description.outcomes)
    course.save()
    if is_new:
        set_owners(course=course, institutions=institutions, by=by)
    record(action="course.described", actor=by, subject=course, detail={"new": is_new}, at=at)
    return course


def _institutions(schacs: tuple[str, ...]) -> list[Institution]:
    known = {row.schac: row for row in Institution.objects.filter(schac__in=schacs)}
    if missing := [schac for schac in schacs if schac not in known]:
        raise CatalogueRefused(f"No institution has the code {', '.join(missing)}. Load the consortium first.")
    return [known[schac] for schac in schacs]


@transaction.atomic
def set_owners(*, course: Course, institutions: list[Institution], by: Person | None) -> None:
    """The owners of ``course``, the leading one first."""
    course.owners.all().delete()
    CourseOwner.objects.bulk_create(
        CourseOwner(
            course=course,
            institution=institution,
            position=position,
            role=OwnerRole.LEAD if position == 1 else OwnerRole.PARTNER,
        )
        for position, institution in enumerate(institutions, start=1)
    )
    codes = [institution.code for institution in institutions]
    record(action="course.owners_set", actor=by, subject=course, detail={"institutions": codes})


def _keep_outcomes(course: Course, descriptions: tuple[OutcomeDescription, ...]) -> None:
    course.outcomes.exclude(key__in=[item.key for item in descriptions]).update(is_retired=True)
    rows: dict[str, Outcome] = {}
    for position, item in enumerate(descriptions, start=1):
        rows[item.key], _new = Outcome.objects.update_or_create(
            course=course,
            key=item.key,
            defaults={
                "title": item.title,
                "is_critical": item.is_critical,
                "is_retired": False,
                "position": position,
            },
        )
    for item in descriptions:
        rows[item.key].requires.set([rows[key] for key in item.requires])


@transaction.atomic
def open_offering(*, course: Course, institution: Institution, by: Person | None, **values: Any) -> CourseOffering:
    """A new offering of ``course`` by ``institution``; ``values`` are its dates, seats, language, mode."""
    offering = CourseOffering.objects.create(course=course, institution=institution, **values)
    record(action="offering.opened", actor=by, subject=offering, detail={"course": course.code})
    return offering


@transaction.atomic
def change_offering(*, offering: CourseOffering, values: dict[str, Any], by: Person, at: datetime) -> CourseOffering:
    """Change dates, seats, language, mode or whether it is public. Fewer seats than learners: nobody loses theirs."""
    offering = CourseOffering.objects.select_for_update().get(pk=offering.pk)
    changed = sorted(name for name, value in values.items() if getattr(offering, name) != value)
    if changed:
        for name in changed:
            setattr(offering, name, values[name])
        offering.save()
        record(action="offering.changed", actor=by, subject=offering, detail={"fields": changed}, at=at)
    return offering


@transaction.atomic
def load_programmes(*, path: Path = CATALOGUE_FILE) -> list[Programme]:
    """Create the sessions and programmes of ``path`` that are not there yet; return the new programmes."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for item in content.get("session", []):
        values = dict(item)
        AcademicSession.objects.get_or_create(code=values.pop("code"), defaults=values)
    return [row for item in content.get("programme", []) if (row := _programme(dict(item)))]


def _programme(values: dict[str, Any]) -> Programme | None:
    givers, sessions = values.pop("institution"), values.pop("starts_in", [])
    programme, is_new = Programme.objects.get_or_create(slug=values.pop("slug"), defaults={**values, "is_public": True})
    if not is_new:
        return None
    for position, giver in enumerate(givers, start=1):
        ProgrammeInstitution.objects.create(
            programme=programme,
            institution=Institution.objects.get(schac=giver.pop("schac")),
            position=position,
            **giver,
        )
    for code in sessions:
        ProgrammeOffering.objects.create(programme=programme, academic_session=AcademicSession.objects.get(code=code))
    record(action="programme.created", actor=None, subject=programme, detail={"code": programme.code})
    return programme


@transaction.atomic
def publish_regulations(
    *, rules: ProgrammeRules, by: Person | None, at: datetime, note: str = "", newest: int | None = None
) -> tuple[Regulations, bool]:
    """Freeze ``rules`` as the next version of their programme, and return whether it is new: the same text again is a no-op.

    Courses that the catalogue does not know yet get a row that the public does not see: a course of the Master, owned by the
    institution that gives it. Courses that it knows are left as they are; the regulations keep their own credits.

    ``newest`` is the number of the version with which ``by`` compared them (0: there was none): when another one has been
    published since, nothing is.
    """
    programme = Programme.objects.select_for_update().filter(code=rules.programme).first()
    if programme is None:
        raise CatalogueRefused(_("No programme has the code %(code)s.") % {"code": rules.programme})
    if refusal := may.why_not_publish(by=by, programme=programme):
        raise CatalogueRefused(refusal.label)
    if standing := programme.regulations.filter(digest=rules.digest).first():
        return standing, False
    givers = givers_of(programme, rules)
    last = programme.regulations.aggregate(last=Max("number"))["last"] or 0
    if newest not in (None, last):
        raise CatalogueRefused(_("Version %(number)d was published meanwhile: look at what would change again.") % {"number": last})
    regulations = Regulations.objects.create(
        programme=programme,
        number=last + 1,
        digest=rules.digest,
        body=rules.body,
        note=note,
        published_at=at,
    )
    _keep_courses(programme, rules, givers, by)
    detail = {"number": regulations.number, "digest": rules.digest, "note": note}
    record(action="regulations.published", actor=by, subject=regulations, detail=detail, at=at)
    return regulations, True


def givers_of(programme: Programme, rules: ProgrammeRules) -> dict[str, Institution]:
    """The institutions that give ``programme``, by ``schac``. Refused: rules that name others, or one as awarding that is not."""
    rows = list(programme.institutions.select_related("institution"))
    giving = {row.institution.schac: row.institution for row in rows}
    awarding = {row.institution.schac for row in rows if row.is_awarding}
    if strangers := sorted({*rules.institutions} - {*giving}):
        words = _("These institutions do not give the programme: %(names)s. Add them to it, or take them out of the regulations.")
        raise CatalogueRefused(words % {"names": ", ".join(strangers)})
    if wrong := sorted({*rules.awarding} - awarding):
        words = _("These institutions do not award the programme: %(names)s. Take them out of awarding.")
        raise CatalogueRefused(words % {"names": ", ".join(wrong)})
    return giving


def _keep_courses(programme: Programme, rules: ProgrammeRules, givers: dict[str, Institution], by: Person | None) -> None:
    """Give a row to each course that has none, all in one go, and let the programme be made of the courses of ``rules``.

    Rows that are written together tell no listener, so that search does not hear of the new ones: it finds public courses alone,
    and what makes a course public saves it.
    """
    known = set(Course.objects.filter(code__in=rules.courses).values_list("code", flat=True))
    courses = Course.objects.bulk_create(
        Course(
            slug=slugify(f"{programme.code}-{code}"),
            code=code,
            kind=CourseKind.MASTER_COURSE,
            title=dict(ruled.title),
            summary=MADE_UP if rules.is_made_up else {},
            languages=programme.languages,
            ects_credits=ruled.ects,
            eqf_level=programme.eqf_level,
            isced_f=programme.isced_f,
            is_public=False,
        )
        for code, ruled in rules.courses.items()
        if code not in known
    )
    owners = {course: givers[rules.courses[course.code].schac] for course in courses}
    CourseOwner.objects.bulk_create(
        CourseOwner(course=course, institution=owner, role=OwnerRole.LEAD) for course, owner in owners.items()
    )
    for course, owner in owners.items():
        record(action="course.owners_set", actor=by, subject=course, detail={"institutions": [owner.code]})
    programme.courses.add(*Course.objects.filter(code__in=rules.courses))


@transaction.atomic
def load_made_up_regulations(*, at: datetime, path: Path = MADE_UP_REGULATIONS) -> Regulations:
    """For a demonstration: publish the regulations that say of themselves that they are made up, and pin them where none are.

    Nobody is admitted to a cohort without regulations, so nobody's rules change by this.
    """
    regulations, _new = publish_regulations(rules=read_file(path), note="Made up for demonstration.", by=None, at=at)
    for offering in regulations.programme.offerings.filter(regulations__isnull=True):
        offering.regulations = regulations
        offering.save(update_fields=["regulations"])
        detail = {"regulations": str(regulations.uuid), "number": regulations.number}
        record(action="programme_offering.regulations_pinned", actor=None, subject=offering, detail=detail, at=at)
    return regulations
