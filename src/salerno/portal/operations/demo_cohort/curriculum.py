"""Which courses each student takes, in which semester, as the made-up regulations let them. Plain values."""

from collections.abc import Mapping

from salerno.portal.operations.demo_cohort.cast import AMU, SU, UNIPI, Fate, Student

# What is taken beside the foundations of the track and the two courses on learning machines: semester → courses.
_CHOICES: Mapping[frozenset[str], Mapping[int, tuple[str, ...]]] = {
    frozenset((AMU, UNIPI)): {
        1: ("AMU-103", "PI-103"),
        2: ("PI-202", "PI-203", "SU-201"),
        3: ("AMU-301", "AMU-302", "AMU-303", "AMU-202"),
    },
    frozenset((AMU, SU)): {
        1: ("AMU-103", "SU-102"),
        2: ("AMU-202", "SU-201", "SU-202"),
        3: ("AMU-301", "SU-301", "AMU-303", "PI-303"),
    },
    frozenset((UNIPI, SU)): {
        1: ("PI-103", "SU-102"),
        2: ("PI-202", "SU-201", "SU-202"),
        3: ("PI-301", "SU-301", "AMU-303", "PI-303"),
    },
}
# PI-201 requires PI-101, which is no course of the track from engineering: its students take it in addition.
_FOUNDATIONS = {"biology": ("AMU-101", "PI-101", "SU-101"), "engineering": ("AMU-102", "PI-102", "SU-101", "PI-101")}
_LEARNING = ("AMU-201", "PI-201")
_PREFIX = {AMU: "AMU", UNIPI: "PI", SU: "SU"}
_OWED = {frozenset((AMU, UNIPI)): "AMU-301", frozenset((AMU, SU)): "SU-301", frozenset((UNIPI, SU)): "PI-201"}
_MISSED_NARROWLY = "AMU-303"
_LAST_SEMESTER = {Fate.WITHDRAWN: 1, Fate.INTERRUPTED: 2}


def courses_of(student: Student, semester: int) -> tuple[str, ...]:
    """What ``student`` enrols in at the beginning of ``semester``; the internship is done at the second university."""
    if semester > _LAST_SEMESTER.get(student.fate, 4):
        return ()
    if semester == 4:
        return (f"{_PREFIX[student.second]}-401", thesis_course(student))
    core = {1: _FOUNDATIONS[student.facts.track], 2: _LEARNING}.get(semester, ())
    return (*core, *_CHOICES[student.pair][semester])


def thesis_course(student: Student) -> str:
    """The thesis is examined at home, where the first supervisor teaches."""
    return f"{_PREFIX[student.home]}-402"


def never_passed(student: Student) -> str:
    """The course that ``student`` has not passed to this day, or nothing."""
    if student.fate == Fate.OWING:
        return _OWED[student.pair]
    return _MISSED_NARROWLY if student.fate == Fate.COMPENSATED else ""
