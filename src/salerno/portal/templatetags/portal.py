"""Filters for the pages of the front door: ``{% load portal %}``."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


@register.filter
def legal_prose(text: str | None) -> SafeString:
    """The Markdown of a legal text as HTML, with headings, which ``prose`` does not know from those of a description.

    SECURITY: no raw HTML and no images pass, and markdown-it refuses ``javascript:`` links. The page has the one heading of the
    first level, so one in the text becomes the second.
    """
    tokens = _MARKDOWN.parse(text or "")
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    return mark_safe(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
