"""The balance between an institution and its partners: places agreed each way, and who went."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from salerno.common.plots import Bars, bars
from salerno.institutions.models import Institution
from salerno.mobility.enums import HOLDS_A_PLACE
from salerno.mobility.models import Condition, InterInstitutionalAgreement, Mobility


@dataclass(frozen=True)
class Balance:
    """With one partner in one academic year: places agreed out and in, students sent and received."""

    partner: Institution
    agreed_out: int
    agreed_in: int
    sent: int
    received: int

    @property
    def difference(self) -> int:
        """More received (above nought) or more sent than the other way."""
        return self.received - self.sent


def balance_of(institution: Institution, year: int) -> list[Balance]:
    """With each partner in the academic year that begins in the autumn of ``year``: four queries.

    Places are those of agreements that hold on 1 October of ``year`` or on 1 March after it, each agreement once; students are
    those whose stay begins between 1 August and 31 July and who hold a place.
    """
    held = InterInstitutionalAgreement.objects.holding_on
    agreements = held(date(year, 10, 1)) | held(date(year + 1, 3, 1))
    conditions = Condition.objects.filter(agreement__in=agreements.order_by().values("pk")).order_by()
    stays = Mobility.objects.filter(
        state__in=HOLDS_A_PLACE, starts_on__gte=date(year, 8, 1), starts_on__lte=date(year + 1, 7, 31)
    ).order_by()
    agreed_out = Counter(dict(conditions.filter(sending=institution).values_list("receiving").annotate(Sum("places"))))
    agreed_in = Counter(dict(conditions.filter(receiving=institution).values_list("sending").annotate(Sum("places"))))
    elsewhere = stays.filter(~Q(wish__home=institution) | ~Q(place__institution=institution))
    sent = Counter(elsewhere.filter(wish__home=institution).values_list("place__institution", flat=True))
    received = Counter(elsewhere.filter(place__institution=institution).values_list("wish__home", flat=True))
    partners = {*agreed_out, *agreed_in, *sent, *received}
    return [
        Balance(row, agreed_out[row.pk], agreed_in[row.pk], sent[row.pk], received[row.pk])
        for row in Institution.objects.filter(pk__in=partners)
    ]


@dataclass(frozen=True)
class YearCount:
    """How many went and came in the academic year that begins in the autumn of ``year``."""

    year: int
    sent: int
    received: int

    @property
    def label(self) -> str:
        """``2026/27``."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"


@dataclass(frozen=True)
class PartnerYears:
    """One partner over the years, and its bars."""

    partner: Institution
    years: list[YearCount]
    plot: Bars


def balance_by_year(institution: Institution, years: range) -> list[PartnerYears]:
    """With each partner to whom anybody went or from whom anybody came in ``years``: two queries. All bars have one scale."""
    days = {"starts_on__gte": date(years.start, 8, 1), "starts_on__lte": date(years.stop, 7, 31)}
    stays = Mobility.objects.filter(Q(wish__home=institution) | Q(place__institution=institution), state__in=HOLDS_A_PLACE, **days)
    counts: Counter[tuple[int, int, bool]] = Counter()
    for home, host, day in stays.order_by().values_list("wish__home", "place__institution", "starts_on"):
        is_sent = home == institution.pk
        if home != host:
            counts[host if is_sent else home, day.year if day.month >= 8 else day.year - 1, is_sent] += 1
    widest = max(counts.values(), default=0)
    partners = Institution.objects.filter(pk__in={partner for partner, _year, _is_sent in counts})
    return [_partner_years(row, counts, years, widest) for row in partners]


def _partner_years(partner: Institution, counts: Counter[tuple[int, int, bool]], years: range, widest: int) -> PartnerYears:
    lines = [YearCount(year, counts[partner.pk, year, True], counts[partner.pk, year, False]) for year in years]
    title = _("%(partner)s: %(sent)d sent, %(received)d received") % {
        "partner": partner.code,
        "sent": sum(line.sent for line in lines),
        "received": sum(line.received for line in lines),
    }
    rows = [
        (
            line.label,
            [(line.sent, _("%(n)d sent") % {"n": line.sent}), (line.received, _("%(n)d received") % {"n": line.received})],
        )
        for line in lines
    ]
    return PartnerYears(partner, lines, bars(title, rows, widest=widest))
