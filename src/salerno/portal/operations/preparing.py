"""Everything between "installed" and "serving". Each step looks first whether it is needed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from salerno.catalogue.services import load_made_up_regulations, load_programmes
from salerno.institutions.services import load_consortium
from salerno.people import services as people_services
from salerno.people.enums import LegalKind
from salerno.people.models import LegalText
from salerno.portal.operations.courses import publish_courses
from salerno.portal.operations.demo import make_demo_people
from salerno.portal.operations.stamps import Stamps, fingerprint
from salerno.portal.operations.translations import compile_translations

Say = Callable[[str], None]
LEGAL_TEXTS = Path(people_services.__file__).parent / "data" / "legal"


def prepare_site(*, say: Say, at: datetime) -> None:
    """Make the data folder fit to serve: tables, translations, static files, consortium, legal texts, demo people."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    if waiting := migrations_waiting():
        say(f"Migrating the database: {waiting} steps")
        call_command("migrate", verbosity=0, interactive=False)
    _compile_translations(say)
    collect_static(say=say)
    load_consortium()
    load_programmes()
    publish_legal_texts(at=at)
    if settings.SALERNO_DEMO:
        make_demo_people(at=at)
        load_made_up_regulations(at=at)


def _compile_translations(say: Say) -> None:
    """Where the code lies read-only, the start goes on in English, and the doctor tells what is missing."""
    try:
        compile_translations()
    except OSError as error:
        say(f"Translations were not compiled: {error}")


def migrations_waiting() -> int:
    """How many migrations the database has not seen."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static(*, say: Say) -> None:
    """Gather and compress the static files when one of ours, or a library, has changed."""
    stamps = Stamps(Path(settings.DATA))
    value = fingerprint(_static_sources())
    if stamps.holds("static", value) and (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return
    say("Collecting static files")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamps.put("static", value)


def _static_sources() -> list[Path]:
    """Our static folders and style sheets; libraries' files change with the lock file alone."""
    rooms = [path for path in sorted(settings.PACKAGE.glob("*/static")) if path.is_dir()]
    return [*rooms, settings.PACKAGE / "theme" / "styles", *settings.PROJECT.glob("requirements/base.txt")]


def publish_legal_texts(*, at: datetime) -> list[LegalText]:
    """Publish the texts that the campus comes with, where no version stands. Afterwards they are edited on the desk."""
    published = []
    for path in sorted(LEGAL_TEXTS.glob("*.*.md")):
        kind, language = path.stem.split(".", 1)
        if kind not in LegalKind.values or LegalText.objects.filter(kind=kind, language=language).exists():
            continue
        published.append(
            people_services.publish_text(
                kind=LegalKind(kind),
                language=language,
                body=path.read_text(encoding="utf-8"),
                change="First version.",
                by=None,
                at=at,
            )
        )
    return published


def publish_own_courses(*, say: Say, at: datetime) -> bool:
    """Publish and offer the courses of ``SALERNO_COURSES``; return whether every package was fit.

    A package with mistakes is told with each of them, and the campus starts without it.
    """
    folder = Path(settings.SALERNO_COURSES)
    stamps, value = Stamps(Path(settings.DATA)), fingerprint([folder]) if folder.is_dir() else ""
    if not value or stamps.holds("courses", value):
        return True
    fit = True
    for outcome in publish_courses(folder=folder, at=at):
        if outcome.version is None:
            fit = False
            say(f"The course {outcome.folder.name} was not published. {outcome.refusal}")
            for finding in outcome.findings:
                say(f"  {finding}")
        elif outcome.is_new:
            say(f"Published {outcome.version}")
    if fit:
        stamps.put("courses", value)
    return fit
