"""Whether translated questions are the source's: a translation changes words, never a score."""

from collections.abc import Sequence

from salerno.courseware.package.markdown import ParsedPassage
from salerno.courseware.package.questions import QuestionFile
from salerno.courseware.package.reader import Reading


def check(reading: Reading, texts: Sequence[ParsedPassage]) -> None:
    for by_language in reading.question_files.values():
        source, *translations = by_language.values()
        for translation in translations:
            _questions(reading, source, translation)
            _draws(reading, source, translation)


def _questions(reading: Reading, source: QuestionFile, translation: QuestionFile) -> None:
    originals = {parsed.question.key: parsed.question for parsed in source.questions}
    seen: set[str] = set()
    for parsed in translation.questions:
        key, original = parsed.question.key, originals.get(parsed.question.key)
        if key in seen:
            remedy = "Keep one of them."
            reading.report.error(
                parsed.path, parsed.line, "key-repeated", f"The question {key} stands twice.", remedy
            )
        seen.add(key)
        if original is None:
            remedy = f"Use the keys of {source.path}."
            message = f"The source has no question {key}."
            reading.report.error(parsed.path, parsed.line, "translation-orphan", message, remedy)
        elif names := original.differs_from(parsed.question):
            remedy = f"Write the same {', '.join(names)} in the same order as in {source.path}."
            message = f"The question {key} differs from its source: {', '.join(names)}."
            reading.report.error(parsed.path, parsed.line, "translation-differs", message, remedy)


def _draws(reading: Reading, source: QuestionFile, translation: QuestionFile) -> None:
    if translation.draws and translation.draws != source.draws:
        line = translation.draws[0].line
        message, remedy = (
            "The draws differ from the source.",
            "Leave them out: they are taken from the source.",
        )
        reading.report.error(translation.path, line, "translation-differs", message, remedy)
