"""Students of a scenario on the desk: what each gets, and why, in sentences.

Nothing is put into words before its row is shown: a page costs as many queries and sentences for fifty students as for ten
thousand. PRIVACY: a coordinator sees the names of students of the own institution alone, and sentences about them alone, since
these may speak of a need; of others the university, the score and the place.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from salerno.institutions.models import Institution
from salerno.mobility.allocation.keeping import read_reason
from salerno.mobility.allocation.reasons import Reason
from salerno.mobility.calls.reason_words import sentence
from salerno.mobility.calls.selectors.desk import name_of
from salerno.mobility.calls.selectors.words import place_names
from salerno.mobility.models import Place, Scenario, Wish
from salerno.mobility.querysets import WishQuerySet
from salerno.people.models import Person

NO_PLACE = "none"


class Lines:
    """What ``viewer`` may read of ``scenario``. ``in_their_language``: the sentence as the student will read it."""

    def __init__(self, scenario: Scenario, viewer: Person | None, *, in_their_language: bool = False) -> None:
        self._scenario, self._viewer, self._in_their_language = scenario, viewer, in_their_language
        self._assignment: dict[str, str | None] = scenario.result["assignment"]
        self._scores = {one["id"]: one["score"] for one in scenario.given["students"]}
        self.places = list(Place.objects.filter(call=scenario.call_id).select_related("institution"))
        self._names: dict[str, dict[str, str]] = {}

    @property
    def rows(self) -> WishQuerySet:
        """Wishes of the students, with ``is_known`` (the viewer may name them) and ``in_order`` (home, then a known name)."""
        known = Wish.objects.governed_by(self._viewer).filter(pk=OuterRef("pk"))
        rows = Wish.objects.filter(call=self._scenario.call_id, uuid__in=self._assignment).annotate(is_known=Exists(known))
        name = Case(When(is_known=True, then=Coalesce("studies__family_name", "student__full_name")), default=Value(""))
        return rows.annotate(in_order=Concat("home__code", Value(" "), name)).select_related("home", "student", "studies")

    @property
    def homes(self) -> list[Institution]:
        """Where the students come from."""
        return list(Institution.objects.filter(pk__in=self.rows.order_by().values("home")).order_by("position", "pk"))

    def matching(self, wanted: dict[str, Any]) -> WishQuerySet:
        """The rows that the filters of the page ask for."""
        rows = self.rows
        if "words" in wanted:
            rows = named(rows.filter(is_known=True), wanted["words"])
        if "home" in wanted:
            rows = rows.filter(home__uuid=wanted["home"])
        if "place" in wanted:
            place = None if wanted["place"] == NO_PLACE else wanted["place"]
            rows = rows.filter(uuid__in=[key for key, given in self._assignment.items() if given == place])
        return rows

    def who(self, row: Wish) -> str:
        """The name, where it may be read."""
        return name_of(row) if row.is_known else _("a student of %(home)s") % {"home": row.home.code}

    def score(self, row: Wish) -> str:
        """The score with which it was computed."""
        return number_format(f"{self._scores[str(row.uuid)]:g}")

    def place(self, row: Wish) -> str:
        """The place that the student gets."""
        return self.place_named(self._assignment[str(row.uuid)])

    def place_named(self, key: object) -> str:
        """A place in words; None is one too."""
        return _("no place") if key is None else self._names_in("").get(str(key), "")

    def said(self, row: Wish) -> str:
        """The sentence why."""
        return self.why(row, read_reason(self._scenario.result["reasons"][str(row.uuid)]))

    def why(self, row: Wish, reason: Reason) -> str:
        """``reason`` as a sentence; empty for a student whom the viewer may not name."""
        if not row.is_known:
            return ""
        if not self._in_their_language:
            return sentence(reason, self._names_in(""))
        with translation.override(row.student.language):
            return sentence(reason, self._names_in(row.student.language))

    def _names_in(self, language: str) -> dict[str, str]:
        if language not in self._names:
            self._names[language] = place_names(self.places, language or None)
        return self._names[language]


def named(rows: WishQuerySet, words: str) -> WishQuerySet:
    """Those in whose name each of ``words`` stands."""
    for word in words.split():
        in_studies = Q(studies__family_name__icontains=word) | Q(studies__given_names__icontains=word)
        rows = rows.filter(in_studies | Q(studies__isnull=True, student__full_name__icontains=word))
    return rows


def choices_of(places: Iterable[Place]) -> list[tuple[str, str]]:
    """Places for a filter, by their names."""
    return sorted(place_names(places).items(), key=lambda item: item[1])
