"""The last wall before a page: only listed elements and attributes leave the renderer.

SECURITY: every rule of the renderer escapes what it is given; this holds even where one forgets. No
``style``, no handler, no script, no form but the button of a glossary term, addresses of three schemes alone.
"""

from functools import lru_cache

import nh3

_TEXT = """
a abbr aside blockquote br cite code dd del details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr img li
ol p pre s section source span strong sub summary sup table tbody td th thead tr track ul video button
"""
_MATHS = """
math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom menclose msub msup msubsup munder
mover munderover mmultiscripts mprescripts none mtable mtr mtd
"""
_MATHS_ATTRIBUTES = """
display alttext mathvariant stretchy fence form separator lspace rspace minsize maxsize symmetric largeop
movablelimits accent accentunder width height depth linethickness displaystyle scriptlevel
columnalign rowspacing columnspacing columnlines rowlines notation voffset
"""
_EVERYWHERE = {"class", "id", "lang", "role", "aria-label", "aria-labelledby"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": _EVERYWHERE,
    "a": {"href", "rel", "title"},
    "button": {"popovertarget"},
    "div": {"data-tabs", "tabindex"},
    "img": {"src", "alt", "width", "height", "loading", "decoding", "title"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "source": {"src", "type"},
    "span": {"popover"},
    "th": {"scope"},
    "track": {"src", "srclang", "label", "kind", "default"},
    "video": {"poster", "controls", "preload", "width", "height", "playsinline"},
    **{tag: set(_MATHS_ATTRIBUTES.split()) for tag in _MATHS.split()},
}


def sanitise(html: str) -> str:
    """``html`` with nothing but what a course page may hold."""
    return _cleaner().clean(html)


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TEXT.split()) | set(_MATHS.split()),
        attributes=_ATTRIBUTES,
        set_tag_attribute_values={"button": {"type": "button"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
        clean_content_tags={"script", "style"},
    )
