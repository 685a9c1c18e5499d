"""What is typed on the pages of the form: kept for every device as it is typed, never over what another window has changed since.

A window says as of which revision of the application it shows its page. It is behind when that page, and not merely another one,
was changed by another window after that revision.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from salerno.admissions import rules
from salerno.admissions.models import Application, TypedPage
from salerno.admissions.refusals import ApplyRefusal
from salerno.admissions.services.rows import locked_application, refuse_if
from salerno.people.models import Person

MOST_CHARACTERS = 300_000
Content = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a window shows: the page ``step`` as of ``revision``. ``number`` counts what ``window`` has sent.

    A window may send again what it does not know to have arrived: its own earlier sending is no change by somebody else.
    """

    step: str
    revision: int
    window: str = ""
    number: int = 0


@transaction.atomic
def keep_draft(*, application: Application, content: Content, seen: Seen, by: Person, at: datetime) -> int:
    """Keep what is typed on a page, readable or not; return the revision that the window shows from now on.

    The application is locked: of two windows the second is told. What stands there already is no change, and what a window sent
    before something that has arrived is overtaken: neither is written. Not recorded as an act: nothing is handed in yet.
    """
    application = locked_application(application)
    refuse_if(rules.why_not_write(application=application, by=by, at=at))
    refuse_if(ApplyRefusal.TOO_MUCH if len(json.dumps(content)) > MOST_CHARACTERS else None)
    page = application.typed_pages.filter(step=seen.step).first()
    if page and (page.content == content or (_is_same_window(page, seen) and seen.number <= page.number)):
        return page.revision
    refuse_if(ApplyRefusal.CHANGED_MEANWHILE if is_behind(application, seen) else None)
    application.revision += 1
    application.save(update_fields=["revision"])
    set_page(application, content, seen, at)
    return application.revision


def is_behind(application: Application, seen: Seen) -> bool:
    """Whether the page was changed by another window after what this one shows; also for a revision that never was."""
    if not 0 <= seen.revision <= application.revision:
        return True
    page = application.typed_pages.filter(step=seen.step).first()
    return page is not None and page.revision > seen.revision and not _is_same_window(page, seen)


def _is_same_window(page: TypedPage, seen: Seen) -> bool:
    return bool(seen.window) and page.window == seen.window


def set_page(application: Application, content: Content, seen: Seen, at: datetime) -> None:
    """Note that the page was changed as of the application's revision, and what is typed there and not saved."""
    values = {"content": dict(content), "revision": application.revision, "saved_at": at}
    named = {"window": seen.window[:40], "number": seen.number}
    TypedPage.objects.update_or_create(application=application, step=seen.step, defaults=values | named)


def forget_draft(application: Application, step: str, at: datetime) -> None:
    """What was typed on the page is done with; a late sending of it finds the page changed. The application is locked by then."""
    if draft_of(application, step):
        application.revision += 1
        application.save(update_fields=["revision"])
        set_page(application, {}, Seen(step, application.revision), at)


def draft_of(application: Application, step: str) -> TypedPage | None:
    """What is typed on a page and not saved yet, with the moment of it; None when nothing is."""
    page = application.typed_pages.filter(step=step).first()
    return page if page and page.content else None
