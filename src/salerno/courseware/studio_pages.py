"""What the editor shows: a text with its preview, its findings and what can be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from salerno.courseware import blobs, draft_selectors, snippets
from salerno.courseware.draft_files import Stored, StoredFiles, is_text, plain_text
from salerno.courseware.draft_selectors import Examined
from salerno.courseware.models import Draft, DraftFile
from salerno.courseware.package.findings import Finding
from salerno.courseware.package.limits import MEGABYTE
from salerno.courseware.preview import Preview, Previewer

MOST_EDITED = 1 * MEGABYTE


@dataclass(frozen=True)
class EditorPage:
    """Everything beside the text."""

    file: DraftFile
    text: str
    preview: Preview
    found: Examined
    groups: tuple[tuple[str, tuple[snippets.Snippet, ...]], ...]
    images: tuple[str, ...]
    translations: Mapping[str, str]
    languages: tuple[str, ...]
    previous: str
    following: str

    @property
    def findings(self) -> list[Finding]:
        """Findings on this file."""
        return self.found.of(self.file.path)

    @property
    def elsewhere(self) -> list[Finding]:
        """Findings on the other files of the draft."""
        return [finding for finding in self.found.findings if finding.path != self.file.path]


def editor_page(draft: Draft, file: DraftFile, text: str | None = None) -> EditorPage:
    """The page of ``file``, with ``text`` in place of what is saved. One query."""
    stored = draft_selectors.stored_of(draft)
    saved = saved_text(file)
    found = draft_selectors.examined(stored)
    if text is not None and text != saved:
        found = draft_selectors.examine(StoredFiles(stored, {file.path: text.encode()}))
    paths = [item.path for item in stored]
    texts = [path for path in paths if path.endswith(".md")]
    return EditorPage(
        file=file,
        text=saved if text is None else text,
        preview=preview_of(draft, found, file.path),
        found=found,
        groups=snippets.groups_for(file.path),
        images=tuple(path for path in paths if path.startswith("images/")),
        translations=_translations(file.path, texts),
        languages=_untranslated(file.path, texts, found),
        **_neighbours(file.path, found),
    )


def preview_of(draft: Draft, found: Examined, path: str) -> Preview:
    """How the file at ``path`` looks to learners."""
    if found.package is None:
        return Preview("none")
    slug, activities = draft.course.slug, found.package.activities
    return Previewer(
        package=found.package,
        base_url=file_base(slug),
        activity_url=lambda key: reverse("courseware:edit", args=[slug, activities[key].path]),
    ).of(path)


def file_base(slug: str) -> str:
    """The address below which the files of a course's draft are served to its authors."""
    return reverse("courseware:draft_file", args=[slug, "x"])[:-1]


def saved_text(file: DraftFile) -> str:
    """The newest saved state as text."""
    return plain_text(blobs.get(file.blob))


def is_edited(file: DraftFile | Stored) -> bool:
    """Whether the file is edited as text in the browser."""
    return is_text(file.path) and file.size <= MOST_EDITED


def _source_of(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{name.split('.')[0]}.md"


def _translations(path: str, texts: list[str]) -> dict[str, str]:
    """The other languages of a text: ``{"": source, "fr": …}`` without the text itself."""
    if not path.endswith(".md"):
        return {}
    source = _source_of(path)
    stem = source.removesuffix("md")
    group = {other.removeprefix(stem).removesuffix("md").rstrip("."): other for other in texts if other.startswith(stem)}
    return {language: other for language, other in sorted(group.items()) if other != path}


def _untranslated(path: str, texts: list[str], found: Examined) -> tuple[str, ...]:
    """Languages into which a source text can still be translated: the course's first, then the interface's."""
    if not path.endswith(".md") or path != _source_of(path) or found.package is None:
        return ()
    languages = dict.fromkeys([*found.package.course.languages, *(code for code, _name in settings.LANGUAGES)])
    source = found.package.course.source_language
    stem = path.removesuffix("md")
    return tuple(code for code in languages if code != source and f"{stem}{code}.md" not in texts)


def _neighbours(path: str, found: Examined) -> dict[str, str]:
    """The texts before and after in the order of the course."""
    units = found.package.units if found.package else ()
    order = [activity.path for unit in units for activity in unit.activities]
    if path not in order:
        return {"previous": "", "following": ""}
    at = order.index(path)
    return {"previous": order[at - 1] if at else "", "following": order[at + 1] if at + 1 < len(order) else ""}
