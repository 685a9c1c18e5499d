"""The kinds of activity that every course has."""

from django.utils.translation import gettext_lazy as _

from salerno.learning import kinds
from salerno.learning.kinds import ActivityKind


def register_own_kinds() -> None:
    """Readings, videos, quizzes, explorables and reflections."""
    from salerno.learning import kind_contexts

    kinds.register(ActivityKind("reading", _("Reading"), "book-open", "learning/kinds/reading.html"))
    kinds.register(ActivityKind("video", _("Video"), "play", "learning/kinds/video.html"))
    kinds.register(
        ActivityKind(
            "quiz", _("Quiz"), "circle-help", "learning/kinds/quiz.html", is_done_by_hand=False, context=kind_contexts.quiz
        )
    )
    kinds.register(
        ActivityKind(
            "explorable",
            _("Explorable"),
            "sliders-horizontal",
            "learning/kinds/explorable.html",
            context=kind_contexts.explorable,
        )
    )
    kinds.register(
        ActivityKind(
            "reflection",
            _("Reflection"),
            "pen-line",
            "learning/kinds/reflection.html",
            is_done_by_hand=False,
            context=kind_contexts.reflection,
        )
    )
