"""New activities, units, banks and translations: what an author would write by hand in a folder."""

import re
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction

from salerno.courseware import blobs, new_texts
from salerno.courseware.draft_files import plain_text
from salerno.courseware.enums import Refusal
from salerno.courseware.models import Draft, DraftFile
from salerno.courseware.package.course_file import PATH as COURSE_FILE
from salerno.courseware.package.facts import Package, UnitFacts
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import drafts
from salerno.people.models import Person

_SOURCE_TEXT = re.compile(r"(units/[^/]+|bank)/[^/.]+\.md")
_NUMBER = re.compile(r"(\d{1,4})-")


def new_activity(
    *,
    draft: Draft,
    package: Package,
    unit: UnitFacts,
    title: str,
    kind: str,
    minutes: int,
    outcomes: list[str],
    by: Person,
    at: datetime,
) -> DraftFile:
    """A new activity at the end of ``unit``, with a key of its own."""
    key = new_texts.key_from(title, package.activities)
    number = _next_number(draft, f"units/{unit.folder}/")
    text = new_texts.activity_text(key=key, title=title, kind=kind, minutes=minutes, outcomes=outcomes)
    return drafts.create(draft=draft, path=f"units/{unit.folder}/{number:02}-{key}.md", text=text, by=by, at=at)


@transaction.atomic
def new_unit(*, draft: Draft, package: Package, title: str, summary: str, first: str, by: Person, at: datetime) -> DraftFile:
    """A new unit at the end of the course with one reading called ``first``; return the file of that reading."""
    drafts.locked(draft)
    key = new_texts.key_from(title, {unit.key for unit in package.units})
    folder = f"{_next_number(draft, 'units/'):02}-{key}"
    language = package.course.source_language
    block = new_texts.unit_block(key=key, folder=folder, title=title, summary=summary, language=language)
    _change_course_file(draft, _course_text(draft).rstrip("\n") + "\n" + block, by, at)
    activity = new_texts.key_from(first, package.activities)
    outcomes = [outcome.key for outcome in package.outcomes[:1]]
    text = new_texts.activity_text(key=activity, title=first, kind="reading", minutes=1, outcomes=outcomes)
    return drafts.create(draft=draft, path=f"units/{folder}/01-{activity}.md", text=text, by=by, at=at)


def new_bank(*, draft: Draft, package: Package, name: str, by: Person, at: datetime) -> DraftFile:
    """A new bank with one question to write over."""
    outcome = package.outcomes[0].key if package.outcomes else "outcome"
    return drafts.create(draft=draft, path=f"bank/{name}.md", text=new_texts.bank_text(outcome), by=by, at=at)


@transaction.atomic
def add_translation(*, draft: Draft, path: str, language: str, by: Person, at: datetime) -> DraftFile:
    """The translation's file beside ``path``, holding the source text to be translated.

    A language that the course does not have yet is added to ``course.toml``.
    """
    if not _SOURCE_TEXT.fullmatch(path):
        raise DraftRefused(Refusal.UNTRANSLATABLE)
    drafts.locked(draft)
    source = draft.files.get(path=path, is_deleted=False)
    text = new_texts.with_language(_course_text(draft), language)
    if text is None:
        raise DraftRefused(Refusal.LANGUAGE)
    _change_course_file(draft, text, by, at)
    target = str(PurePosixPath(path).with_suffix(f".{language}.md"))
    translated = new_texts.translation_text(plain_text(blobs.get(source.blob)))
    return drafts.create(draft=draft, path=target, text=translated, by=by, at=at)


def _course_text(draft: Draft) -> str:
    return plain_text(blobs.get(draft.files.get(path=COURSE_FILE).blob))


def _change_course_file(draft: Draft, text: str, by: Person, at: datetime) -> None:
    """Add to ``course.toml`` as it stands now, held for the transaction."""
    file = draft.files.select_for_update().get(path=COURSE_FILE)
    drafts.save(draft=draft, path=COURSE_FILE, text=text, made_from=file.revision, by=by, at=at)


def _next_number(draft: Draft, folder: str) -> int:
    """One more than the highest number that opens a name in ``folder``."""
    paths = draft.files.filter(path__startswith=folder, is_deleted=False).values_list("path", flat=True)
    found = (_NUMBER.match(path.removeprefix(folder)) for path in paths)
    return max((int(match[1]) for match in found if match), default=0) + 1
