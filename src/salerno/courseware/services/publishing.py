"""Freeze a package as a version, and pin versions to offerings."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.audit.services import record
from salerno.catalogue.facts import CourseDescription, OutcomeDescription
from salerno.catalogue.models import Course, CourseOffering
from salerno.catalogue.services import describe_course
from salerno.courseware import blobs
from salerno.courseware.draft_files import media_type_of
from salerno.courseware.errors import PublicationRefused
from salerno.courseware.models import (
    ActivityText,
    BankQuestion,
    CourseVersion,
    OfferingVersion,
    VersionActivity,
    VersionFile,
)
from salerno.courseware.package import checker, digest, reader, render
from salerno.courseware.package.facts import ActivityFacts, Package
from salerno.courseware.package.files import Files, FolderFiles
from salerno.courseware.package.findings import Finding, PackageRefused
from salerno.courseware.package.question_facts import Question
from salerno.courseware.services.owners import keep_owners
from salerno.courseware.services.taken import TakenUnit, taken_units
from salerno.people.models import Person


def publish_folder(*, folder: Path, by: Person | None, at: datetime) -> tuple[CourseVersion, bool]:
    """Publish the package in ``folder``; see ``publish``."""
    findings = checker.check(folder)
    _refuse_errors(findings)
    try:
        package = reader.read_package(folder)
        files = FolderFiles(folder)
    except PackageRefused as error:
        raise PublicationRefused(_("The package cannot be read."), error.findings) from error
    return publish(package=package, files=files, by=by, at=at)


def _refuse_errors(findings: list[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        sentence = ngettext("%(n)d mistake bars publication.", "%(n)d mistakes bar publication.", len(errors))
        raise PublicationRefused(sentence % {"n": len(errors)}, errors)


def publish(*, package: Package, files: Files, by: Person | None, at: datetime) -> tuple[CourseVersion, bool]:
    """Freeze a checked package as a version; return it and whether it is new.

    The same content again gives the version that stands. Blobs are written first (content-addressed, so a crash leaves at most
    an unused one); rows come in one transaction, so no half version is ever seen.
    """
    address = digest.digest(package)
    existing = CourseVersion.objects.filter(course__slug=package.course.slug, digest=address).first()
    if existing:
        return existing, False
    stored = {path: (blobs.put_chunks(files.chunks(path)), files.size(path)) for path in files.paths}
    with transaction.atomic():
        taken = taken_units(package)
        known = Course.objects.filter(slug=package.course.slug).first()
        if known:
            keep_owners(course=known, package=package, by=by, at=at)
        course = describe_course(description=_describe(package, taken), by=by, at=at)
        _make_public(course)
        version = _version(course, package, taken, address, by, at)
        _store_files(version, stored)
        _store_activities(version, package, taken)
        _store_questions(version, package, taken)
        record(
            action="version.published",
            actor=by,
            subject=version,
            detail={"course": course.code, "number": version.number, "digest": address},
            at=at,
        )
    return version, True


def _make_public(course: Course) -> None:
    """A course that began in the Studio is hidden until its first version; later, whoever hides it keeps it hidden."""
    if not course.is_public and not course.versions.exists():
        course.is_public = True
        course.save(update_fields=["is_public"])


def _describe(package: Package, taken: dict[str, TakenUnit]) -> CourseDescription:
    facts = package.course
    outcomes = [
        OutcomeDescription(key=item.key, title=dict(item.title), requires=item.requires, is_critical=item.critical)
        for item in package.outcomes
    ]
    own = {item.key for item in outcomes}
    outcomes += [item for unit in taken.values() for item in unit.outcomes if item.key not in own]
    outline = tuple(_outline(package, taken))
    return CourseDescription(
        slug=facts.slug,
        code=facts.code,
        kind=facts.kind,
        title=dict(facts.title),
        summary=dict(facts.summary),
        description=dict(facts.description),
        prerequisites=dict(facts.prerequisites),
        languages=tuple(facts.languages),
        licence=facts.licence,
        institutions=tuple(dict.fromkeys(facts.institutions)),
        workload_minutes=sum(unit["minutes"] for unit in outline),
        eqf_level=facts.eqf_level,
        ects_credits=facts.ects_credits,
        isced_f=tuple(facts.isced_f),
        participation=facts.participation,
        authors=tuple(asdict(author) for author in facts.authors),
        outline=outline,
        outcomes=tuple(outcomes),
    )


def _outline(package: Package, taken: dict[str, TakenUnit]) -> list[dict[str, Any]]:
    """Units with their activities, as the catalogue shows them."""
    rows = []
    for unit in package.units:
        if unit.key in taken:
            activities = [
                {"key": item.key, "kind": item.kind, "minutes": item.minutes, "title": item.title}
                for item in taken[unit.key].activities
            ]
        else:
            activities = [
                {"key": item.key, "kind": item.kind, "minutes": item.minutes, "title": dict(item.title)} for item in unit.activities
            ]
        rows.append(
            {
                "key": unit.key,
                "title": dict(unit.title),
                "summary": dict(unit.summary),
                "outlined": unit.outlined,
                "taken_from": asdict(unit.taken_from) if unit.taken_from else None,
                "minutes": sum(item["minutes"] for item in activities),
                "activities": activities,
            }
        )
    return rows


def _version(
    course: Course, package: Package, taken: dict[str, TakenUnit], address: str, by: Person | None, at: datetime
) -> CourseVersion:
    last = course.versions.aggregate(last=Max("number"))["last"] or 0
    outcomes = [{"key": item.key, "title": dict(item.title)} for item in package.outcomes]
    own = {item["key"] for item in outcomes}
    outcomes += [{"key": item.key, "title": item.title} for unit in taken.values() for item in unit.outcomes if item.key not in own]
    return CourseVersion.objects.create(
        course=course,
        number=last + 1,
        digest=address,
        languages=list(package.course.languages),
        units=_outline(package, taken),
        outcomes=outcomes,
        grading=asdict(package.course.grading) if package.course.grading else {},
        published_at=at,
        published_by=by,
    )


def _store_files(version: CourseVersion, stored: dict[str, tuple[str, int]]) -> None:
    VersionFile.objects.bulk_create(
        [
            VersionFile(
                version=version,
                path=path,
                blob=blob,
                size=size,
                media_type=media_type_of(path),
            )
            for path, (blob, size) in stored.items()
        ],
        batch_size=500,
    )


def _store_activities(version: CourseVersion, package: Package, taken: dict[str, TakenUnit]) -> None:
    rows: list[VersionActivity] = []
    for unit in package.units:
        for item in unit.activities:
            rows.append(_activity_row(version, package, item, unit.key, len(rows) + 1))
        if unit.key in taken:
            rows += taken[unit.key].activity_rows(version, unit.key, len(rows) + 1)
    VersionActivity.objects.bulk_create(rows, batch_size=500)
    by_key = {row.key: row for row in rows}
    texts = [_text_row(by_key[item.key], package, item, language) for item in package.activities.values() for language in item.body]
    for unit in taken.values():
        texts += unit.text_rows(by_key)
    ActivityText.objects.bulk_create(texts, batch_size=500)


def _activity_row(version: CourseVersion, package: Package, item: ActivityFacts, unit_key: str, position: int) -> VersionActivity:
    return VersionActivity(
        version=version,
        key=item.key,
        unit_key=unit_key,
        position=position,
        kind=item.kind,
        minutes=item.minutes,
        title=dict(item.title),
        outcomes=list(item.outcomes),
        settings=dict(item.settings),
        quiz=_quiz(package, item.key),
        path=item.path,
    )


def _quiz(package: Package, key: str) -> dict[str, Any]:
    """Which questions a quiz asks: those that stand in it by key, and its draws."""
    quiz = package.quizzes.get(key)
    if quiz is None:
        return {}
    return {
        "questions": [question.key for question in quiz.questions_inline],
        "draws": [{"bank": draw.bank, "count": draw.count, "outcomes": list(draw.outcomes)} for draw in quiz.draws],
    }


def file_url(version: CourseVersion, path: str = "") -> str:
    """The address of a file of ``version``."""
    base = reverse("courseware:file", args=[version.uuid, "x"])[:-1]
    return base + path


def _text_row(row: VersionActivity, package: Package, item: ActivityFacts, language: str) -> ActivityText:
    quiz = package.quizzes.get(item.key)
    body = (quiz.intro.get(language, "") if quiz else item.body[language]) or ""
    rendered = render.render(
        body,
        package=package,
        language=language,
        base_url=file_url(row.version),
        activity_url=lambda key: f"../{key}/",
    )
    return ActivityText(
        activity=row,
        language=language,
        html=rendered.html,
        headings=[asdict(h) if hasattr(h, "__dataclass_fields__") else h for h in rendered.headings],
        words=rendered.words,
    )


def _store_questions(version: CourseVersion, package: Package, taken: dict[str, TakenUnit]) -> None:
    rows = [_question_row(version, question, position) for position, question in enumerate(package.questions.values(), start=1)]
    own = {row.key for row in rows}
    for unit in taken.values():
        rows += [row for row in unit.question_rows(version) if row.key not in own]
    BankQuestion.objects.bulk_create(rows, batch_size=500)


def _question_row(version: CourseVersion, question: Question, position: int) -> BankQuestion:
    return BankQuestion(
        version=version,
        bank=question.bank,
        key=question.key,
        outcome=question.outcome,
        kind=question.kind,
        position=position,
        data=question.to_dict(),
    )


@transaction.atomic
def pin(*, offering: CourseOffering, version: CourseVersion, by: Person | None, at: datetime) -> OfferingVersion:
    """Make ``offering`` give ``version``. Learners' work stays attached through activity keys."""
    if version.course_id != offering.course_id:
        raise PublicationRefused(_("This version is of another course."))
    pinned, _new = OfferingVersion.objects.update_or_create(offering=offering, defaults={"version": version, "pinned_at": at})
    detail = {"version": version.number, "digest": version.digest}
    record(action="offering.version_pinned", actor=by, subject=offering, detail=detail, at=at)
    return pinned
