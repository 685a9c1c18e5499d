"""How callouts, figures, tabs and videos become HTML."""

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it.token import Token

from salerno.courseware.package import labels
from salerno.courseware.package.directives import CALLOUTS
from salerno.courseware.package.fences import Directive
from salerno.courseware.package.pages import Page, attributes, image, page_of
from salerno.courseware.package.tables import TableRefused, read_table, table_html
from salerno.courseware.package.videos import video_of


def directive_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    directive: Directive = tokens[index].meta["directive"]
    opened = _OPEN.get(directive.name)
    return opened(page_of(env), directive) if opened else "<div>\n"


def directive_close(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    directive: Directive = tokens[index].meta["directive"]
    closed = _CLOSE.get(directive.name)
    return closed(page_of(env), directive) if closed else "</div>\n"


def _callout_open(page: Page, directive: Directive) -> str:
    title = directive.argument or labels.label(labels.CALLOUTS[directive.name], page.language)
    class_ = f"callout callout-{directive.name}"
    return f'<aside{attributes(class_=class_, role="note")}><p class="callout-title">{escape(title)}</p>\n'


def _callout_close(page: Page, directive: Directive) -> str:
    return "</aside>\n"


def _figure_open(page: Page, directive: Directive) -> str:
    return f'<figure class="figure">{image(page, directive.argument, directive.value("alt"))}<figcaption>\n'


def _figure_close(page: Page, directive: Directive) -> str:
    return f"{_figure_table(page, directive.value('table'))}</figcaption></figure>\n"


def _figure_table(page: Page, path: str) -> str:
    if not path or path not in page.package.files:
        return ""
    try:
        rows = read_table(page.package.files.read(path))
    except TableRefused:
        return ""
    summary = escape(labels.label(labels.AS_TABLE, page.language))
    return f'<details class="figure-table"><summary>{summary}</summary>{table_html(rows)}</details>'


def _tabs_open(page: Page, directive: Directive) -> str:
    """Sections one under another; a script may turn them into tabs, and without it nothing is hidden."""
    return '<div class="tabs" data-tabs>\n'


def _tabs_close(page: Page, directive: Directive) -> str:
    return "</div>\n"


def _tab_open(page: Page, directive: Directive) -> str:
    level = min(page.level + 1, 6)
    return f'<section class="tab"><h{level} class="tab-title">{escape(directive.argument)}</h{level}>\n'


def _tab_close(page: Page, directive: Directive) -> str:
    return "</section>\n"


def _video_open(page: Page, directive: Directive) -> str:
    video = video_of(directive)
    url = page.file_url(video.path)
    if not url:
        return '<figure class="video"><figcaption>\n'
    width, height = page.package.image_size(video.poster) or (None, None)
    poster = page.file_url(video.poster) or None
    player = attributes(
        controls=True,
        playsinline=True,
        preload="none" if poster else "metadata",
        poster=poster,
        width=width,
        height=height,
    )
    source = attributes(src=url, type=video.media_type or None)
    tracks = "".join(_track(page, language, path) for language, path in video.captions)
    return f'<figure class="video"><video{player}><source{source}>{tracks}</video><figcaption>\n'


def _video_close(page: Page, directive: Directive) -> str:
    return "</figcaption></figure>\n"


def _track(page: Page, language: str, path: str) -> str:
    url = page.file_url(path)
    name = labels.LANGUAGES.get(language, language)
    is_default = language == page.language
    values = attributes(kind="captions", src=url, srclang=language, label=name, default=is_default)
    return f"<track{values}>" if url else ""


_OPEN = {
    **dict.fromkeys(CALLOUTS, _callout_open),
    "figure": _figure_open,
    "tab-set": _tabs_open,
    "tab-item": _tab_open,
    "video": _video_open,
}
_CLOSE = {
    **dict.fromkeys(CALLOUTS, _callout_close),
    "figure": _figure_close,
    "tab-set": _tabs_close,
    "tab-item": _tab_close,
    "video": _video_close,
}
RULES = {"directive_open": directive_open, "directive_close": directive_close}
