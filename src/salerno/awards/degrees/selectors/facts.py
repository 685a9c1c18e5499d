"""Everything that the documents of a degree say, read once for all students of a board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from salerno.awards.boards.rules import facts_of
from salerno.awards.degrees.facts import (
    Body,
    ConvertedGrade,
    Decision,
    DegreeFacts,
    Graduate,
    Qualification,
    Result,
    Share,
)
from salerno.awards.degrees.selectors.recognised import recognised_by, recognised_result
from salerno.awards.enums import Decision as Decided
from salerno.awards.grades.selectors.conversions import NewestTables
from salerno.awards.models import Board, BoardItem, Grade, GradingTable
from salerno.awards.national_systems import national_system
from salerno.awards.theses.selectors import thesis_facts
from salerno.catalogue.models import ProgrammeInstitution
from salerno.catalogue.regulations.facts import ProgrammeRules, RuledCourse
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.institutions.models import Institution


@dataclass(frozen=True)
class _Taken:
    """A course that a student took, and the newest published grade."""

    enrolment: Enrolment
    grade: Grade | None

    @property
    def code(self) -> str:
        return self.enrolment.offering.course.code

    @property
    def is_completed(self) -> bool:
        return self.enrolment.state == State.COMPLETED

    @property
    def value(self) -> str:
        return self.grade.value if self.grade else ""

    @property
    def scale(self) -> str:
        return self.grade.sheet.scale if self.grade else ""

    @property
    def passed_on(self) -> date:
        """The day of the examination; of a course without one, the day of its completion."""
        return self.grade.sheet.held_on if self.grade else self.enrolment.completed_at.date()


class DegreeReader:
    """The facts of the degrees that a board grants. A constant number of queries, whatever the number of students.

    What an audit counted is what a document lists: courses passed, and those that were compensated.
    """

    def __init__(self, board: Board, students: Iterable[ProgrammeEnrolment]) -> None:
        self._board = board
        self._rules: ProgrammeRules = rules_of(board.offering.regulations)
        givers = ProgrammeInstitution.objects.filter(programme=board.offering.programme)
        self._givers = {row.institution.schac: row for row in givers.select_related("institution__grading_scale")}
        self._tables = NewestTables([row.institution for row in self._givers.values()])
        rows = list(students)
        self._taken = self._taken_by(rows)
        self._recognised = recognised_by(rows)

    def _taken_by(self, students: list[ProgrammeEnrolment]) -> dict[int, list[_Taken]]:
        """The courses that each student took, with the newest published grade. Two queries."""
        grades = Grade.objects.published().filter(enrolment__programme_enrolment__in=students)
        newest = {row.enrolment_id: row for row in grades.select_related("sheet").order_by("sheet__held_on", "pk")}
        rows = Enrolment.objects.live().filter(programme_enrolment__in=students)
        found: dict[int, list[_Taken]] = {}
        for row in rows.select_related("offering__course", "offering__institution"):
            found.setdefault(row.programme_enrolment_id, []).append(_Taken(row, newest.get(row.pk)))
        return found

    def awarding(self, student: ProgrammeEnrolment) -> list[Institution]:
        """The awarding institutions at which the student is registered, in the order of registration."""
        rows = student.registrations.select_related("institution").order_by("starts_on", "pk")
        return [row.institution for row in rows if row.institution.schac in self._rules.awarding and row.ends_on is None]

    def facts(self, item: BoardItem, institution: Institution, *, award_uuid: str, number: str, at: datetime) -> DegreeFacts:
        """The degree that ``institution`` grants by the decision ``item``, as it stands at the moment ``at``."""
        student, programme = item.student, self._board.offering.programme
        giver = self._givers[institution.schac]
        registered = {row.institution.schac: row for row in student.registrations.select_related("institution")}
        results = self._results(item, registered.keys())
        return DegreeFacts(
            award_uuid=award_uuid,
            number=number,
            awarding=_body(institution),
            partners=tuple(_body(row.institution) for schac, row in self._givers.items() if schac != institution.schac),
            programme_code=programme.code,
            programme_title=dict(programme.title),
            qualification=self._qualification(giver),
            graduate=_graduate(student, {schac: row.student_number for schac, row in registered.items() if row.student_number}),
            results=results,
            outcomes=tuple(dict(outcome.title) for outcome in self._rules.outcomes),
            decision=self._decision(item),
            granted_on=at.date(),
            national_system=national_system(institution.country),
            thesis=thesis_facts(student),
            with_distinction=item.decision == Decided.DISTINCTION,
            is_made_up=self._rules.is_made_up or student.student.is_demo,
            hosts=tuple(_body(host) for host in self._hosts(student.pk)),
        )

    def _decision(self, item: BoardItem) -> Decision:
        return Decision(
            held_on=self._board.held_on,
            outcome=item.decision,
            clause=item.clause,
            agreement_version=self._board.agreement.number,
            chair=self._board.chair.display_name,
        )

    def _qualification(self, giver: ProgrammeInstitution) -> Qualification:
        programme, texts = giver.programme, giver.degree
        return Qualification(
            title=dict(giver.qualification or programme.title),
            field_of_study=texts.get("field_of_study", dict(programme.title)),
            eqf_level=programme.eqf_level,
            isced_f=tuple(programme.isced_f),
            credits=self._rules.degree.ects,
            semesters=programme.semesters,
            languages=tuple(programme.languages),
            access_requirements=texts.get("access_requirements", {}),
            further_study=texts.get("further_study", {}),
            professional_status=texts.get("professional_status", {}),
            mode_of_study=texts.get("mode_of_study", {}),
            requirements=dict(facts_of(self._board.agreement).title),
            grading=dict(giver.institution.grading_scale.name) if giver.institution.grading_scale else {},
            law=texts.get("law", {}),
            mode=str(texts.get("mode", "")),
        )

    def _results(self, item: BoardItem, registered: Iterable[str]) -> tuple[Result, ...]:
        counted = {*item.audit["allocation"], *item.audit["compensated"]}
        track = self._rules.track(item.student.track)
        semesters = {code: part.number for part in track.semesters for group in part.groups for code in group.courses}
        targets = [self._givers[schac].institution for schac in registered if schac in self._givers]
        taken = [row for row in self._taken.get(item.student_id, []) if row.code in counted and (row.grade or row.is_completed)]
        results = {row.code: self._result(row, semesters.get(row.code, 0), targets) for row in taken}
        for row in self._recognised.rows.get(item.student_id, []):
            found = recognised_result(row, self._rules, semesters.get(row.course_code, 0), self._givers)
            if row.course_code not in results or found.passed_on < results[row.course_code].passed_on:
                results[row.course_code] = found
        return tuple(sorted(results.values(), key=lambda result: (result.semester, result.code)))

    def _hosts(self, student: int) -> list[Institution]:
        """Institutions beside the programme at which the student earned what is recognised."""
        wanted = {row.schac for row in self._recognised.rows.get(student, [])} - self._givers.keys()
        return [self._recognised.hosts[schac] for schac in sorted(wanted)]

    def _result(self, taken: _Taken, semester: int, targets: list[Institution]) -> Result:
        offering = taken.enrolment.offering
        course, where = offering.course, offering.institution
        ruled = self._rules.courses.get(course.code) or RuledCourse(
            code=course.code, title=course.title, schac=where.schac, ects=course.ects_credits or Decimal(0)
        )
        isced_f = course.isced_f[0] if course.isced_f else ""
        table = self._tables.of(where.pk, taken.scale, isced_f)
        converted = [self._converted(taken.value, table, target, isced_f) for target in targets if target.pk != where.pk]
        return Result(
            code=course.code,
            title=dict(ruled.title),
            schac=where.schac,
            semester=semester,
            kind=ruled.kind,
            credits=ruled.ects,
            grade=taken.value,
            scale=taken.scale,
            passed_on=taken.passed_on,
            language=offering.language,
            isced_f=isced_f,
            hours=ruled.practical_hours or None,
            outcomes=tuple(dict(outcome.title) for outcome in self._rules.outcomes if outcome.key in ruled.outcomes),
            converted=tuple(found for found in converted if found),
            distribution=_shares(table),
        )

    def _converted(self, value: str, table: GradingTable | None, target: Institution, isced_f: str) -> ConvertedGrade | None:
        found = self._tables.convert(value, table, self._tables.main_of(target, isced_f))
        if found is None or not found.conversion.is_pass:
            return None
        said = found.conversion
        names = (_named(found.source), _named(found.target))
        return ConvertedGrade(target.schac, found.target.scale, said.grade, said.lowest, said.highest, names)


def _named(table: GradingTable) -> str:
    """``unipi.it it-30 0988 2``: which version of which table."""
    return " ".join(filter(None, (table.institution.schac, table.scale, table.isced_f, str(table.number))))


def _shares(table: GradingTable | None) -> tuple[Share, ...]:
    return tuple(Share(grade, Decimal(percentage)) for grade, percentage in table.rows) if table else ()


def _body(institution: Institution) -> Body:
    return Body(
        schac=institution.schac,
        slug=institution.slug,
        name=dict(institution.name),
        country=institution.country,
        city=institution.city,
        website=institution.website,
        languages=tuple(institution.languages),
        legal_name=institution.name.get(institution.languages[0] if institution.languages else "en", institution.name["en"]),
        legal_identifier=institution.legal_identifier,
    )


def _graduate(student: ProgrammeEnrolment, numbers: dict[str, Any]) -> Graduate:
    return Graduate(
        uuid=str(student.student.uuid),
        given_names=student.given_names,
        family_name=student.family_name,
        birth_date=student.birth_date,
        birth_place=student.birth_place,
        citizenship=student.citizenship,
        numbers=numbers,
    )
