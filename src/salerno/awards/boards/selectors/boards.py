"""What the pages of boards show."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from salerno.awards.agreements import AgreementFacts, Clause
from salerno.awards.boards import rules
from salerno.awards.boards.selectors.audits import calls_back, changed_among, kept_lines, look_at
from salerno.awards.degree_rules.audit import Line
from salerno.awards.degrees.words import missing_of, reached_of, title_of
from salerno.awards.enums import GRANTS, BoardState, Decision, Standing, Vote
from salerno.awards.models import Board, BoardChairChange, BoardItem, BoardMember
from salerno.catalogue.models import ProgrammeInstitution, ProgrammeOffering
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.selectors import rules_of
from salerno.common.translated import in_language
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.enums import GOVERNS
from salerno.people.models import Person

GOES_ON = (BoardState.CONVENED, BoardState.SITTING)


def boards_of(person: Person) -> QuerySet[Board]:
    """The boards that the person may open, with how many students wait on each agenda."""
    rows = Board.objects.open_to(person).select_related("offering__programme", "offering__academic_session", "chair")
    return rows.annotate(students=Count("items"), decided=Count("items", filter=~Q(items__decision="")))


def cohorts_to_examine(person: Person) -> QuerySet[ProgrammeOffering]:
    """The cohorts for which the person may call a board together: of degrees that an institution which they administer awards."""
    rows = ProgrammeOffering.objects.filter(regulations__isnull=False)
    reach = reach_of(person)
    if not reach.everything:
        governed = [held.institution_id for held in reach.roles if held.role in GOVERNS]
        awarded = ProgrammeInstitution.objects.filter(institution__in=governed, is_awarding=True)
        rows = rows.filter(programme__in=awarded.values("programme"))
    return rows.select_related("programme", "academic_session", "regulations").order_by("academic_session__starts_on", "pk")


@dataclass(frozen=True)
class Asked:
    """One thing that the quorum asks for; ``text`` is what the country's own rule says."""

    sentence: str
    is_met: bool
    text: str = ""


@dataclass(frozen=True)
class AgendaLine:
    """One student on the agenda. ``is_changed``: the results are others than those the board looked at."""

    item: BoardItem
    satisfied: int
    rules: int
    conflicts: tuple[str, ...]
    votes: tuple[tuple[str, int], ...]
    is_changed: bool

    @property
    def is_open(self) -> bool:
        """Whether it can be decided as proposed, together with others."""
        return not self.item.decision and self.item.proposal in GRANTS and not self.is_changed


@dataclass(frozen=True)
class BoardPage:
    """A board with its members, its quorum and its agenda."""

    board: Board
    facts: AgreementFacts
    members: list[BoardMember]
    quorum: list[Asked]
    lines: list[AgendaLine]
    chair_changes: list[BoardChairChange]

    @property
    def has_quorum(self) -> bool:
        """Whether it can decide now."""
        return all(asked.is_met for asked in self.quorum)

    @property
    def undecided(self) -> int:
        """How many students wait for a decision."""
        return sum(not line.item.decision for line in self.lines)

    @property
    def outdated(self) -> str:
        """The students whose decision must be taken again, because their results have changed since; until then nobody signs."""
        return ", ".join(line.item.student.full_name for line in self.lines if line.item.decision and line.is_changed)

    @property
    def decisions(self) -> list[tuple[str, int]]:
        """How often each decision was taken, in words."""
        counts = Counter(line.item.decision for line in self.lines)
        return [(str(decision.label), counts[decision]) for decision in Decision if counts[decision]]


def board_page(board: Board) -> BoardPage:
    """The page of ``board``: as many queries for one student as for thirty."""
    members = list(board.members.select_related("person", "institution").prefetch_related("presences"))
    rows = board.items.select_related("student").prefetch_related("conflicts__member__person", "votes")
    items = list(rows)
    changed = _changed(board, items)
    return BoardPage(
        board=board,
        facts=rules.facts_of(board.agreement),
        members=members,
        quorum=_quorum(board, members),
        lines=[_agenda_line(item, item.pk in changed) for item in items],
        chair_changes=list(board.chair_changes.select_related("before", "after")),
    )


def _changed(board: Board, items: list[BoardItem]) -> set[int]:
    return {item.pk for item in changed_among(items)} if board.state != BoardState.SIGNED else set()


def _quorum(board: Board, members: list[BoardMember]) -> list[Asked]:
    texts = {national.country: in_language(national.text) for national in rules.facts_of(board.agreement).board.national}
    asked = rules.quorum_of(members, board.agreement, rules.who_is_here(members))
    return [Asked(rules.lacking(item), item.is_met, texts.get(item.subject, "")) for item in asked]


