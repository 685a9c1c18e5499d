"""What changes enrolments: of learners in courses, of students in programmes."""

from salerno.enrolment.services.courses import (
    complete,
    enrol,
    enrol_people,
    erase_enrolments,
    export_enrolments,
    invite,
    take_up_again,
    withdraw,
    withdraw_learners,
)
from salerno.enrolment.services.numbers import give_numbers
from salerno.enrolment.services.registrations import change_fee_status, end_registration, register_at, register_each
from salerno.enrolment.services.studies import (
    admit_to_programme,
    export_studies,
    graduate,
    interrupt,
    pin_regulations,
    resume,
    study_again,
    withdraw_from_programme,
)

__all__ = [
    "admit_to_programme",
    "change_fee_status",
    "complete",
    "end_registration",
    "enrol",
    "enrol_people",
    "erase_enrolments",
    "export_enrolments",
    "export_studies",
    "give_numbers",
    "graduate",
    "interrupt",
    "invite",
    "pin_regulations",
    "register_at",
    "register_each",
    "resume",
    "study_again",
    "take_up_again",
    "withdraw",
    "withdraw_from_programme",
    "withdraw_learners",
]
