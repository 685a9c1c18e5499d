"""What the pages of traineeships and factsheets read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from salerno.common.names import language_name
from salerno.common.translated import interface_languages
from salerno.institutions.models import Institution
from salerno.mobility.agreements.forms_offer import ABOUT, STEPS, TERMS
from salerno.mobility.models import Factsheet, TraineeshipOffer


def narrowed(
    rows: QuerySet[TraineeshipOffer], *, words: str = "", state: str = "", host: str = "", day: date | None = None
) -> QuerySet[TraineeshipOffer]:
    """``rows`` with their hosts, narrowed by what is given."""
    rows = rows.select_related("host")
    if words:
        texts = (f"{name}__{code}__icontains" for name in ("title", "text") for code in interface_languages())
        rows = rows.filter(reduce(or_, (Q(**{path: words}) for path in texts), Q(requirements__icontains=words)))
    if state:
        rows = rows.filter(state=state)
    if host:
        rows = rows.filter(host__slug=host)
    return rows.filter(starts_on__lte=day, ends_on__gte=day) if day else rows


def hosts_of(rows: QuerySet[TraineeshipOffer]) -> list[Institution]:
    """The institutions that offer ``rows``."""
    return list(Institution.objects.filter(pk__in=rows.order_by().values("host")))


def languages_in_words(languages: list[Mapping[str, str]]) -> str:
    """``English B2, French B1``."""
    return ", ".join(f"{language_name(each['language'])} {each['level']}" for each in languages)


@dataclass(frozen=True)
class Topic:
    """Whom to ask about one thing, and where to read."""

    title: str
    email: str
    phone: str
    url: str


@dataclass(frozen=True)
class FactsheetPage:
    """A factsheet for those who come. ``deadlines``: a sentence such as "Autumn: nominations until 15 May"."""

    factsheet: Factsheet
    deadlines: list[str]
    topics: list[Topic]


def factsheet_page(factsheet: Factsheet) -> FactsheetPage:
    """What the page of ``factsheet`` shows."""
    terms = {each["term"]: each for each in factsheet.deadlines}
    deadlines = [
        f"{term_label}: {step_label} {_in_words(terms[term][step])}"
        for term, term_label in TERMS.items()
        for step, step_label in STEPS.items()
        if terms.get(term, {}).get(step)
    ]
    contacts: dict[str, Any] = {each["role"]: each for each in factsheet.contacts}
    links = {each["about"]: each["url"] for each in factsheet.links}
    topics = [
        Topic(str(label), contacts.get(about, {}).get("email", ""), contacts.get(about, {}).get("phone", ""), links.get(about, ""))
        for about, label in ABOUT.items()
        if about in contacts or about in links
    ]
    return FactsheetPage(factsheet, deadlines, topics)


def _in_words(month_day: str) -> str:
    month, _dash, day = month_day.partition("-")
    return _("%(day)d %(month)s") % {"day": int(day), "month": MONTHS[int(month)]}
