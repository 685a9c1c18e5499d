"""Whether regulations that can be read also make sense: nothing unknown, nothing twice, nothing that nobody could reach."""

from collections.abc import Iterable
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from salerno.catalogue.regulations.allocation import MOST_SHARED, allocate, level
from salerno.catalogue.regulations.facts import Group, ProgrammeRules, Track
from salerno.catalogue.regulations.lines import Place
from salerno.catalogue.regulations.values import Reading, repeated
from salerno.common.words import words as _


def check(rules: ProgrammeRules, reading: Reading) -> None:
    """Note every inconsistency of ``rules`` in ``reading``."""
    _check_names(rules, reading)
    _check_courses(rules, reading)
    _check_requirements(rules, reading)
    for index, track in enumerate(rules.tracks):
        _check_groups(rules, track, reading, ("track", index))
    if reading.mistakes:
        return
    for index, track in enumerate(rules.tracks):
        _check_reach(rules, track, reading, ("track", index))


def _check_names(rules: ProgrammeRules, reading: Reading) -> None:
    codes = [item["code"] for item in rules.body["course"]]
    outcomes = [item.key for item in rules.outcomes]
    slugs = [track.slug for track in rules.tracks]
    for name, found in (("course", codes), ("outcome", outcomes), ("track", slugs)):
        for twice in sorted(repeated(found)):
            place = (name, len(found) - 1 - found[::-1].index(twice))
            reading.note(place, _("%(name)s stands twice.", name=twice), _("Give the second one another name, or take it out."))
    _known(rules.awarding, rules.institutions, ("awarding",), reading)
    _known(rules.degree.floors, rules.institutions, ("degree", "floors"), reading)
    _known(rules.degree.outcomes, outcomes, ("degree", "outcomes"), reading)
    if rules.degree.awarding_institutions > len(rules.awarding):
        remedy = _("Ask for at most %(count)s, or add to awarding.", count=len(rules.awarding))
        reading.note(("degree", "awarding_institutions"), _("So many institutions do not award the degree."), remedy)


def _check_courses(rules: ProgrammeRules, reading: Reading) -> None:
    outcomes = [item.key for item in rules.outcomes]
    for index, item in enumerate(rules.body["course"]):
        _known([item["institution"]], rules.institutions, ("course", index, "institution"), reading)
        _known(item.get("outcomes", ()), outcomes, ("course", index, "outcomes"), reading)
        _known(item.get("requires", ()), rules.courses, ("course", index, "requires"), reading)
        if not rules.courses[item["code"]].ects:
            reading.note(("course", index, "ects"), _("A course without credits counts nowhere."), _("Give it credits."))


def _known(names: Iterable[str], known: Iterable[str], place: Place, reading: Reading) -> None:
    for name in sorted(set(names) - set(known)):
        remedy = _("Known are: %(known)s.", known=", ".join(sorted(known)) or "–")
        reading.note(place, _("%(name)s is not known.", name=name), remedy)


def _check_requirements(rules: ProgrammeRules, reading: Reading) -> None:
    try:
        TopologicalSorter({code: course.requires for code, course in rules.courses.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        index = next(index for index, item in enumerate(rules.body["course"]) if item["code"] == circle[0])
        message = _("These courses require each other in a circle: %(circle)s.", circle=" → ".join(reversed(circle)))
        reading.note(("course", index, "requires"), message, _("Take one of the requirements out."))


def _check_groups(rules: ProgrammeRules, track: Track, reading: Reading, place: Place) -> None:
    numbers = [str(semester.number) for semester in track.semesters]
    for twice in repeated(numbers):
        reading.note(place, _("Semester %(number)s stands twice.", number=twice), _("Give each semester a number of its own."))
    for twice in sorted(repeated(group.key for group in track.groups)):
        reading.note(place, _("%(name)s stands twice.", name=twice), _("Give each group of a track a key of its own."))
    for number, semester in enumerate(track.semesters):
        for index, group in enumerate(semester.groups):
            _check_group(rules, group, reading, (*place, "semester", number, "group", index))
    compulsory = repeated(code for group in track.groups if group.choose == "all" for code in group.courses)
    for code in sorted(compulsory):
        message = _("%(code)s is compulsory in two groups, but a course counts once.", code=code)
        reading.note(place, message, _("Leave it in one of them."))
    shared = repeated(code for group in track.groups for code in group.courses)
    if len(shared) > MOST_SHARED:
        message = _("%(count)s courses stand in more than one group.", count=len(shared))
        reading.note(place, message, _("Let at most %(most)s be shared.", most=MOST_SHARED))


def _check_group(rules: ProgrammeRules, group: Group, reading: Reading, place: Place) -> None:
    _known(group.courses, rules.courses, (*place, "courses"), reading)
    there = level(group, [rules.courses[code].ects for code in group.courses if code in rules.courses])
    if group.amount > there or not group.amount:
        message = _("%(key)s asks for %(amount)s and offers %(there)s.", key=group.key, amount=group.amount, there=there)
        reading.note((*place, "choose"), message, _("Ask for something that is there, or add courses."))


def _check_reach(rules: ProgrammeRules, track: Track, reading: Reading, place: Place) -> None:
    """Note what nobody could reach in ``track``, even by passing every course of it."""
    courses = [rules.courses[code] for code in sorted(track.codes)]
    degree = rules.degree
    sums = sorted((sum(c.ects for c in courses if c.schac == schac) for schac in rules.awarding), reverse=True)
    everywhere = sorted((sum(c.ects for c in courses if c.schac == schac) for schac in rules.institutions), reverse=True)
    counted = (
        ("ects", degree.ects, sum(c.ects for c in courses)),
        ("ects_at_each_awarding", degree.ects_at_each_awarding, sums[degree.awarding_institutions - 1]),
        ("mobility_ects", degree.mobility_ects, everywhere[1] if len(everywhere) > 1 else Decimal(0)),
        ("practical_hours", degree.practical_hours, sum(c.practical_hours for c in courses)),
        ("internship_ects", degree.internship_ects, sum(c.ects for c in courses if c.kind == "internship")),
        ("thesis_ects", degree.thesis_ects, sum(c.ects for c in courses if c.kind == "thesis")),
    )
    for name, asked, there in counted:
        if asked > there:
            values = {"name": name, "asked": asked, "there": there, "track": track.slug}
            message = _("%(name)s asks for %(asked)s; the track %(track)s offers %(there)s.", **values)
            reading.note(("degree", name), message, _("Ask for less, or add courses to the track."))
    taught = {key for course in courses for key in course.outcomes}
    for key in sorted(set(degree.outcomes) - taught):
        message = _("No course of the track %(track)s teaches %(key)s.", track=track.slug, key=key)
        reading.note(("degree", "outcomes"), message, _("Let a course teach it, or make it no longer compulsory."))
    _check_together(rules, track, reading, place)


def _check_together(rules: ProgrammeRules, track: Track, reading: Reading, place: Place) -> None:
    sizes = {code: course.ects for code, course in rules.courses.items()}
    allocation = allocate(track.groups, {code: sizes[code] for code in track.codes}, sizes)
    for group in track.groups:
        reached = level(group, [sizes[code] for code, key in allocation.items() if key == group.key])
        if reached < group.amount:
            message = _("Nobody can fill %(key)s: other groups need its courses, and a course counts once.", key=group.key)
            reading.note(place, message, _("Add courses to it, or ask for fewer."))
