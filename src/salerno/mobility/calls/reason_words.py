"""Why a student got this place and not that, as one sentence in the reader's language.

The facts are those of ``allocation.reasons``; ``allocation.wording`` says the same in English for commands, and a test holds the
two together. Here places have names, and languages, periods and numbers are written as the reader writes them.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from salerno.common.names import language_name
from salerno.mobility.allocation.reasons import Aim, Because, Key, Obstacle, Outcome, Reason
from salerno.mobility.allocation.wording import SHOWN_OF_A_LOT
from salerno.mobility.enums import Period, Tier

_SENTENCES = {
    Outcome.FIRST_CHOICE: gettext_lazy("You have %(place)s, your first choice."),
    Outcome.LATER_CHOICE: gettext_lazy("You have %(place)s, your choice %(rank)s of %(of)s: %(because)s."),
    Outcome.UNPLACED: gettext_lazy("You have no place: %(because)s."),
    Outcome.NO_CHOICES: gettext_lazy("You have no place, because you chose none."),
}
_WHY_NOT_KEPT = {  # after an erasure of what the student needed
    Outcome.LATER_CHOICE: gettext_lazy("You have %(place)s, your choice %(rank)s of %(of)s."),
    Outcome.UNPLACED: gettext_lazy("You have no place."),
}
_OTHERS = ngettext_lazy(
    "%(because)s, and another choice could not be had either",
    "%(because)s, and %(count)s other choices could not be had either",
    "count",
)
_PLAIN = {
    Because.PERIOD: gettext_lazy("%(place)s can be had in %(offered)s, and you can go in %(own)s"),
    Because.LANGUAGE: gettext_lazy("%(place)s asks for %(needed)s, and you have %(own)s"),
    Because.ACCESS: gettext_lazy("%(place)s does not offer what you need (%(missing)s)"),
    Because.NO_SEATS: gettext_lazy("%(place)s has no places to give this time"),
    Because.CLOSED: gettext_lazy(
        "%(place)s does not run, because it needs %(minimum)s and only %(reached)s would have gone there",
    ),
    Because.TIE: gettext_lazy(
        "with you at %(place)s the total would be as good, but one who stands higher would get a lower choice"
    ),
}
_FULL = {
    Because.TIER: ngettext_lazy(
        "%(place)s was full, and the one who is placed there %(last)s, which goes first, while you %(own)s",
        "%(place)s was full, and the last of the %(capacity)s placed there %(last)s, which goes first, while you %(own)s",
        "capacity",
    ),
    Because.SCORE: ngettext_lazy(
        "%(place)s was full, and the one who is placed there had %(last)s where you had %(own)s",
        "%(place)s was full, and the last of the %(capacity)s placed there had %(last)s where you had %(own)s",
        "capacity",
    ),
    Because.LOTTERY: ngettext_lazy(
        "%(place)s was full, and the one who is placed there had %(score)s as you, and the lot %(last)s before your %(own)s",
        "%(place)s was full, and the last of the %(capacity)s placed there had %(score)s as you, and the lot %(last)s before your"
        " %(own)s",
        "capacity",
    ),
}
_HOME = ngettext_lazy(
    "%(place)s takes one student of each home, and the one of yours who is placed there goes before you",
    "%(place)s takes at most %(most)s students of each home, and the %(most)s of yours who are placed there go before you",
    "most",
)
_TOTALS = {
    Aim.MINIMA: gettext_lazy("with you at %(place)s, a place that runs would fall below its minimum"),
    Aim.KEPT: gettext_lazy("with you at %(place)s, somebody would lose a place that is published"),
    Aim.WORST: gettext_lazy(
        "with you at %(place)s, somebody would get a choice below number %(worst)s, the lowest that anybody has"
    ),
    Aim.PLACED: ngettext_lazy(
        "with you at %(place)s, one student fewer would have a place",
        "with you at %(place)s, %(count)s students fewer would have a place",
        "count",
    ),
    Aim.CONSORTIUM: ngettext_lazy(
        "with you at %(place)s, one student fewer would go to a consortium member",
        "with you at %(place)s, %(count)s students fewer would go to consortium members",
        "count",
    ),
    Aim.ASSOCIATED: ngettext_lazy(
        "with you at %(place)s, one student fewer would go to an associated partner",
        "with you at %(place)s, %(count)s students fewer would go to associated partners",
        "count",
    ),
    Aim.RANKS: ngettext_lazy(
        "with you at %(place)s, the choices of all together would be one step lower",
        "with you at %(place)s, the choices of all together would be %(count)s steps lower",
        "count",
    ),
}
_THEIRS = {
    Tier.CONSORTIUM: gettext_lazy("comes from a consortium member"),
    Tier.ASSOCIATED: gettext_lazy("comes from an associated partner"),
    Tier.OUTSIDE: gettext_lazy("comes from outside"),
}
_OWN = {
    Tier.CONSORTIUM: gettext_lazy("come from a consortium member"),
    Tier.ASSOCIATED: gettext_lazy("come from an associated partner"),
    Tier.OUTSIDE: gettext_lazy("come from outside"),
}
_ACCESS = {"accessible": gettext_lazy("step-free access")}
Names = Mapping[Key, str]


def sentence(reason: Reason, names: Names) -> str:
    """``reason`` in one sentence: what kept the student from the first choice, and of how many others the same is true."""
    values: dict[str, Any] = {"place": names.get(reason.place or "", reason.place), "rank": reason.rank, "of": reason.of}
    if not reason.obstacles:
        return (_SENTENCES | _WHY_NOT_KEPT)[reason.outcome] % values
    first, others = clause(reason.obstacles[0], names), len(reason.obstacles) - 1
    values["because"] = _OTHERS % {"because": first, "count": others} if others else first
    return _SENTENCES[reason.outcome] % values


def in_each_language(reason: Reason, name_in: Mapping[str, Names]) -> dict[str, str]:
    """The sentence in every language of the campus, for a row that keeps it. ``name_in``: names of places by language."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = sentence(reason, name_in[code])
    return said


