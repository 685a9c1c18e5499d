"""Parts of the desk for agreements, factsheets and traineeships; what waits in them; what they hold about people."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy, ngettext

from salerno.desk import rules
from salerno.desk.sections import Group, Section
from salerno.desk.waiting import Waiting
from salerno.mobility.agreements.services import rights as agreement_rights
from salerno.mobility.enums import AgreementState
from salerno.mobility.models import InterInstitutionalAgreement
from salerno.mobility.querysets import coordinated_by
from salerno.people.data_rights import Holding
from salerno.people.models import Person

SECTIONS = (
    Section("mobility:agreements", gettext_lazy("Agreements"), rules.describes_institutions, 10, Group.MOBILITY),
    Section("mobility:desk_traineeships", gettext_lazy("Traineeships"), rules.describes_institutions, 60, Group.MOBILITY),
    Section("mobility:desk_factsheets", gettext_lazy("Factsheets"), rules.describes_institutions, 70, Group.MOBILITY),
)
HOLDINGS = (
    Holding(
        "agreement-approvals",
        gettext_lazy("Agreements between institutions that you approved"),
        agreement_rights.export_approvals,
        lambda person: 0,
        kept_because=gettext_lazy(
            "Who bound an institution stays known as long as the agreement can be relied on (GDPR, Article 17(3)(b) and (e): legal "
            "obligation, legal claims)."
        ),
    ),
    Holding(
        "traineeships-supervised",
        gettext_lazy("Offers of traineeships that name you as supervisor"),
        agreement_rights.export_supervised,
        agreement_rights.erase_supervised,
    ),
)


def agreements_wait(person: Person, on: date) -> Iterable[Waiting]:
    """Proposals that wait for a side for which the person speaks: one query."""
    own = coordinated_by(person)
    if not own:
        return
    proposals = InterInstitutionalAgreement.objects.governed_by(person).filter(state=AgreementState.PROPOSED, ends_on__gte=on)
    rows = proposals.prefetch_related("approvals")
    count = sum(bool({row.first_id, row.second_id} & own - {each.institution_id for each in row.approvals.all()}) for row in rows)
    if count:
        said = ngettext("%(n)d agreement waits for your approval.", "%(n)d agreements wait for your approval.", count)
        yield Waiting(said % {"n": count}, "mobility:agreements", count)
