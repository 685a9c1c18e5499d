"""Reading the activities of a unit: one Markdown file each, with its translations beside it."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from salerno.common.words import words as _
from salerno.courseware.package.facts import ACTIVITY_KINDS, ActivityFacts, UnitFacts
from salerno.courseware.package.files import Files
from salerno.courseware.package.findings import Report
from salerno.courseware.package.frontmatter import FrontMatter, read_front_matter
from salerno.courseware.package.texts import Texts
from salerno.courseware.package.values import Table

MOST_MINUTES = 24 * 60
SHARES = ("private", "teacher")

_NAME = re.compile(r"(?P<base>\d{1,4}-[a-z0-9-]+)(?:\.(?P<language>[a-z]{2,3}))?\.md")
_KEYS = ("key", "title", "kind", "minutes", "outcomes")
_KIND_KEYS = {"explorable": ("explorable", "settings"), "reflection": ("share",)}
_PLAIN = (str, int, float, bool)


@dataclass(slots=True)
class Translated:
    """The files of one activity or bank: the source and its translations by language."""

    source: str = ""
    translations: dict[str, str] = field(default_factory=dict)


def group_translations(
    paths: list[str], pattern: re.Pattern[str], languages: tuple[str, ...], report: Report
) -> dict[str, Translated]:
    """Files by what comes before the language in their name, in order of name."""
    groups: dict[str, Translated] = {}
    for path in sorted(paths):
        match = pattern.fullmatch(path.rsplit("/", 1)[1])
        if match is None:
            remedy = _("Name it like 01-why.md or 01-why.fr.md; in bank/ like unit-1.md or unit-1.fr.md.")
            report.error(path, 0, "file-name", _("The file's name does not fit its folder."), remedy)
            continue
        group = groups.setdefault(match["base"], Translated())
        if match["language"] is None:
            group.source = path
        elif match["language"] in languages[1:]:
            group.translations[match["language"]] = path
        else:
            message = _("%(language)s is not a translation of the course.", language=match["language"])
            remedy = _(
                "The source's file has no language in its name; others may be %(languages)s.", languages=", ".join(languages[1:])
            )
            report.error(path, 0, "language-unknown", message, remedy)
    return {base: group for base, group in groups.items() if _has_source(group, report)}


def read_unit(unit: UnitFacts, files: Files, texts: Texts, languages: tuple[str, ...], report: Report) -> tuple[ActivityFacts, ...]:
    """The activities of one unit, in the order of their numbers."""
    folder = f"units/{unit.folder}/"
    paths = [path for path in files.paths if path.startswith(folder) and path.endswith(".md")]
    if not paths:
        remedy = _("Write activities in %(folder)s, or mark the unit outlined = true.", folder=folder)
        report.error("course.toml", unit.line, "unit-empty", _("The unit %(key)s has no activity.", key=unit.key), remedy)
    groups = group_translations(paths, _NAME, languages, report)
    ordered = sorted(groups.items(), key=lambda item: (int(item[0].split("-")[0]), item[0]))
    activities = (_activity(unit, group, texts, languages[0], report) for _base, group in ordered)
    return tuple(activity for activity in activities if activity)


def _has_source(group: Translated, report: Report) -> bool:
    for path in group.translations.values() if not group.source else ():
        remedy = _("Add the file in the source language beside it, or take this one out.")
        report.error(path, 0, "translation-orphan", _("The translation has no source."), remedy)
    return bool(group.source)


def _activity(unit: UnitFacts, group: Translated, texts: Texts, source: str, report: Report) -> ActivityFacts | None:
    text = texts.get(group.source)
    matter = read_front_matter(group.source, text, report) if text is not None else None
    if matter is None:
        return None
    table = Table(matter.values, group.source, matter.line, report)
    kind = table.one_of("kind", ACTIVITY_KINDS)
    table.only(_KEYS + _KIND_KEYS.get(kind, ()))
    outcomes = table.texts("outcomes", required=True)
    found = {source: matter} | _translations(group, table, texts, report)
    titles = {source: table.text("title", required=True)}
    for language, other in found.items():
        if language != source:
            translated = Table(other.values, group.translations[language], other.line, report)
            titles[language] = translated.text("title", required=True)
    return ActivityFacts(
        key=table.key("key"),
        kind=kind,
        minutes=table.number("minutes", 1, MOST_MINUTES),
        title=titles,
        outcomes=outcomes,
        body={language: each.body for language, each in found.items()},
        settings=_settings(kind, table),
        unit=unit.key,
        path=group.source,
        paths={source: group.source} | {language: group.translations[language] for language in found if language != source},
        body_line={language: each.body_line for language, each in found.items()},
        lines=matter.lines,
    )


def _translations(group: Translated, source: Table, texts: Texts, report: Report) -> dict[str, FrontMatter]:
    found: dict[str, FrontMatter] = {}
    for language, path in group.translations.items():
        text = texts.get(path)
        matter = read_front_matter(path, text, report) if text is not None else None
        if matter is None:
            continue
        found[language] = matter
        for name, value in matter.values.items():
            if name != "title" and value != source.values.get(name):
                remedy = _("Leave it out: it is taken from the source.")
                report.error(
                    path, matter.line(name), "translation-differs", _("%(name)s differs from the source.", name=name), remedy
                )
    return found


def _settings(kind: str, table: Table) -> Mapping[str, Any]:
    if kind == "reflection":
        return {"share": table.one_of("share", SHARES)}
    if kind != "explorable":
        return {}
    settings = table.values.get("settings", {})
    if not isinstance(settings, dict) or not all(isinstance(name, str) and _is_plain(item) for name, item in settings.items()):
        table.error("settings", "value-wrong", _("settings must be plain values by name."), _("Write {prevalence: 0.1}."))
        settings = {}
    return {"explorable": table.key("explorable"), "settings": settings}


def _is_plain(value: object) -> bool:
    return isinstance(value, _PLAIN) and not (isinstance(value, float) and not math.isfinite(value))
