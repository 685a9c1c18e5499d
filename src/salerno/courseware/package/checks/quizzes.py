"""Quizzes and their draws, and the images of questions."""

from collections import Counter
from collections.abc import Sequence

from salerno.common.words import words as _
from salerno.courseware.package.facts import ActivityFacts, Draw
from salerno.courseware.package.markdown import ParsedPassage
from salerno.courseware.package.question_facts import Spot
from salerno.courseware.package.reader import Reading


def check(reading: Reading, texts: Sequence[ParsedPassage]) -> None:
    for key, quiz in reading.package.quizzes.items():
        activity = reading.package.activities[key]
        if not quiz.questions_inline and not quiz.draws:
            line = next(iter(activity.body_line.values()))
            remedy = _("Add a {question} or a {draw}.")
            reading.report.error(activity.path, line, "quiz-empty", _("The quiz asks nothing."), remedy)
        for draw in quiz.draws:
            _draw(reading, activity, draw)
        _drawn_together(reading, activity, quiz.draws)
    _images(reading)


def _draw(reading: Reading, activity: ActivityFacts, draw: Draw) -> None:
    bank = reading.package.banks.get(draw.bank)
    if bank is None:
        remedy = _("Write bank/%(bank)s.md, or name another bank.", bank=draw.bank)
        reading.report.error(activity.path, draw.line, "bank-unknown", _("There is no bank “%(bank)s”.", bank=draw.bank), remedy)
        return
    counts = Counter(question.outcome for question in bank)
    for outcome in draw.outcomes:
        if not counts[outcome]:
            message = _("The bank %(bank)s has no question about “%(outcome)s”.", bank=draw.bank, outcome=outcome)
            reading.report.error(activity.path, draw.line, "draw-outcome", message, _("Name an outcome that it asks about."))
    pool = sum(counts[outcome] for outcome in set(draw.outcomes)) if draw.outcomes else len(bank)
    if draw.count > pool:
        message = _("%(count)s questions are drawn from %(pool)s.", count=draw.count, pool=pool)
        reading.report.error(activity.path, draw.line, "draw-many", message, _("Draw fewer, or write more questions."))


def _drawn_together(reading: Reading, activity: ActivityFacts, draws: Sequence[Draw]) -> None:
    """No question comes twice in one attempt, so that draws from one bank share what it has."""
    together: Counter[str] = Counter()
    for draw in draws:
        together[draw.bank] += draw.count
    for bank, count in together.items():
        size = len(reading.package.banks.get(bank, ()))
        if size < count and sum(draw.bank == bank for draw in draws) > 1 and bank in reading.package.banks:
            line = next(draw.line for draw in draws if draw.bank == bank)
            message = _("The draws from %(bank)s take %(count)s questions; it has %(size)s.", bank=bank, count=count, size=size)
            reading.report.error(activity.path, line, "draw-many", message, _("Draw fewer, or write more questions."))


def _images(reading: Reading) -> None:
    files = reading.package.files
    for by_language in reading.question_files.values():
        for parsed in (parsed for file in by_language.values() for parsed in file.questions):
            if not isinstance(parsed.question, Spot):
                continue
            path = parsed.question.image[parsed.language]
            if path and (not path.startswith("images/") or path not in files):
                line, remedy = parsed.directive.line_of("image"), _("Put it in images/ and write images/NAME.")
                reading.report.error(parsed.path, line, "image-dangling", _("There is no image %(path)s.", path=path[:80]), remedy)
