"""What new files open with, and small edits of ``course.toml``. Plain text in, plain text out."""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Sequence

from salerno.courseware.package.frontmatter import FENCE
from salerno.courseware.package.toml_text import quoted

_BODIES = {
    "reading": "Write here. A heading inside an activity starts with two hashes:\n\n## A heading\n",
    "video": (
        ":::{video} media/film.mp4\n:captions: en media/film.en.vtt\n:poster: images/film.png\n:duration: 60\n:::\n\n"
        "The transcript, as text.\n"
    ),
    "quiz": ":::{draw} bank-name\n:count: 3\n:::\n",
    "explorable": "What to try, and what it shows.\n",
    "reflection": "What do you take from this to your own work?\n",
}
_EXTRA = {"explorable": "explorable: diagnostic-test\n", "reflection": "share: private\n"}
_LANGUAGES = re.compile(r"^(languages\s*=\s*\[)([^\]]*)\]", re.MULTILINE)


def key_from(title: str, taken: Collection[str]) -> str:
    """A key made of ``title`` that is not ``taken``: lower-case letters, digits and hyphens, from a letter on."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")[:50].strip("-") or "new"
    number, free = 2, key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free


def activity_text(*, key: str, title: str, kind: str, minutes: int, outcomes: Sequence[str]) -> str:
    """A new activity of ``kind``: its front matter, and a body to write over."""
    head = f"key: {key}\ntitle: {quoted(title)}\nkind: {kind}\nminutes: {minutes}\noutcomes: [{', '.join(outcomes)}]\n"
    return f"{FENCE}\n{head}{_EXTRA.get(kind, '')}{FENCE}\n\n{_BODIES[kind]}"


def bank_text(outcome: str) -> str:
    """A bank with one question to write over."""
    return (
        f"::::{{question}} first-question\n:kind: one-choice\n:outcome: {outcome}\n:seconds: 60\n\nWhat is asked?\n\n"
        "- [x] The right answer\n- [ ] A wrong answer\n  > Why it is wrong.\n\n"
        ":::{explanation}\nWhy the right answer is right.\n:::\n::::\n"
    )


def unit_block(*, key: str, folder: str, title: str, summary: str, language: str) -> str:
    """The lines that name a new unit at the end of ``course.toml``."""
    return (
        f'\n[[unit]]\nkey = "{key}"\nfolder = "{folder}"\n'
        f"title = {{ {language} = {quoted(title)} }}\nsummary = {{ {language} = {quoted(summary)} }}\n"
    )


def translation_text(source: str) -> str:
    """``source`` to be translated. Of the front matter only the title stays: the rest is taken from the source."""
    lines = source.split("\n")
    ends = [index for index, line in enumerate(lines) if index and line.rstrip() == FENCE]
    if lines[0].rstrip() != FENCE or not ends:
        return source
    title = next((line for line in lines[1 : ends[0]] if line.startswith("title:")), "title: …")
    return "\n".join([FENCE, title, *lines[ends[0] :]])


def with_language(course_toml: str, language: str) -> str | None:
    """``course.toml`` with one language more, or None where the line of languages cannot be found or read."""
    try:
        before = tomllib.loads(course_toml)["course"]["languages"]
    except (ValueError, KeyError, TypeError):
        return None
    if language in before:
        return course_toml
    text = _LANGUAGES.sub(lambda match: f'{match[1]}{match[2].rstrip().rstrip(",")}, "{language}"]', course_toml, count=1)
    try:
        after = tomllib.loads(text)["course"]["languages"]
    except ValueError:
        return None
    return text if after == [*before, language] else None
