"""What stands in fences: known names and options, figures with their tables, videos with their captions."""

from collections.abc import Sequence
from dataclasses import dataclass

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package.directives import SHAPES, Shape
from salerno.courseware.package.fences import Directive
from salerno.courseware.package.markdown import ParsedPassage, count_words, walk
from salerno.courseware.package.reader import Reading
from salerno.courseware.package.tables import TableRefused, read_table
from salerno.courseware.package.videos import video_of

TRANSCRIPT_WORDS = 10
_MISSING = {"alt": "alt-missing", "captions": "captions-missing"}
_MISSING_REMEDIES = {
    "alt": _("Add :alt: and say what the picture shows."),
    "captions": _("Add :captions: en media/NAME.en.vtt."),
    "duration": _("Add :duration: and the length in seconds."),
}


@dataclass(slots=True)
class _Fence:
    reading: Reading
    passage: ParsedPassage
    directive: Directive

    def error(self, code: str, message: Words, remedy: Words, option: str = "") -> None:
        line = self.passage.line + self.directive.line_of(option)
        self.reading.report.error(self.passage.path, line, code, message, remedy)

    def has_file(self, path: str, folder: str) -> bool:
        return path.startswith(f"{folder}/") and path in self.reading.package.files


def check(reading: Reading, texts: Sequence[ParsedPassage]) -> None:
    for passage in texts:
        around: list[str] = []
        videos = 0
        for token, _line in walk(passage.tokens):
            if token.type == "directive_open":
                fence = _Fence(reading, passage, token.meta["directive"])
                _judge(fence, around[-1] if around else "")
                around.append(token.info)
                videos += token.info == "video"
            elif token.type == "directive_close":
                around.pop()
        _video_activity(reading, passage, videos)


def _judge(fence: _Fence, outer: str) -> None:
    directive = fence.directive
    shape = SHAPES.get(directive.name)
    if shape is None:
        known = ", ".join(name for name, each in SHAPES.items() if each.inside != "question")
        fence.error(
            "directive-unknown",
            _("The fence {%(name)s} is not known.", name=directive.name),
            _("Known are: %(known)s.", known=known),
        )
        return
    if shape.inside and outer != shape.inside:
        remedy = _("Put it into a {%(inside)s}.", inside=shape.inside)
        fence.error(
            "directive-place", _("{%(name)s} stands outside {%(inside)s}.", name=directive.name, inside=shape.inside), remedy
        )
    _argument(fence, shape)
    _options(fence, shape)
    if directive.name == "figure":
        _figure(fence)
    elif directive.name == "video":
        _video(fence)


def _argument(fence: _Fence, shape: Shape) -> None:
    name = fence.directive.name
    if shape.argument == "required" and not fence.directive.argument:
        remedy = _("Write :::{%(name)s} and then it.", name=name)
        fence.error("argument-wrong", _("{%(name)s} needs a name, title or file behind it.", name=name), remedy)
    elif shape.argument == "none" and fence.directive.argument:
        fence.error("argument-wrong", _("{%(name)s} takes nothing behind it.", name=name), _("Move the text into the fence."))


def _options(fence: _Fence, shape: Shape) -> None:
    name, options = fence.directive.name, fence.directive.options
    for key in options:
        if key not in shape.options:
            known = ", ".join(f":{each}:" for each in shape.options) or _("none")
            fence.error(
                "option-unknown",
                _(":%(key)s: means nothing at {%(name)s}.", key=key, name=name),
                _("Known are: %(known)s.", known=known),
                key,
            )
    for key, is_required in shape.options.items():
        if is_required and not fence.directive.value(key).strip():
            code = _MISSING.get(key, "option-missing")
            fence.error(code, _("{%(name)s} has no :%(key)s:.", name=name, key=key), _MISSING_REMEDIES[key], key)


def _figure(fence: _Fence) -> None:
    path, table = fence.directive.argument, fence.directive.value("table")
    if path and not fence.has_file(path, "images"):
        fence.error(
            "image-dangling", _("There is no image %(path)s.", path=path[:80]), _("Put it in images/ and write images/NAME.")
        )
    if not table:
        return
    if not fence.has_file(table, "data"):
        fence.error("link-dangling", _("There is no table %(table)s.", table=table[:80]), _("Put it in data/ as CSV."), "table")
        return
    try:
        read_table(fence.reading.package.files.read(table))
    except TableRefused as error:
        remedy = _("Mend the CSV file, or show a shorter one.")
        fence.error(
            "table-wrong", _("The table %(table)s cannot be shown: %(reason)s.", table=table, reason=error.args[0]), remedy, "table"
        )


def _video(fence: _Fence) -> None:
    video, source = video_of(fence.directive), fence.reading.package.course.source_language
    if video.path and (not video.media_type or not fence.has_file(video.path, "media")):
        remedy = _("Put an .mp4, .webm or .m3u8 file into media/.")
        fence.error("link-dangling", _("There is no video %(path)s.", path=video.path[:80]), remedy)
    if video.captions and source not in [language for language, _path in video.captions]:
        remedy = _("Add %(source)s media/NAME.%(source)s.vtt.", source=source)
        fence.error("captions-missing", _("There are no captions in %(source)s.", source=source), remedy, "captions")
    for language, path in video.captions:
        if not path.endswith(".vtt") or not fence.has_file(path, "media"):
            remedy = _("Write :captions: en media/NAME.en.vtt, fr media/NAME.fr.vtt.")
            fence.error(
                "link-dangling", _("There is no file of captions for %(language)s.", language=language[:20]), remedy, "captions"
            )
    if video.poster and not fence.has_file(video.poster, "images"):
        fence.error("image-dangling", _("There is no image %(path)s.", path=video.poster[:80]), _("Put it in images/."), "poster")
    if fence.directive.value("duration") and video.duration_seconds is None:
        fence.error("option-wrong", _("The duration is not a number of seconds."), _("Write :duration: 95."), "duration")


def _video_activity(reading: Reading, passage: ParsedPassage, videos: int) -> None:
    if passage.activity is None or passage.activity.kind != "video":
        return
    if not videos:
        remedy = _("Add :::{video} media/NAME.mp4.")
        reading.report.error(passage.path, passage.line, "video-missing", _("The video activity has no video."), remedy)
    elif count_words(passage.tokens) < TRANSCRIPT_WORDS:
        remedy = _("Write what is said and shown below the fence.")
        reading.report.warning(passage.path, passage.line, "transcript-missing", _("The video has no transcript."), remedy)
