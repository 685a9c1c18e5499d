"""What the pages of a traineeship show: the weeks with what is missing, the agreed outcomes, hours beside credits, the tutor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.common.translated import in_language
from salerno.mobility.enums import LogWeekState
from salerno.mobility.learning_agreements.selectors.facts import facts_of, version_in_force
from salerno.mobility.models import LearningAgreementVersion, LogWeek, Mobility, TraineeshipCertificate, TutorRequest
from salerno.mobility.papers.body import Traineeship
from salerno.mobility.papers.certificates import CertificateFacts, from_json
from salerno.mobility.papers.facts import PaperFacts
from salerno.mobility.traineeships.rules import is_late, last_day, monday_of

HOURS_OF_A_CREDIT = (25, 30)
"""One ECTS credit stands for 25 to 30 hours of work (ECTS Users' Guide 2015, section 1 and glossary, "Workload")."""


@dataclass(frozen=True)
class Agreed:
    """What the learning agreement in force says of a traineeship; empty words, and no credits, where none is in force."""

    version: LearningAgreementVersion | None
    facts: PaperFacts | None
    traineeship: Traineeship
    ects: Decimal

    @property
    def outcomes(self) -> list[str]:
        """The knowledge, skills and competences to be acquired: one a line."""
        return [line.strip(" -–•\t") for line in self.traineeship.knowledge.splitlines() if line.strip(" -–•\t")]


@dataclass(frozen=True)
class WeekLine:
    """A week of the stay, written or not. ``number``: 1 is the week of the arrival."""

    number: int
    starts_on: date
    week: LogWeek | None
    is_late: bool

    @property
    def key(self) -> str:
        """Its Monday, as its address names it."""
        return self.starts_on.isoformat()

    @property
    def ends_on(self) -> date:
        """Its Sunday."""
        return self.starts_on + timedelta(days=6)

    @property
    def state(self) -> str:
        """In words."""
        return self.week.get_state_display() if self.week else _("Not written yet")


@dataclass(frozen=True)
class Served:
    """An agreed outcome, and how many weeks served it."""

    text: str
    weeks: int


@dataclass(frozen=True)
class Log:
    """The log of a traineeship. ``read``: what the reader may read; ``hours`` are those of it."""

    agreed: Agreed
    lines: list[WeekLine]
    read: list[LogWeek]
    served: list[Served]
    request: TutorRequest | None
    certificate: TraineeshipCertificate | None

    @property
    def hours(self) -> Decimal:
        """The hours of what may be read."""
        return sum((week.hours or Decimal(0) for week in self.read), Decimal(0))

    @property
    def certified(self) -> CertificateFacts | None:
        """What the tutor certified."""
        return from_json(self.certificate.facts) if self.certificate else None

    @property
    def late(self) -> list[WeekLine]:
        """Weeks that are missing although another week has passed since; none once the log is closed."""
        return [] if self.certificate else [line for line in self.lines if line.is_late]

    @property
    def workload(self) -> tuple[Decimal, Decimal] | None:
        """The hours for which the agreed credits stand, from and to."""
        least, most = HOURS_OF_A_CREDIT
        return (self.agreed.ects * least, self.agreed.ects * most) if self.agreed.ects else None


def agreed_on(mobility: Mobility) -> Agreed:
    """What is in force for ``mobility``; the title of the offer where the agreement names none."""
    version = version_in_force(mobility)
    facts = facts_of(version) if version else None
    said = (facts.body.traineeship if facts else None) or Traineeship()
    return Agreed(version, facts, said, facts.body.ects("recognised") if facts else Decimal(0))


def title_of(mobility: Mobility, agreed: Agreed) -> str:
    """The title of the traineeship."""
    offer = mobility.place.traineeship
    call = mobility.wish.call
    return agreed.traineeship.title or (in_language(offer.title) if offer else "") or (in_language(call.title) if call else "")


def tutor_of(mobility: Mobility, agreed: Agreed) -> tuple[str, str]:
    """Name and address of whoever supervises: as the agreement says, else as the offer does."""
    said, offer = agreed.traineeship, mobility.place.traineeship
    if said.supervisor_email or offer is None:
        return said.supervisor_name, said.supervisor_email
    return offer.supervisor_name, offer.supervisor_email


def log_of(mobility: Mobility, *, states: Sequence[str] = tuple(LogWeekState), on: date | None = None) -> Log:
    """The log as somebody may read it who reads weeks in ``states``: the trainee all, the university what is handed in."""
    weeks = {week.starts_on: week for week in mobility.log_weeks.all() if week.state in states}
    agreed = agreed_on(mobility)
    read = list(weeks.values())
    return Log(
        agreed=agreed,
        lines=list(_lines(mobility, weeks, on or timezone.localdate())),
        read=read,
        served=[Served(text, sum(text in week.outcomes for week in read)) for text in agreed.outcomes],
        request=TutorRequest.objects.filter(mobility=mobility).first(),
        certificate=TraineeshipCertificate.objects.filter(mobility=mobility).defer("pdf").first(),
    )


def _lines(mobility: Mobility, weeks: dict[date, LogWeek], today: date) -> Iterator[WeekLine]:
    """The weeks that have begun, the newest first; what was written is shown, even where days were corrected since."""
    if mobility.arrived_on is None:
        return
    first, last = monday_of(mobility.arrived_on), min(today, last_day(mobility))
    count = max(0, (last - first).days // 7 + 1)
    mondays = {first + timedelta(days=7 * number) for number in range(count)} | set(weeks)
    for day in sorted(mondays, reverse=True):
        week = weeks.get(day)
        missing = week is None or week.state == LogWeekState.DRAFT
        yield WeekLine((day - first).days // 7 + 1, day, week, missing and is_late(day, today))
