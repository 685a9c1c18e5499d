"""Keys, prerequisites, the final assessment, and whether every outcome is taught and asked about."""

from collections import Counter
from collections.abc import Iterable, Sequence

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package import course_file, limits
from salerno.courseware.package.markdown import ParsedPassage
from salerno.courseware.package.reader import Reading


def check(reading: Reading, texts: Sequence[ParsedPassage]) -> None:
    _keys(reading)
    _outcomes_named(reading)
    _cycles(reading)
    _final(reading)
    _taught_and_asked(reading)


def _keys(reading: Reading) -> None:
    package, toml = reading.package, course_file.PATH
    activities = (activity for unit in package.units for activity in unit.activities)
    _unique(reading, _("outcome"), ((outcome.key, toml, outcome.line) for outcome in package.outcomes))
    _unique(reading, _("unit"), ((unit.key, toml, unit.line) for unit in package.units))
    _unique(reading, _("folder"), ((unit.folder, toml, unit.line) for unit in package.units))
    _unique(reading, _("activity"), ((each.key, each.path, each.lines.get("key", 1)) for each in activities))
    _unique(reading, _("question"), ((each.question.key, each.path, each.line) for each in reading.questions))


def _unique(reading: Reading, noun: Words, entries: Iterable[tuple[str, str, int]]) -> None:
    first: dict[str, str] = {}
    for key, path, line in entries:
        if key and key in first:
            remedy = _("Give it another one; the first stands at %(place)s.", place=first[key])
            reading.report.error(
                path, line, "key-repeated", _("A second %(noun)s has the key %(key)s.", noun=noun, key=key), remedy
            )
        first.setdefault(key, f"{path}:{line}")


def _outcomes_named(reading: Reading) -> None:
    package = reading.package
    known = {outcome.key for outcome in package.outcomes}
    named: list[tuple[str, str, int]] = []
    for index, outcome in enumerate(package.outcomes):
        line = reading.toml.line("outcome", index, "requires")
        named += [(key, course_file.PATH, line) for key in outcome.requires]
    for activity in package.activities.values():
        named += [(key, activity.path, activity.lines.get("outcomes", 1)) for key in activity.outcomes]
    for parsed in reading.questions:
        named.append((parsed.question.outcome, parsed.path, parsed.directive.line_of("outcome")))
    for key, path, line in named:
        if key not in known:
            remedy = _("Name a key of an [[outcome]] of course.toml, or add it there.")
            reading.report.error(path, line, "outcome-unknown", _("There is no outcome “%(key)s”.", key=key), remedy)


def _cycles(reading: Reading) -> None:
    requires = {outcome.key: outcome.requires for outcome in reading.package.outcomes}
    lines = {outcome.key: outcome.line for outcome in reading.package.outcomes}
    if cycle := find_cycle(requires):
        path = " → ".join(cycle)
        remedy = _("Take one of these prerequisites away.")
        message = _("The prerequisites go round in a circle: %(path)s.", path=path)
        reading.report.error(course_file.PATH, lines[cycle[0]], "outcome-cycle", message, remedy)


def find_cycle(requires: dict[str, tuple[str, ...]]) -> list[str]:
    """One circle of prerequisites, its first key again at its end; empty where there is none.

    Walks depth first, each outcome and prerequisite once.
    """
    done: set[str] = set()
    for start in requires:
        path: dict[str, None] = {}
        stack = [(start, iter(requires[start]))] if start not in done else []
        path.setdefault(start)
        while stack:
            key, following = stack[-1]
            below = next((each for each in following if each in requires and each not in done), None)
            if below is None:
                done.add(key)
                path.pop(key)
                stack.pop()
            elif below in path:
                walked = list(path)
                return [*walked[walked.index(below) :], below]
            else:
                path.setdefault(below)
                stack.append((below, iter(requires[below])))
    return []


def _final(reading: Reading) -> None:
    grading = reading.package.course.grading
    if grading is None:
        return
    activity, line = reading.package.activities.get(grading.final), reading.toml.line("grading", "final")
    if activity is None:
        note = reading.report.error if reading.package.is_whole else reading.report.warning
        remedy = _("Name the key of a quiz.")
        note(
            course_file.PATH,
            line,
            "final-unknown",
            _("There is no activity “%(final)s” to decide.", final=grading.final),
            remedy,
        )
    elif activity.kind != "quiz":
        message = _("The activity “%(final)s” is no quiz and cannot decide.", final=grading.final)
        reading.report.error(course_file.PATH, line, "final-unknown", message, _("Name the key of a quiz."))


def _taught_and_asked(reading: Reading) -> None:
    """Note outcomes that nothing teaches or asks about.

    While units are missing that may yet come: a warning.
    """
    package = reading.package
    note = reading.report.error if package.is_whole else reading.report.warning
    taught = {key for each in package.activities.values() if each.kind != "quiz" for key in each.outcomes}
    asked = Counter(question.outcome for question in package.questions.values())
    for outcome in package.outcomes:
        if outcome.key not in taught:
            message = _("No activity but quizzes names the outcome %(key)s.", key=outcome.key)
            note(
                course_file.PATH,
                outcome.line,
                "outcome-untaught",
                message,
                _("Name it in an activity that teaches it."),
            )
        if asked[outcome.key] < limits.QUESTIONS_FOR_AN_OUTCOME:
            count, needed = asked[outcome.key], limits.QUESTIONS_FOR_AN_OUTCOME
            message = _(
                "%(count)s questions ask about %(key)s; %(needed)s are needed.", count=count, key=outcome.key, needed=needed
            )
            note(
                course_file.PATH,
                outcome.line,
                "outcome-unasked",
                message,
                _("Write more questions for it in a bank."),
            )
