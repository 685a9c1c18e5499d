"""What the pages of learning agreements show: one agreement with its way so far, and whose agreements are late."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from salerno.desk.words import day, moment
from salerno.mobility.enums import PAPER_UNDER_WAY, SIGNS_NEXT, PaperState, Signer
from salerno.mobility.learning_agreements.rules import BEFORE_THE_STAY, WRITTEN_IN
from salerno.mobility.learning_agreements.selectors.checks import Checked, checked
from salerno.mobility.learning_agreements.selectors.facts import facts_of, in_force_before
from salerno.mobility.models import LearningAgreementComment, LearningAgreementSignature, LearningAgreementVersion, Mobility
from salerno.mobility.papers.body import TABLES
from salerno.mobility.papers.changes import RowChange, TextChange, row_changes, text_changes
from salerno.mobility.papers.facts import PaperFacts


@dataclass(frozen=True)
class Moment:
    """A line of the timeline."""

    when: str
    what: str
    detail: str = ""
    state: str = "done"


@dataclass(frozen=True)
class PaperPage:
    """The newest version of an agreement: what it says, what was found in it, what it changes, and all that happened."""

    version: LearningAgreementVersion
    facts: PaperFacts
    checked: Checked
    next: str
    moments: list[Moment]
    comments: list[LearningAgreementComment]
    signatures: list[LearningAgreementSignature]
    in_force: LearningAgreementVersion | None = None
    row_changes: list[RowChange] = field(default_factory=list)
    text_changes: list[TextChange] = field(default_factory=list)

    @property
    def ects(self) -> dict[str, Decimal]:
        """The credits of each table."""
        return {table: self.facts.body.ects(table) for table in TABLES}


def paper_page(version: LearningAgreementVersion, today: date) -> PaperPage:
    """The page of ``version``, one of ``with_all``."""
    facts, before = facts_of(version), in_force_before(version)
    signatures = LearningAgreementSignature.objects.filter(version__agreement=version.agreement_id)
    rows = list(signatures.defer("pdf", "evidence").select_related("version"))
    comments = LearningAgreementComment.objects.filter(version__agreement=version.agreement_id)
    return PaperPage(
        version=version,
        facts=facts,
        checked=checked(version, facts.body),
        next=whose_turn_in_words(version),
        moments=_moments(version, rows, today),
        comments=list(comments.select_related("by", "version").order_by("-at", "-pk")),
        signatures=rows,
        in_force=before,
        row_changes=row_changes(before.says, facts.body) if before else [],
        text_changes=text_changes(before.says, facts.body) if before else [],
    )


def whose_turn_in_words(version: LearningAgreementVersion) -> str:
    """Who does what next."""
    return {
        PaperState.DRAFT: _("The student writes it and signs it."),
        PaperState.LEARNER: _("The sending institution reads it and signs it."),
        PaperState.SENDING: _("The receiving institution reads it and signs it."),
        PaperState.IN_FORCE: _("It is in force."),
        PaperState.SUPERSEDED: _("A later version is in force."),
        PaperState.WITHDRAWN: _("It was given up."),
    }[PaperState(version.state)]


def _moments(version: LearningAgreementVersion, rows: list[LearningAgreementSignature], today: date) -> list[Moment]:
    """Signatures of this version as they came, and whose turn it is."""
    signed = [
        Moment(
            moment(row.at),
            _("%(role)s signed: %(name)s") % {"role": row.get_role_display(), "name": row.name},
            _("No longer holds since %(when)s.") % {"when": moment(row.voided_at)} if row.voided_at else "",
        )
        for row in rows
        if row.version_id == version.pk
    ]
    begun = Moment(moment(version.begun_at), _("Version %(number)d was begun") % {"number": version.number})
    role = SIGNS_NEXT.get(PaperState(version.state))
    if role is None:
        return [begun, *signed]
    late = _("The deadline has passed.") if version.due_on < today else ""
    due = _("by %(day)s") % {"day": day(version.due_on)}
    return [begun, *signed, Moment(due, whose_turn_in_words(version), late, "now")]


def on_the_desk(rows: QuerySet[Mobility]) -> QuerySet[Mobility]:
    """``rows`` that need a learning agreement or have one, each with ``paper_state``, ``paper_number`` and ``paper_due``."""
    newest = LearningAgreementVersion.objects.filter(agreement__mobility=OuterRef("pk")).exclude(state=PaperState.WITHDRAWN)
    newest = newest.order_by("-number")
    rows = rows.select_related("wish__student", "wish__studies", "wish__home", "wish__call", "place__institution")
    return rows.annotate(
        paper_state=Subquery(newest.values("state")[:1]),
        paper_number=Subquery(newest.values("number")[:1]),
        paper_due=Subquery(newest.values("due_on")[:1]),
    ).filter(Q(state__in=WRITTEN_IN) | Q(paper_state__isnull=False))


def late(rows: QuerySet[Mobility], today: date) -> QuerySet[Mobility]:
    """Of ``on_the_desk`` those whose agreement should be in force by now, begun or not."""
    not_begun = Q(paper_state__isnull=True, starts_on__lt=today + BEFORE_THE_STAY)
    under_way = Q(paper_state__in=PAPER_UNDER_WAY, paper_due__lt=today)
    return rows.filter(not_begun | under_way, state__in=WRITTEN_IN)


def due_on(row: Mobility) -> date:
    """When the agreement of one of ``on_the_desk`` should be signed by all."""
    return row.paper_due or row.starts_on - BEFORE_THE_STAY


def waits_for(row: Mobility) -> str:
    """Who is next with one of ``on_the_desk``."""
    state = row.paper_state or PaperState.DRAFT
    role = SIGNS_NEXT.get(PaperState(state))
    return str(Signer(role).label) if role else ""


def signature_of(person_rows: QuerySet[LearningAgreementVersion], uuid: object) -> LearningAgreementSignature | None:
    """The signature with this uuid, with its document, if its version is among ``person_rows``."""
    rows = LearningAgreementSignature.objects.filter(version__in=person_rows.values("pk"), uuid=uuid)
    return rows.select_related("version__agreement__mobility__wish__student").first()
