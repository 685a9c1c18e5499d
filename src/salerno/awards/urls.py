"""Addresses of this room: grades, boards, tables and theses on the desk; the student's own degree, thesis and grades."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from salerno.awards.boards.views import boards
from salerno.awards.boards.views import chairs as board_chairs
from salerno.awards.boards.views import students as board_students
from salerno.awards.degrees import views as degrees
from salerno.awards.grades.views import conversions, sheets, tables
from salerno.awards.theses.views import desk as thesis_desk
from salerno.awards.theses.views import theses


class SheetActConverter(StringConverter):
    """A step of a grade sheet."""

    regex = "submit|return|confirm|publish"


class BoardActConverter(StringConverter):
    """A step of a board."""

    regex = "close|reopen|sign"


register_converter(SheetActConverter, "sheet_act")
register_converter(BoardActConverter, "board_act")

app_name = "awards"
urlpatterns = [
    path("studies/degree/", degrees.my_degree, name="my_degree"),
    path("studies/degree/<uuid:studies>/", degrees.degree, name="degree"),
    path("desk/degrees/<uuid:award>/withdraw/", degrees.withdraw_degree, name="withdraw_degree"),
    path("studies/thesis/", theses.my_thesis, name="my_thesis"),
    path("studies/thesis/propose/", theses.propose_thesis, name="propose_thesis"),
    path("studies/thesis/deposit/", theses.deposit_thesis, name="deposit_thesis"),
    path("studies/thesis/<uuid:thesis>/versions/<int:number>/", theses.thesis_file, name="thesis_file"),
    path("desk/theses/", thesis_desk.desk_theses, name="theses"),
    path("desk/theses/<uuid:thesis>/", thesis_desk.desk_thesis, name="desk_thesis"),
    path("desk/theses/<uuid:thesis>/<slug:act>/", thesis_desk.act_on_thesis, name="act_on_thesis"),
    path("studies/conversions/", conversions.conversions, name="conversions"),
    path("studies/grading-tables/<uuid:table>/", conversions.grading_table, name="grading_table"),
    path("desk/grades/", sheets.sheets, name="sheets"),
    path("desk/grades/open/<uuid:offering>/", sheets.open_sheet, name="open_sheet"),
    path("desk/grades/correct/<uuid:grade>/", sheets.correct, name="correct"),
    path("desk/grades/<uuid:sheet>/", sheets.sheet, name="sheet"),
    path("desk/grades/<uuid:sheet>/import/", sheets.import_grades, name="import_grades"),
    path("desk/grades/<uuid:sheet>/newcomers/", sheets.add_newcomers, name="add_newcomers"),
    path("desk/grades/<uuid:sheet>/graduates/", sheets.take_graduates_off, name="take_graduates_off"),
    path("desk/grades/<uuid:sheet>/<sheet_act:act>/", sheets.move_sheet, name="move_sheet"),
    path("desk/grading-tables/", tables.tables, name="tables"),
    path("desk/grading-tables/import/", tables.import_table, name="import_table"),
    path("desk/grading-tables/compute/", tables.compute_table, name="compute_table"),
    path("desk/boards/", boards.boards, name="boards"),
    path("desk/boards/convene/<uuid:cohort>/", boards.convene, name="convene"),
    path("desk/boards/students/<uuid:item>/", board_students.board_student, name="board_student"),
    path("desk/boards/students/<uuid:item>/conflict/", board_students.declare_conflict, name="declare_conflict"),
    path("desk/boards/students/<uuid:item>/no-conflict/", board_students.lift_conflict, name="lift_conflict"),
    path("desk/boards/students/<uuid:item>/look-again/", board_students.look_again, name="look_again"),
    path("desk/boards/students/<uuid:item>/take-back/", board_students.take_back, name="take_back"),
    path("desk/boards/<uuid:board>/", boards.board, name="board"),
    path("desk/boards/<uuid:board>/presence/", boards.presence, name="presence"),
    path("desk/boards/<uuid:board>/agenda/", boards.agenda, name="agenda"),
    path("desk/boards/<uuid:board>/as-proposed/", boards.as_proposed, name="as_proposed"),
    path("desk/boards/<uuid:board>/minutes.pdf", boards.minutes, name="minutes"),
    path("desk/boards/<uuid:board>/chair/", board_chairs.replace_chair, name="replace_chair"),
    path("desk/boards/<uuid:board>/<board_act:act>/", boards.move_board, name="move_board"),
]