def _agenda_line(item: BoardItem, is_changed: bool) -> AgendaLine:
    lines = kept_lines(item.audit)
    votes = Counter(row.vote for row in item.votes.all())
    return AgendaLine(
        item=item,
        satisfied=sum(line.now.is_satisfied for line in lines),
        rules=len(lines),
        conflicts=tuple(conflict.member.person.display_name for conflict in item.conflicts.all()),
        votes=tuple((str(vote.label), votes[vote]) for vote in Vote if votes[vote]),
        is_changed=is_changed,
    )


@dataclass(frozen=True)
class ToldRule:
    """A rule in words as the board looked at it; ``now``: what it says today, where that differs."""

    title: str
    reached: str
    missing: str
    is_satisfied: bool
    now: str = ""


@dataclass(frozen=True)
class SeenGrade:
    """A grade that the board looked at; ``now``: what it is today, where that differs, with a dash for none."""

    code: str
    title: str
    value: str
    standing: str
    scale: str
    held_on: date
    now: str = ""


@dataclass(frozen=True)
class StudentPage:
    """One student before the board."""

    item: BoardItem
    lines: list[ToldRule]
    grades: list[SeenGrade]
    facts: AgreementFacts
    members: list[BoardMember]
    is_changed: bool
    following: BoardItem | None

    @property
    def notable(self) -> list[ToldRule]:
        """The rules that are not satisfied, or say something else today."""
        return [line for line in self.lines if line.now or not line.is_satisfied]

    @property
    def settled(self) -> list[ToldRule]:
        """The rules that are satisfied, as they were."""
        return [line for line in self.lines if line.is_satisfied and not line.now]

    @property
    def clause(self) -> Clause | None:
        """The clause that the decision cites."""
        return self.facts.clause(self.item.clause)


def student_page(item: BoardItem) -> StudentPage:
    """The page of one student before the board."""
    regulations = rules_of(item.board.offering.regulations)
    looked = look_at([item.student])[item.student_id]
    is_changed = item.board.state != BoardState.SIGNED and calls_back(item) and looked.digest != item.digest
    now = {(line.key, line.subject): line for line in looked.audit.lines} if is_changed else {}
    institutions = {row.schac: row for row in Institution.objects.filter(schac__in=regulations.institutions)}
    waiting = item.board.items.filter(decision="").exclude(pk=item.pk)
    return StudentPage(
        item=item,
        lines=[
            _told(line, now.get((line.key, line.subject)), regulations, institutions, item.audit["track"])
            for line in kept_lines(item.audit)
        ],
        grades=_seen_all(item.audit["grades"], looked.body["grades"] if is_changed else item.audit["grades"], regulations),
        facts=rules.facts_of(item.board.agreement),
        members=list(item.board.members.select_related("person", "institution")),
        is_changed=is_changed,
        following=waiting.first(),
    )


def _told(line: Line, now: Line | None, regulations: ProgrammeRules, institutions: dict[str, Institution], track: str) -> ToldRule:
    return ToldRule(
        title=title_of(line, regulations, institutions, track),
        reached=reached_of(line, line.now),
        missing=missing_of(line, line.now, regulations),
        is_satisfied=line.now.is_satisfied,
        now=reached_of(now, now.now) if now and now.now != line.now else "",
    )


def _seen_all(kept: list[list[str]], today: list[list[str]], regulations: ProgrammeRules) -> list[SeenGrade]:
    """Every grade that the board looked at, or would look at today."""
    before, after = {row[0]: row for row in kept}, {row[0]: row for row in today}
    return [_seen(before.get(code), after.get(code), regulations) for code in sorted(before | after)]


def _seen(kept: list[str] | None, today: list[str] | None, regulations: ProgrammeRules) -> SeenGrade:
    code, value, standing, scale, held_on = kept or today
    course = regulations.courses.get(code)
    return SeenGrade(
        code=code,
        title=in_language(course.title) if course else "",
        value=value if kept else "–",
        standing=str(Standing(standing).label),
        scale=scale,
        held_on=date.fromisoformat(held_on),
        now="" if kept == today else (today[1] or str(Standing(today[2]).label)) if today else "–",
    )


@dataclass(frozen=True)
class Candidate:
    """A student of the cohort who does not stand on the agenda, and how near the degree is."""

    student: ProgrammeEnrolment
    satisfied: int
    rules: int
    is_satisfied: bool
    ects: Decimal


def candidates_for(board: Board) -> list[Candidate]:
    """Who of the cohort could be put on the agenda by hand: those who study, the nearest to the degree first."""
    rows = ProgrammeEnrolment.objects.live().filter(offering=board.offering)
    students = list(rows.exclude(pk__in=board.items.values("student")).select_related("offering__regulations"))
    looked = look_at(students)
    found = []
    for student in students:
        audit = looked[student.pk].audit
        met = sum(line.now.is_satisfied for line in audit.lines)
        ects = next((line.now.reached for line in audit.lines if line.key == "total-ects"), Decimal(0))
        found.append(Candidate(student, met, len(audit.lines), audit.is_satisfied, ects))
    return sorted(found, key=lambda row: (-row.satisfied, -row.ects, row.student.family_name, row.student.pk))
