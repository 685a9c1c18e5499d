"""Whether the minutes of an activity can be true: learners plan their evening by them.

Bounds: nobody reads prose faster than 260 words a minute with care, and whoever studies reads at 90 or more
and stops a minute at each figure (Brysbaert 2019, *Journal of Memory and Language* 109, puts silent reading
of adults at 238).
"""

import math
from collections.abc import Sequence

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package.facts import ActivityFacts
from salerno.courseware.package.markdown import ParsedPassage, count_figures, count_words, walk
from salerno.courseware.package.reader import Reading
from salerno.courseware.package.videos import video_of

FASTEST_WORDS, SLOWEST_WORDS = 260, 90


def check(reading: Reading, texts: Sequence[ParsedPassage]) -> None:
    source = reading.package.course.source_language
    for passage in texts:
        activity = passage.activity
        if activity is None or passage.language != source:
            continue
        if activity.kind == "reading":
            _reading(reading, activity, passage)
        elif activity.kind == "video":
            _video(reading, activity, passage)
    for activity in reading.package.activities.values():
        if activity.kind == "quiz":
            _quiz(reading, activity)


def _reading(reading: Reading, activity: ActivityFacts, passage: ParsedPassage) -> None:
    words, figures = count_words(passage.tokens), count_figures(passage.tokens)
    least = math.ceil(words / FASTEST_WORDS)
    most = math.ceil(words / SLOWEST_WORDS + figures + 1)
    _judge(reading, activity, least, most, _("%(words)s words and %(figures)s figures", words=words, figures=figures))


def _video(reading: Reading, activity: ActivityFacts, passage: ParsedPassage) -> None:
    fences = (token for token, _line in walk(passage.tokens) if token.type == "directive_open")
    videos = (video_of(fence.meta["directive"]) for fence in fences if fence.info == "video")
    seconds = sum(video.duration_seconds or 0 for video in videos)
    _judge(reading, activity, math.ceil(seconds / 60), math.inf, _("%(seconds)s seconds of video", seconds=seconds))


def _quiz(reading: Reading, activity: ActivityFacts) -> None:
    package, quiz = reading.package, reading.package.quizzes[activity.key]
    seconds = float(sum(question.seconds for question in quiz.questions_inline))
    for draw in quiz.draws:
        bank = [each for each in package.banks.get(draw.bank, ()) if not draw.outcomes or each.outcome in draw.outcomes]
        seconds += draw.count * sum(each.seconds for each in bank) / len(bank) if bank else 0
    if seconds:
        least, most = math.ceil(seconds / 120), math.ceil(seconds / 30)
        _judge(reading, activity, least, most, _("questions of %(seconds)s seconds", seconds=round(seconds)))


def _judge(reading: Reading, activity: ActivityFacts, least: int, most: float, what: Words) -> None:
    if least <= activity.minutes <= most:
        return
    span = _("at least %(least)s", least=least) if most == math.inf else _("%(least)s to %(most)s", least=least, most=most)
    line = activity.lines.get("minutes", 1)
    message = _("%(minutes)s minutes cannot be true for %(what)s.", minutes=activity.minutes, what=what)
    reading.report.error(activity.path, line, "minutes-wrong", message, _("Write %(span)s minutes.", span=span))
