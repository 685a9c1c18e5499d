"""The balance between an institution and its partners: places agreed each way, and who went."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

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
