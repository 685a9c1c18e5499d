"""This room's parts of the desk, and what waits in them."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy, ngettext

from salerno.awards.enums import BoardState, SheetState
from salerno.awards.models import Board, GradeSheet
from salerno.desk import rules
from salerno.desk.sections import Group, Section
from salerno.desk.waiting import Waiting
from salerno.people.access import reach_of
from salerno.people.enums import Role
from salerno.people.models import Person


def sits_on_boards(person: Person) -> bool:
    """Members of boards, and whoever administers an institution."""
    return rules.describes_institutions(person) or any(held.role == Role.BOARD_MEMBER for held in reach_of(person).roles)


SECTIONS = (
    Section("awards:sheets", gettext_lazy("Grades"), rules.works_at_an_institution, 20, Group.TEACHING),
    Section("awards:boards", gettext_lazy("Examination boards"), sits_on_boards, 22, Group.DEGREES),
    Section("awards:tables", gettext_lazy("Grading tables"), rules.sees_people, 24, Group.TEACHING),
)


def waiting_here(person: Person, on: date) -> Iterable[Waiting]:
    """Sheets to be confirmed and boards to be held: two queries."""
    if rules.works_at_an_institution(person):
        sheets = GradeSheet.objects.governed_by(person).filter(state=SheetState.SUBMITTED).exclude(writers=person).count()
        if sheets:
            said = ngettext(
                "%(n)d grade sheet waits for a second pair of eyes.", "%(n)d grade sheets wait for a second pair of eyes.", sheets
            )
            yield Waiting(said % {"n": sheets}, "awards:sheets", sheets)
    if sits_on_boards(person):
        boards = Board.objects.open_to(person).exclude(state=BoardState.SIGNED).count()
        if boards:
            said = ngettext("%(n)d examination board is not over.", "%(n)d examination boards are not over.", boards)
            yield Waiting(said % {"n": boards}, "awards:boards", boards)
