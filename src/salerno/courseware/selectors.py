"""What rooms above read of published versions."""

import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from salerno.courseware import blobs
from salerno.courseware.models import BankQuestion, CourseVersion, VersionActivity
from salerno.courseware.package import reader, render
from salerno.courseware.package.facts import Draw, Package, QuizFacts
from salerno.courseware.package.question_facts import Question, question_from_dict
from salerno.courseware.services.publishing import file_url


class _VersionFiles(Mapping[str, bytes]):
    """The files of a version, read from the blob store when they are asked for."""

    def __init__(self, version: CourseVersion) -> None:
        self._blobs = dict(version.files.values_list("path", "blob"))

    def __getitem__(self, path: str) -> bytes:
        return blobs.get(self._blobs[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._blobs)

    def __len__(self) -> int:
        return len(self._blobs)


@lru_cache(maxsize=8)
def _package(version_id: int) -> Package:
    return reader.read_files(_VersionFiles(CourseVersion.objects.get(pk=version_id)))


def package_of(version: CourseVersion) -> Package:
    """The package that ``version`` froze. Versions never change, so a process reads each once."""
    return _package(version.pk)


def source_version(activity: VersionActivity) -> CourseVersion:
    """The version that an activity's text belongs to: its own, or the one that its unit was taken from."""
    if uuid := (activity.origin or {}).get("version_uuid"):
        return CourseVersion.objects.get(uuid=uuid)
    return activity.version


@lru_cache(maxsize=4096)
def _rendered(version_id: int, base_url: str, language: str, text: str, block: bool) -> str:
    return render.render_inline(
        text,
        package=_package(version_id),
        language=language,
        base_url=base_url,
        activity_url=lambda key: f"../{key}/",
        prefix=f"t{zlib.crc32(text.encode()):x}",
        block=block,
    )


def render_text(version: CourseVersion, text: str, *, language: str, block: bool = False) -> str:
    """A short Markdown text of ``version`` as safe HTML; kept in memory, since texts of versions never change."""
    return _rendered(version.pk, file_url(version), language, text, block)


def quiz_facts(activity: VersionActivity) -> tuple[QuizFacts, dict[str, list[Question]]]:
    """What a quiz asks, and the banks that it draws on. One query."""
    draws = tuple(
        Draw(bank=draw["bank"], count=draw["count"], outcomes=tuple(draw["outcomes"]))
        for draw in activity.quiz.get("draws", [])
    )
    inline_keys = activity.quiz.get("questions", [])
    rows = activity.version.questions.filter(bank__in=[draw.bank for draw in draws]) | activity.version.questions.filter(
        key__in=inline_keys
    )
    banks: dict[str, list[Question]] = {draw.bank: [] for draw in draws}
    inline: dict[str, Question] = {}
    for row in rows:
        question = question_from_dict(row.data)
        if row.key in inline_keys:
            inline[row.key] = question
        else:
            banks.setdefault(row.bank, []).append(question)
    facts = QuizFacts(questions_inline=tuple(inline[key] for key in inline_keys if key in inline), draws=draws, intro={})
    return facts, banks


def questions_of(version: CourseVersion, keys: list[str]) -> dict[str, Question]:
    """The questions with these keys, by key. One query."""
    rows = BankQuestion.objects.filter(version=version, key__in=keys)
    return {row.key: question_from_dict(row.data) for row in rows}
