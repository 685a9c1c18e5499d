"""Whether translated questions are the source's: a translation changes words, never a score."""

from collections.abc import Sequence

from salerno.common.words import words as _
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
            remedy = _("Keep one of them.")
            reading.report.error(parsed.path, parsed.line, "key-repeated", _("The question %(key)s stands twice.", key=key), remedy)
        seen.add(key)
        if original is None:
            remedy = _("Use the keys of %(path)s.", path=source.path)
            message = _("The source has no question %(key)s.", key=key)
            reading.report.error(parsed.path, parsed.line, "translation-orphan", message, remedy)
        elif names := original.differs_from(parsed.question):
            remedy = _("Write the same %(names)s in the same order as in %(path)s.", names=", ".join(names), path=source.path)
            message = _("The question %(key)s differs from its source: %(names)s.", key=key, names=", ".join(names))
            reading.report.error(parsed.path, parsed.line, "translation-differs", message, remedy)


def _draws(reading: Reading, source: QuestionFile, translation: QuestionFile) -> None:
    if translation.draws and translation.draws != source.draws:
        line = translation.draws[0].line
        message, remedy = (
            _("The draws differ from the source."),
            _("Leave them out: they are taken from the source."),
        )
        reading.report.error(translation.path, line, "translation-differs", message, remedy)
