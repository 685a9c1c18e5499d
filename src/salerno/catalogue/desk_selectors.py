"""What the desk's pages of regulations read."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from salerno.catalogue.models import Course, Programme, ProgrammeOffering, Regulations
from salerno.catalogue.regulations.comparison import Difference, differences
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.selectors import ProgrammePage, rules_of
from salerno.people.models import Person


def versions_for(person: Person) -> QuerySet[Regulations]:
    """Versions of the programmes that the person's institutions give, with ``cohorts``: for how many each holds; ``newest``."""
    newest = Regulations.objects.filter(programme=OuterRef("programme")).order_by("-number").values("number")[:1]
    rows = Regulations.objects.governed_by(person).select_related("programme")
    return rows.annotate(cohorts=Count("offerings"), newest=Subquery(newest))


@dataclass(frozen=True)
class RegulationsPage:
    """A version with its structure, the cohorts for which it holds, and what it changed."""

    regulations: Regulations
    structure: ProgrammePage
    cohorts: list[ProgrammeOffering]
    before: Regulations | None
    changes: list[Difference]


def regulations_page(regulations: Regulations) -> RegulationsPage:
    """The page of a version, in a constant number of queries."""
    programme = Programme.objects.prefetch_related("institutions__institution").get(pk=regulations.programme_id)
    before = programme.regulations.filter(number__lt=regulations.number).first()
    return RegulationsPage(
        regulations=regulations,
        structure=ProgrammePage(programme=programme, courses=[], rules=rules_of(regulations)),
        cohorts=list(regulations.offerings.select_related("academic_session")),
        before=before,
        changes=differences(before.body, regulations.body) if before else [],
    )


@dataclass(frozen=True)
class PublishingPreview:
    """What publishing would do: ``newest`` is the version that there is; ``same`` the version that says just this already."""

    rules: ProgrammeRules
    newest: Regulations | None
    same: Regulations | None
    changes: list[Difference]
    new_courses: list[str]

    @property
    def newest_number(self) -> int:
        """The number of the version with which the file was compared; 0 where there is none."""
        return self.newest.number if self.newest else 0


def publishing_preview(rules: ProgrammeRules, programme: Programme) -> PublishingPreview:
    """What publishing ``rules`` for ``programme`` would change, and which courses the catalogue would get."""
    newest = programme.regulations.first()
    known = set(Course.objects.filter(code__in=rules.courses).values_list("code", flat=True))
    return PublishingPreview(
        rules=rules,
        newest=newest,
        same=programme.regulations.filter(digest=rules.digest).first(),
        changes=differences(newest.body, rules.body) if newest else [],
        new_courses=[code for code in rules.courses if code not in known],
    )