def clause(obstacle: Obstacle, names: Names) -> str:
    """Why one place could not be had, without a capital and a full stop."""
    facts = obstacle.facts
    values = {name: _said(obstacle.because, name, fact) for name, fact in facts.items()}
    values["place"] = names.get(obstacle.place, obstacle.place)
    if obstacle.because is Because.TOTAL:
        return _TOTALS[facts["aim"]] % {**values, "count": facts["count"]}
    if obstacle.because is Because.HOME:
        return _HOME % {**values, "most": facts["most"]}
    if obstacle.because in _FULL:
        return _FULL[obstacle.because] % {**values, "capacity": facts["capacity"]}
    return _PLAIN[obstacle.because] % values


def _said(because: Because, name: str, fact: Any) -> Any:
    """A fact as the reader writes it."""
    if because is Because.PERIOD:
        return ", ".join(str(Period(each).label) if each in Period.values else each for each in fact)
    if because is Because.ACCESS:
        return ", ".join(str(_ACCESS.get(each, each)) for each in fact)
    if because is Because.LANGUAGE:
        return _languages(name, fact)
    if because is Because.TIER and name in ("last", "own"):
        return (_THEIRS if name == "last" else _OWN)[Tier(fact)]
    if because is Because.LOTTERY and name in ("last", "own"):
        return fact[:SHOWN_OF_A_LOT]
    return number_format(f"{fact:g}") if isinstance(fact, int | float) and not isinstance(fact, bool) else fact


def _languages(name: str, levels: Mapping[str, str]) -> str:
    said = [f"{language_name(code)} {level}" for code, level in levels.items()]
    return (_(" or ") if name == "needed" else ", ").join(said) or _("none of these")
