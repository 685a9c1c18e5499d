"""Reading questions out of banks and quizzes, with the line of everything that may be wrong in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from salerno.common.words import words as _
from salerno.courseware.package.answers import ANSWERS, OPTIONS, Draft
from salerno.courseware.package.facts import ActivityFacts, Draw, QuizFacts
from salerno.courseware.package.fences import Directive, Option, Stretch, split
from salerno.courseware.package.findings import Report
from salerno.courseware.package.question_facts import KINDS, Question
from salerno.courseware.package.values import KEY

COMMON_OPTIONS = ("kind", "outcome", "seconds", "confidence")
MOST_SECONDS = 3_600
MOST_DRAWN = 200

_COUNT = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question in one language, with where it stands."""

    question: Question
    path: str
    language: str
    directive: Directive
    parts: tuple[Stretch, ...]

    @property
    def line(self) -> int:
        return self.directive.line


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """What one bank or the body of one quiz holds, in one language."""

    path: str
    questions: tuple[ParsedQuestion, ...]
    draws: tuple[Draw, ...]
    intro: Stretch | None


def quiz_of(activity: ActivityFacts) -> QuizFacts:
    """The questions, draws and opening text of a quiz, in every language that it has.

    Raises ``ValueError`` for an activity of another kind. Mistakes are skipped: a published version has none.
    """
    if activity.kind != "quiz":
        raise ValueError(f"{activity.key} is not a quiz")
    files: dict[str, QuestionFile] = {}
    source: dict[str, ParsedQuestion] = {}
    for language, body in activity.body.items():
        file = read_questions(Stretch(tuple(body.split("\n")), 1), activity.path, language, Report(), source)
        source = source or {parsed.question.key: parsed for parsed in file.questions}
        files[language] = file
    return quiz_facts(files)


def quiz_facts(files: Mapping[str, QuestionFile]) -> QuizFacts:
    """One quiz out of its languages, the source first."""
    first = next(iter(files.values()))
    intro = {language: file.intro.text.strip() for language, file in files.items() if file.intro}
    return QuizFacts(merge_languages(list(files.values())), first.draws, intro)


def merge_languages(files: Sequence[QuestionFile], bank: str = "") -> tuple[Question, ...]:
    """The questions of the first file, with the texts of the others where they have the same shape."""
    merged = {parsed.question.key: replace(parsed.question, bank=bank) for parsed in files[0].questions}
    for file in files[1:]:
        for parsed in file.questions:
            mine = merged.get(parsed.question.key)
            if mine is not None and not mine.differs_from(replace(parsed.question, bank=bank)):
                merged[mine.key] = mine.with_translation(parsed.question)
    return tuple(merged.values())


def read_questions(body: Stretch, path: str, language: str, report: Report, source: Mapping[str, ParsedQuestion]) -> QuestionFile:
    """What ``body`` holds. A translation takes the options that it leaves out from ``source``, by key."""
    error = partial(report.error, path)
    questions: list[ParsedQuestion] = []
    draws: list[Draw] = []
    intro: Stretch | None = None
    for part in split(body, error):
        if isinstance(part, Stretch):
            if intro or questions or draws:
                remedy = _("Move it to the top or into a question.")
                error(part.line, "text-lost", _("This text stands outside the questions."), remedy)
            intro = intro or part
        elif part.name == "question":
            questions += _question(part, path, language, report, source)
        elif part.name == "draw":
            draws += _draw(part, report, path)
        elif intro is None and not questions and not draws:
            intro = Stretch(body.lines[part.line - body.line : _end(part) - body.line], part.line)
        else:
            remedy = _("Move it to the top or into a question.")
            error(part.line, "text-lost", _("The fence {%(name)s} stands outside the questions.", name=part.name), remedy)
    return QuestionFile(path, tuple(questions), tuple(draws), intro)


def _end(directive: Directive) -> int:
    return directive.body.line + len(directive.body.lines) + 1


