"""The lines of a degree's audit in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.awards.degree_rules.audit import Line, Verdict
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.common.names import plain_number
from salerno.common.translated import in_language
from salerno.institutions.models import Institution


def title_of(line: Line, rules: ProgrammeRules, institutions: Mapping[str, Institution], track: str) -> str:
    """What the rule asks about."""
    if line.key == "group":
        return next(in_language(group.title) for group in rules.track(track).groups if group.key == line.subject)
    name = in_language(institutions[line.subject].name) if line.subject in institutions else line.subject
    titles = {
        "total-ects": _("Credits in all"),
        "institutions": _("Registered at awarding universities"),
        "institution-ects": _("Credits at %(institution)s"),
        "mobility-ects": _("Credits at one university other than %(institution)s") if name else _("Credits at a second university"),
        "internship-ects": _("Credits of the internship"),
        "thesis-ects": _("Credits of the thesis"),
        "practical-hours": _("Practical work"),
        "outcomes": _("What every graduate can do"),
    }
    return titles[line.key] % {"institution": name}


def reached_of(line: Line, verdict: Verdict) -> str:
    """``84 of 120 ECTS credits``."""
    return _of(line.unit, int(verdict.needed)) % {"reached": plain_number(verdict.reached), "needed": plain_number(verdict.needed)}


def _of(unit: str, needed: int) -> str:
    return {
        "ects": ngettext("%(reached)s of %(needed)s ECTS credit", "%(reached)s of %(needed)s ECTS credits", needed),
        "courses": ngettext("%(reached)s of %(needed)s course", "%(reached)s of %(needed)s courses", needed),
        "hours": ngettext("%(reached)s of %(needed)s hour", "%(reached)s of %(needed)s hours", needed),
        "institutions": ngettext("%(reached)s of %(needed)s university", "%(reached)s of %(needed)s universities", needed),
        "outcomes": ngettext("%(reached)s of %(needed)s outcome", "%(reached)s of %(needed)s outcomes", needed),
    }[unit]


def missing_of(line: Line, verdict: Verdict, rules: ProgrammeRules) -> str:
    """``36 ECTS credits are missing: …``; nothing for a rule that is satisfied."""
    if verdict.is_satisfied:
        return ""
    said = _missing(line.unit, verdict.missing) % {"n": plain_number(verdict.missing)}
    if not verdict.lacking:
        return said
    return _("%(sentence)s: %(names)s") % {"sentence": said, "names": ", ".join(_names(line, verdict, rules))}


def _missing(unit: str, missing: Decimal) -> str:
    number = 1 if missing == 1 else 2
    return {
        "ects": ngettext("%(n)s ECTS credit is missing", "%(n)s ECTS credits are missing", number),
        "courses": ngettext("%(n)s course is missing", "%(n)s courses are missing", number),
        "hours": ngettext("%(n)s hour is missing", "%(n)s hours are missing", number),
        "institutions": ngettext("%(n)s university is missing", "%(n)s universities are missing", number),
        "outcomes": ngettext("%(n)s outcome is missing", "%(n)s outcomes are missing", number),
    }[unit]


def _names(line: Line, verdict: Verdict, rules: ProgrammeRules) -> list[str]:
    if line.key != "outcomes":
        return list(verdict.lacking)
    titles = {outcome.key: in_language(outcome.title) for outcome in rules.outcomes}
    return [_("“%(name)s”") % {"name": titles[key]} for key in verdict.lacking]
