"""What an author's text looks like to learners, with the right answers besides: the author wrote them.

SECURITY: the same renderer and the same strict list as for published texts; a preview shows nothing that publishing would not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from salerno.courseware.package import render
from salerno.courseware.package.expressions import ExpressionRefused, evaluate, show, shown_number
from salerno.courseware.package.facts import ActivityFacts, Draw, Package
from salerno.courseware.package.pages import Page, image
from salerno.courseware.package.question_facts import (
    ByLanguage,
    Circle,
    Matching,
    NumberQuestion,
    OneChoice,
    Ordering,
    Question,
    SeveralChoices,
    ShortText,
    Spot,
)


@dataclass(frozen=True)
class AnswerRow:
    """One answer: ``mark`` is right, wrong or nothing; texts are safe HTML."""

    text: str
    mark: str = ""
    comment: str = ""


@dataclass(frozen=True)
class QuestionPreview:
    """A question as its author sees it; texts are safe HTML."""

    number: int
    key: str
    kind: str
    outcome: str
    seconds: int
    confidence: bool
    stem: str
    explanation: str
    rows: tuple[AnswerRow, ...]
    shown_with: str = ""
    picture: str = ""
    region: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """What stands beside the editor. ``kind`` names the template: activity, bank, course, references, glossary or none."""

    kind: str
    language: str = ""
    title: str = ""
    activity: ActivityFacts | None = None
    html: str = ""
    questions: tuple[QuestionPreview, ...] = ()
    draws: tuple[Draw, ...] = ()
    package: Package | None = None


@dataclass(frozen=True)
class Previewer:
    """Renders the texts of ``package`` for one page."""

    package: Package
    base_url: str
    activity_url: Callable[[str], str]

    def of(self, path: str) -> Preview:
        """The preview of the file at ``path``; of kind none where there is nothing that can be shown."""
        if path in _FACTS:
            return Preview(_FACTS[path], self.package.course.source_language, package=self.package)
        if path.startswith("bank/"):
            return self._bank(path)
        return self._activity(path)

    def _activity(self, path: str) -> Preview:
        rows = (activity for unit in self.package.units for activity in unit.activities)
        found = next(((each, name) for each in rows for name, own in each.paths.items() if own == path), None)
        if found is None:
            return Preview("none")
        activity, language = found
        quiz = self.package.quizzes.get(activity.key)
        body = quiz.intro.get(language, "") if quiz else activity.body.get(language, "")
        html = render.render(
            body, package=self.package, language=language, base_url=self.base_url, activity_url=self.activity_url
        ).html
        return Preview(
            kind="activity",
            language=language,
            title=activity.title.get(language, ""),
            activity=activity,
            html=mark_safe(html),  # noqa: S308
            questions=self._questions(quiz.questions_inline, language) if quiz else (),
            draws=quiz.draws if quiz else (),
        )

    def _bank(self, path: str) -> Preview:
        name, _dot, rest = path.removeprefix("bank/").partition(".")
        language = rest.removesuffix("md").rstrip(".") or self.package.course.source_language
        questions = self._questions(self.package.banks.get(name, ()), language)
        return Preview("bank", language, title=name, questions=questions)

    def _questions(self, questions: tuple[Question, ...], language: str) -> tuple[QuestionPreview, ...]:
        return tuple(_Asked(self, question, language).preview(number) for number, question in enumerate(questions, start=1))


_FACTS = {"course.toml": "course", "references.toml": "references", "glossary.toml": "glossary"}


class _Asked:
    """One question in one language, with the first value of each of its parameters."""

    def __init__(self, page: Previewer, question: Question, language: str) -> None:
        self.page, self.question, self.language = page, question, language
        parameters = question.parameters if isinstance(question, NumberQuestion) else ()
        self.values = {parameter.name: parameter.low for parameter in parameters}

    def preview(self, number: int) -> QuestionPreview:
        question = self.question
        shown = ", ".join(f"{name} = {shown_number(value, self.language)}" for name, value in self.values.items())
        return QuestionPreview(
            number=number,
            key=question.key,
            kind=question.kind,
            outcome=question.outcome,
            seconds=question.seconds,
            confidence=question.confidence,
            stem=self._html(question.stem, block=True),
            explanation=self._html(question.explanation, block=True),
            rows=tuple(_ROWS[type(question)](self, question)),
            shown_with=shown,
            **(self._spot(question) if isinstance(question, Spot) else {}),
        )

    def text(self, texts: ByLanguage) -> str:
        """The text in this language, else in the source's, with the parameters' values."""
        found = texts.get(self.language) or texts.get(self.page.package.course.source_language, "")
        if not self.values:
            return found
        try:
            return show(found, self.values, self.language)
        except ExpressionRefused:
            return found

    def _html(self, texts: ByLanguage, *, block: bool = False) -> str:
        html = render.render_inline(
            self.text(texts),
            package=self.page.package,
            language=self.language,
            base_url=self.page.base_url,
            activity_url=self.page.activity_url,
            prefix=f"question-{self.question.key}",
            block=block,
        )
        return mark_safe(html)  # noqa: S308

    def choices(self, question: OneChoice | SeveralChoices) -> list[AnswerRow]:
        return [
            AnswerRow(self._html(choice.text), "right" if choice.right else "wrong", self._html(choice.comment))
            for choice in question.choices
        ]

    def number(self, question: NumberQuestion) -> list[AnswerRow]:
        try:
            answer = shown_number(evaluate(question.answer, self.values), self.language)
        except ExpressionRefused:
            answer = question.answer
        parts = [answer, f"± {shown_number(question.tolerance, self.language)}", self.text(question.unit)]
        return [AnswerRow(" ".join(part for part in parts if part), "right")]

    def words(self, question: ShortText) -> list[AnswerRow]:
        return [AnswerRow(word, "right") for words in question.accept.values() for word in words]

    def ordering(self, question: Ordering) -> list[AnswerRow]:
        return [AnswerRow(self._html(item)) for item in question.items]

    def matching(self, question: Matching) -> list[AnswerRow]:
        pairs = [AnswerRow(self._html(pair.left), "right", self._html(pair.right)) for pair in question.pairs]
        return pairs + [AnswerRow(self._html(text), "wrong", _("belongs to nothing")) for text in question.distractors]

    def spot(self, question: Spot) -> list[AnswerRow]:
        return []

    def _spot(self, question: Spot) -> dict[str, Any]:
        """The picture and where the right place lies, in per cent of width and height."""
        path = self.text(question.image)
        page = Page(self.page.package, self.language, self.page.base_url, self.page.activity_url, "spot")
        width, height = self.page.package.image_size(path) or (1, 1)
        region = question.region
        if isinstance(region, Circle):
            upright = region.radius * width / height
            shape = {"x": region.x, "y": region.y, "across": region.radius, "upright": round(upright, 2)}
        else:
            shape = {"left": region.left, "top": region.top, "width": region.width, "height": region.height}
        return {"picture": mark_safe(image(page, path, self.text(question.alt))), "region": shape}  # noqa: S308


_ROWS: Mapping[type[Question], Callable[[_Asked, Any], list[AnswerRow]]] = {
    OneChoice: _Asked.choices,
    SeveralChoices: _Asked.choices,
    NumberQuestion: _Asked.number,
    ShortText: _Asked.words,
    Ordering: _Asked.ordering,
    Matching: _Asked.matching,
    Spot: _Asked.spot,
}
