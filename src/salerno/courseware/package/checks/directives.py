"""What stands in fences: known names and options, figures with their tables, videos with their captions."""

from collections.abc import Sequence
from dataclasses import dataclass

from salerno.courseware.package.directives import SHAPES, Shape
from salerno.courseware.package.fences import Directive
from salerno.courseware.package.markdown import ParsedPassage, count_words, walk
from salerno.courseware.package.reader import Reading
from salerno.courseware.package.tables import TableRefused, read_table
from salerno.courseware.package.videos import video_of

TRANSCRIPT_WORDS = 10
_MISSING = {"alt": "alt-missing", "captions": "captions-missing"}
_MISSING_REMEDIES = {
    "alt": "Add :alt: and say what the picture shows.",
    "captions": "Add :captions: en media/NAME.en.vtt.",
    "duration": "Add :duration: and the length in seconds.",
}


@dataclass(slots=True)
class _Fence:
    reading: Reading
    passage: ParsedPassage
    directive: Directive

    def error(self, code: str, message: str, remedy: str, option: str = "") -> None:
        line = self.passage.line + self.directive.line_of(option)
        self.reading.report.error(self.passage.path, line, code, message, remedy)

    def has_file(self, path: str, folder: str) -> bool:
        return path.startswith(f"{folder}/") and path in self.reading.package.files


def check(reading: Reading, texts: Sequence[ParsedPassage]) -> None:
    for passage in texts:
        around: list[str] = []
        videos = 0
        for token, _ in walk(passage.tokens):
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
            "directive-unknown", f"The fence {{{directive.name}}} is not known.", f"Known are: {known}."
        )
        return
    if shape.inside and outer != shape.inside:
        remedy = f"Put it into a {{{shape.inside}}}."
        fence.error("directive-place", f"{{{directive.name}}} stands outside {{{shape.inside}}}.", remedy)
    _argument(fence, shape)
    _options(fence, shape)
    if directive.name == "figure":
        _figure(fence)
    elif directive.name == "video":
        _video(fence)


def _argument(fence: _Fence, shape: Shape) -> None:
    name = fence.directive.name
    if shape.argument == "required" and not fence.directive.argument:
        remedy = f"Write :::{{{name}}} and then it."
        fence.error("argument-wrong", f"{{{name}}} needs a name, title or file behind it.", remedy)
    elif shape.argument == "none" and fence.directive.argument:
        fence.error("argument-wrong", f"{{{name}}} takes nothing behind it.", "Move the text into the fence.")


def _options(fence: _Fence, shape: Shape) -> None:
    name, options = fence.directive.name, fence.directive.options
    for key in options:
        if key not in shape.options:
            known = ", ".join(f":{each}:" for each in shape.options) or "none"
            fence.error(
                "option-unknown", f":{key}: means nothing at {{{name}}}.", f"Known are: {known}.", key
            )
    for key, is_required in shape.options.items():
        if is_required and not fence.directive.value(key).strip():
            code = _MISSING.get(key, "option-missing")
            fence.error(code, f"{{{name}}} has no :{key}:.", _MISSING_REMEDIES[key], key)


def _figure(fence: _Fence) -> None:
    path, table = fence.directive.argument, fence.directive.value("table")
    if path and not fence.has_file(path, "images"):
        fence.error(
            "image-dangling", f"There is no image {path[:80]}.", "Put it in images/ and write images/NAME."
        )
    if not table:
        return
    if not fence.has_file(table, "data"):
        fence.error("link-dangling", f"There is no table {table[:80]}.", "Put it in data/ as CSV.", "table")
        return
    try:
        read_table(fence.reading.package.files.read(table))
    except TableRefused as error:
        remedy = "Mend the CSV file, or show a shorter one."
        fence.error("table-wrong", f"The table {table} cannot be shown: {error}.", remedy, "table")


def _video(fence: _Fence) -> None:
    video, source = video_of(fence.directive), fence.reading.package.course.source_language
    if video.path and (not video.media_type or not fence.has_file(video.path, "media")):
        remedy = "Put an .mp4, .webm or .m3u8 file into media/."
        fence.error("link-dangling", f"There is no video {video.path[:80]}.", remedy)
    if video.captions and source not in [language for language, _ in video.captions]:
        remedy = f"Add {source} media/NAME.{source}.vtt."
        fence.error("captions-missing", f"There are no captions in {source}.", remedy, "captions")
    for language, path in video.captions:
        if not path.endswith(".vtt") or not fence.has_file(path, "media"):
            remedy = "Write :captions: en media/NAME.en.vtt, fr media/NAME.fr.vtt."
            fence.error(
                "link-dangling", f"There is no file of captions for {language[:20]}.", remedy, "captions"
            )
    if video.poster and not fence.has_file(video.poster, "images"):
        fence.error(
            "image-dangling", f"There is no image {video.poster[:80]}.", "Put it in images/.", "poster"
        )
    if fence.directive.value("duration") and video.duration_seconds is None:
        fence.error(
            "option-wrong", "The duration is not a number of seconds.", "Write :duration: 95.", "duration"
        )


def _video_activity(reading: Reading, passage: ParsedPassage, videos: int) -> None:
    if passage.activity is None or passage.activity.kind != "video":
        return
    if not videos:
        remedy = "Add :::{video} media/NAME.mp4."
        reading.report.error(
            passage.path, passage.line, "video-missing", "The video activity has no video.", remedy
        )
    elif count_words(passage.tokens) < TRANSCRIPT_WORDS:
        remedy = "Write what is said and shown below the fence."
        reading.report.warning(
            passage.path, passage.line, "transcript-missing", "The video has no transcript.", remedy
        )
