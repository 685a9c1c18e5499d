"""Sentences for what the pure cores found: entry rules, ranking, values of a call that cannot be read."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.admissions.eligibility.facts import Rule, Statement, Verdict
from salerno.admissions.models import Call
from salerno.admissions.ranking import Ranked
from salerno.common.names import country_name, language_name, plain_number
from salerno.common.translated import in_language

VERDICTS = {
    Verdict.MET: gettext_lazy("Met"),
    Verdict.NOT_MET: gettext_lazy("Not met"),
    Verdict.CANNOT_SAY: gettext_lazy("Cannot be said yet"),
}

_STATEMENTS: dict[str, Any] = {
    "degree-met": gettext_lazy("Your degree is of EQF level %(found)s; level %(needed)s is asked for."),
    "degree-below": gettext_lazy("Your degree is of EQF level %(found)s; level %(needed)s is asked for."),
    "degree-unknown": gettext_lazy("You have not said the level of your degree; EQF level %(needed)s is asked for."),
    "degree-not-yet": gettext_lazy("Your degree is of the right level, but you have not said when it was awarded."),
    "class-met": gettext_lazy("The class of your degree, %(found)s, is one of those that open the programme."),
    "class-other": gettext_lazy("The class of your degree, %(found)s, is none of %(classes)s."),
    "class-unknown": gettext_lazy("You have named no class of degree; %(classes)s open the programme."),
    "no-transcript": gettext_lazy("Your transcript is empty; %(needed)s ECTS are asked for%(of_sectors)s."),
    "ects-met": gettext_lazy("You have passed %(found)s ECTS; %(needed)s are asked for."),
    "ects-to-come": gettext_lazy(
        "You have passed %(found)s ECTS of the %(needed)s asked for; %(to_come)s more are on your transcript."
    ),
    "ects-missing": gettext_lazy("You have passed %(found)s ECTS of the %(needed)s asked for; %(missing)s are missing."),
    "sector-met": gettext_lazy("You have %(found)s ECTS%(of_sectors)s; %(needed)s are asked for."),
    "sector-to-come": gettext_lazy(
        "You have %(found)s of the %(needed)s ECTS asked for%(of_sectors)s; %(to_come)s more are on your transcript, to be passed."
    ),
    "sector-open": gettext_lazy(
        "You have %(found)s of the %(needed)s ECTS asked for%(of_sectors)s; %(open)s ECTS of your transcript have no sector yet."
    ),
    "sector-missing": gettext_lazy("You have %(found)s of the %(needed)s ECTS asked for%(of_sectors)s; %(missing)s are missing."),
    "language-met": gettext_lazy("Your level in %(language)s is %(found)s; %(needed)s is asked for."),
    "language-native": gettext_lazy("%(language)s is your first language."),
    "language-below": gettext_lazy("Your level in %(language)s is %(found)s; %(needed)s is asked for."),
    "language-unknown": gettext_lazy("You have not said your level in %(language)s; %(needed)s is asked for."),
    "country-unknown": gettext_lazy("Some countries need more papers. Say in which country your degree is awarded."),
    "country-other": gettext_lazy("For a degree from %(country)s no further paper is needed."),
    "documents-met": gettext_lazy("All papers that are asked for are here."),
    "documents-missing": gettext_lazy("Missing: %(missing)s."),
}
_RANKED: dict[str, Any] = {
    "admitted-by-rank": gettext_lazy("Rank %(rank)s with %(score)s: within the %(places)s places."),
    "admitted-reserved": gettext_lazy("Rank %(rank)s with %(score)s: on a place kept for “%(quota)s”."),
    "waits": gettext_lazy("Rank %(rank)s with %(score)s: every place is given."),
    "waits-quota": gettext_lazy("Rank %(rank)s with %(score)s: every place for “%(quota)s” is given."),
    "refused-floor": gettext_lazy("With %(score)s below the least score of the call, %(floor)s."),
    "refused-places": gettext_lazy("Rank %(rank)s with %(score)s: every place is given, on the waiting list too."),
}
_TIES = {
    "lot": gettext_lazy("of equal score: by lot"),
    "raw": gettext_lazy("of equal score: by the mean of the scores as given"),
    "ects": gettext_lazy("of equal score: by credits passed"),
    "submitted": gettext_lazy("of equal score: by the moment of handing in"),
}
PROBLEMS = {
    "no-list": gettext_lazy("a list is expected here"),
    "too-deep": gettext_lazy("rules stand within rules too deeply"),
    "too-many": gettext_lazy("there are more than 60 rules"),
    "named-twice": gettext_lazy("a key is used twice"),
    "no-rule": gettext_lazy("a rule is expected here"),
    "unknown-kind": gettext_lazy("this kind is not known"),
    "value-missing": gettext_lazy("a value is missing"),
    "value-unknown": gettext_lazy("a value does not belong here"),
    "no-title": gettext_lazy("the title is a text in each language"),
    "no-amount": gettext_lazy("an amount above 0 is expected"),
    "no-texts": gettext_lazy("a list of texts is expected"),
    "no-sector": gettext_lazy("a sector reads such as BIO/10, BIO/01-19 or BIO"),
    "no-language": gettext_lazy("a language has two letters"),
    "no-level": gettext_lazy("a level is one of A1 to C2"),
    "no-country": gettext_lazy("a country has two letters"),
    "scale-goes-down": gettext_lazy("the highest score lies above the lowest"),
    "empty": gettext_lazy("at least one is needed"),
    "choices": gettext_lazy("a question of choice, and no other, has choices"),
    "quota-contradicts-itself": gettext_lazy("a quota keeps no more places than may be given, for at least one group"),
    "more-kept-than-places": gettext_lazy("more places are kept than there are"),
    "no-text": gettext_lazy("a text in each language is expected"),
    "no-key": gettext_lazy("a key holds letters, digits, - and _"),
    "no-number": gettext_lazy("a whole number is expected"),
    "no-yes-or-no": gettext_lazy("true or false is expected"),
}


def words_of(statement: Statement, documents: Mapping[str, str] | None = None) -> str:
    """The sentence of an entry rule, to the applicant. ``documents``: titles of papers by kind."""
    params = statement.params
    if statement.parts:
        return _compound(statement)
    shown: dict[str, Any] = {name: _SHOWN.get(name, str)(value) for name, value in params.items()}
    sectors = params.get("sectors")
    shown["of_sectors"] = _(" in %(sectors)s") % {"sectors": ", ".join(sectors)} if sectors else ""  # type: ignore[arg-type]
    if "missing" in params and "documents" in params:
        shown["missing"] = ", ".join((documents or {}).get(kind, kind) for kind in params["missing"])  # type: ignore[attr-defined]
    return str(_STATEMENTS[statement.sentence]) % shown


def _compound(statement: Statement) -> str:
    met, of = int(str(statement.params["met"])), int(str(statement.params["of"]))
    if statement.rule.kind == "any":
        return ngettext("One of %(of)d is enough; %(met)d is met.", "One of %(of)d is enough; %(met)d are met.", met) % {
            "of": of,
            "met": met,
        }
    return ngettext("All %(of)d are needed; %(met)d is met.", "All %(of)d are needed; %(met)d are met.", met) % {
        "of": of,
        "met": met,
    }


_REQUIREMENTS: dict[str, Any] = {
    "degree": gettext_lazy("A degree of EQF level %(amount)s or above, already awarded."),
    "degree-class": gettext_lazy("A degree of one of these classes: %(classes)s."),
    "ects": gettext_lazy("%(amount)s ECTS, passed."),
    "sector-ects": gettext_lazy("%(amount)s ECTS in %(sectors)s."),
    "language": gettext_lazy("%(language)s at level %(level)s or above."),
    "documents": gettext_lazy("These papers: %(documents)s."),
    "all": gettext_lazy("All of these:"),
    "any": gettext_lazy("One of these is enough:"),
}


def requirement_words(rule: Rule, documents: Mapping[str, str]) -> str:
    """The sentence of an entry rule before anybody has applied. ``documents``: titles of papers by kind."""
    words = capfirst(
        str(_REQUIREMENTS[rule.kind])
        % {
            "amount": plain_number(rule.amount),
            "classes": ", ".join(rule.classes),
            "sectors": ", ".join(rule.sectors),
            "language": language_name(rule.language) if rule.language else "",
            "level": rule.level,
            "documents": ", ".join(documents.get(kind, kind) for kind in rule.documents),
        }
    )
    if not rule.countries:
        return words
    return _("For degrees from %(countries)s. %(words)s") % {
        "countries": ", ".join(map(country_name, rule.countries)),
        "words": words,
    }


def _number(value: Any) -> str:
    return plain_number(value) if hasattr(value, "normalize") else "" if value is None else str(value)


_SHOWN: dict[str, Callable[[Any], str]] = {
    "needed": _number,
    "found": _number,
    "missing": _number,
    "to_come": _number,
    "open": _number,
    "classes": ", ".join,
    "language": language_name,
    "country": country_name,
}


def title_of(statement: Statement) -> str:
    """The rule's own title, else its kind in words."""
    return in_language(statement.rule.title) or str(_KINDS[statement.rule.kind])


