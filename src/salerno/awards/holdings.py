"""What this room holds about people, and why the law keeps it."""

from django.utils.translation import gettext_lazy as _

from salerno.awards.boards.services import data as board_data
from salerno.awards.degrees.services import granting, recognising
from salerno.awards.grades.services import grades
from salerno.awards.theses.services import data as thesis_data
from salerno.people.data_rights import Holding

HOLDINGS = (
    Holding(
        "awards",
        _("Awards"),
        granting.export_awards,
        lambda person: 0,
        kept_because=_(
            "An awarding institution must be able to confirm what it granted (GDPR, Article 17(3)(b) and (d): public "
            "task, archiving in the public interest)."
        ),
    ),
    Holding(
        "grades",
        _("Grades, with their corrections"),
        grades.export_grades,
        lambda person: 0,
        kept_because=_(
            "Grades are the record of an examination, which a degree rests on (GDPR, Article 17(3)(b) and (d): legal obligation, "
            "archiving in the public interest)."
        ),
    ),
    Holding(
        "boards",
        _("Examination boards: decisions on you, and boards in which you sat"),
        board_data.export_boards,
        lambda person: 0,
        kept_because=_(
            "The decisions of an examination board and its minutes are the record of an examination (GDPR, Article 17(3)(b) and "
            "(d): legal obligation, archiving in the public interest)."
        ),
    ),
    Holding(
        "theses",
        _("Theses: written, supervised, judged"),
        thesis_data.export_theses,
        thesis_data.erase_theses,
        kept_because=_(
            "A graded thesis, its file and who judged it are the record of an examination (GDPR, Article 17(3)(b) and (d): "
            "legal obligation, archiving in the public interest). A thesis without a grade is erased."
        ),
    ),
    Holding(
        "recognised-results",
        _("Results recognised from other institutions"),
        recognising.export_recognised,
        lambda person: 0,
        kept_because=_(
            "A result that was recognised is part of the record on which a degree rests (GDPR, Article 17(3)(b) and (d): legal "
            "obligation, archiving in the public interest)."
        ),
    ),
)