def _question(
    directive: Directive, path: str, language: str, report: Report, source: Mapping[str, ParsedQuestion]
) -> list[ParsedQuestion]:
    error = partial(report.error, path)
    key = directive.argument
    if not KEY.fullmatch(key):
        remedy = _("Write ::::{question} a-key, in lower-case letters, digits and hyphens.")
        error(directive.line, "key-wrong", _("The question has no key that can be used."), remedy)
        return []
    if key in source:
        directive = replace(directive, options={**_inherited(source[key], directive), **directive.options})
    kind = directive.value("kind")
    if kind not in ANSWERS:
        error(
            directive.line_of("kind"),
            "kind-unknown",
            _("“%(kind)s” is no kind.", kind=kind),
            _("Choose one of %(known)s.", known=", ".join(ANSWERS)),
        )
        return []
    _check_options(directive, kind, report, path)
    lines, explanation = _explanation(directive, error)
    draft = Draft(directive, language, lines, error)
    values = ANSWERS[kind](draft)
    explained = draft.text(explanation)
    for name, found in ((_("stem"), values["stem"]), (_("explanation"), explained)):
        if not found:
            error(directive.line, f"{name}-missing", _("The question has no %(name)s.", name=name), _REMEDIES[name])
    question = KINDS[kind](
        key=key,
        outcome=directive.value("outcome"),
        seconds=_seconds(directive, error),
        confidence=directive.value("confidence") == "yes",
        explanation=explained,
        **values,
    )
    return [ParsedQuestion(question, path, language, directive, tuple(draft.parts))]


_REMEDIES = {
    "stem": _("Write what is asked above the answers."),
    "explanation": _("Add :::{explanation} … ::: that says why."),
}


def _inherited(source: ParsedQuestion, directive: Directive) -> dict[str, Option]:
    """What a translation may leave out; the words among them stand in for what it does not translate."""
    return {name: Option(option.value, directive.line) for name, option in source.directive.options.items()}


def _check_options(directive: Directive, kind: str, report: Report, path: str) -> None:
    known = COMMON_OPTIONS + OPTIONS.get(kind, ())
    for name, option in directive.options.items():
        if name not in known:
            remedy = _("Known are: %(known)s.", known=", ".join(known))
            report.error(
                path, option.line, "option-unknown", _(":%(name)s: means nothing at %(kind)s.", name=name, kind=kind), remedy
            )
    if directive.value("confidence", "no") not in ("yes", "no"):
        line = directive.line_of("confidence")
        report.error(path, line, "option-wrong", _(":confidence: must be yes or no."), _("Write :confidence: yes."))


def _explanation(directive: Directive, error: partial[None]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The lines of a question without its explanation, and those of the explanation, each with its number."""
    lines: list[tuple[str, int]] = []
    explanation: list[tuple[str, int]] = []
    inner = directive.body
    for part in split(inner, error):
        is_explanation = isinstance(part, Directive) and part.name == "explanation"
        if is_explanation and not explanation:
            explanation = [(line, part.body.line + index) for index, line in enumerate(part.body.lines)]
        elif is_explanation:
            error(part.line, "explanation-repeated", _("The question has two explanations."), _("Make one of them."))
        else:
            begin = part.line - inner.line
            end = begin + len(part.lines) if isinstance(part, Stretch) else _end(part) - inner.line
            lines += [(line, inner.line + index) for index, line in enumerate(inner.lines[begin:end], start=begin)]
    return lines, explanation


def _seconds(directive: Directive, error: partial[None]) -> int:
    text = directive.value("seconds")
    if _COUNT.fullmatch(text) and 0 < int(text) <= MOST_SECONDS:
        return int(text)
    remedy = _("Add :seconds: 60, the time that a learner needs.")
    error(
        directive.line_of("seconds"),
        "seconds-wrong",
        _("The question does not say how many seconds it needs."),
        remedy,
    )
    return 1


def _draw(directive: Directive, report: Report, path: str) -> list[Draw]:
    error = partial(report.error, path)
    for name, option in directive.options.items():
        if name not in ("count", "outcomes"):
            error(
                option.line,
                "option-unknown",
                _(":%(name)s: means nothing at a draw.", name=name),
                _("Known are: count, outcomes."),
            )
    if any(line.strip() for line in directive.body.lines):
        error(directive.body.line, "text-lost", _("A draw holds no text."), _("Move the text above it."))
    count = directive.value("count")
    if not directive.argument or not (_COUNT.fullmatch(count) and 0 < int(count) <= MOST_DRAWN):
        remedy = _("Write :::{draw} unit-1 and :count: with a number from 1 to %(most)s.", most=MOST_DRAWN)
        error(directive.line_of("count"), "draw-wrong", _("The draw names no bank or no count."), remedy)
        return []
    outcomes = tuple(key.strip() for key in directive.value("outcomes").split(",") if key.strip())
    return [Draw(directive.argument, int(count), outcomes, directive.line)]