_KINDS = {
    "degree": gettext_lazy("Level of the degree"),
    "degree-class": gettext_lazy("Class of the degree"),
    "ects": gettext_lazy("Credits"),
    "sector-ects": gettext_lazy("Credits in scientific sectors"),
    "language": gettext_lazy("Language"),
    "documents": gettext_lazy("Papers"),
    "all": gettext_lazy("All of these"),
    "any": gettext_lazy("One of these"),
}


def sentence_of(ranked: Ranked, call: Call) -> str:
    """Why the ranking proposes what it does."""
    numbers = {name: plain_number(Decimal(str(ranked.params[name]))) for name in ("score", "floor") if name in ranked.params}
    params = {**ranked.params, **numbers, "quota": _quota_title(call, str(ranked.params.get("quota", "")))}
    return str(_RANKED[ranked.sentence]) % params


def _quota_title(call: Call, key: str) -> str:
    return next((in_language(each.get("title")) for each in call.quotas if each["key"] == key), "") or key


def tie_words(ranked: Ranked, call: Call) -> str:
    """What set this application before the next one of equal score; nothing when the scores did."""
    kind, _colon, key = ranked.decided_by.partition(":")
    if kind != "criterion":
        return str(_TIES.get(kind, ""))
    title = next((in_language(each.title) for each in call.read_rubric.criteria if each.key == key), key)
    return _("of equal score: by “%(criterion)s”") % {"criterion": title}


def problem_words(problem: str) -> str:
    """What is wrong with a value of a call."""
    return str(PROBLEMS.get(problem, problem))
