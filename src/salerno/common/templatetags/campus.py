"""Filters that every room's templates use: ``{% load campus %}``."""

import json
from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from markdown_it import MarkdownIt

from salerno.common import names
from salerno.common.translated import in_language

register = template.Library()
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


@register.filter
def translated(values: Mapping[str, str] | str | None) -> str:
    """The text of a translated value in the reader's language."""
    return in_language(values)


@register.filter
def name_of_language(code: str) -> str:
    """The name of a language in the reader's language, with a capital as an interface label.

    It is not called ``language_name``: Django's own filter of that name answers in English and would win by the order of loading.
    """
    name = names.language_name(code)
    return name[:1].upper() + name[1:]


@register.filter
def country_name(code: str) -> str:
    """The name of a country in the reader's language."""
    return names.country_name(code)


@register.filter
def minutes(value: int | None) -> str:
    """``75`` → ``1 h 15 min``."""
    total = int(value or 0)
    hours, rest = divmod(total, 60)
    if not hours:
        return ngettext("%(n)d min", "%(n)d min", rest) % {"n": rest}
    if not rest:
        return gettext("%(h)d h") % {"h": hours}
    return gettext("%(h)d h %(m)02d min") % {"h": hours, "m": rest}


@register.filter
def percent(value: object) -> str:
    """``0.823`` → ``82 %``."""
    return "" if value is None else f"{round(float(value) * 100)} %"


@register.filter
def get(mapping: Mapping[object, object], key: object) -> object:
    """The value of ``key``, or nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def structured(data: Mapping[str, object]) -> SafeString:
    """A JSON-LD script. SECURITY: ``<``, ``>`` and ``&`` are written as escapes, so no text can close the element."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    for character, escape in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


@register.filter
def prose(text: str | None) -> SafeString:
    """Trusted-by-nobody Markdown of a description as safe HTML: CommonMark without raw HTML, headings or images."""
    return mark_safe(_MARKDOWN.render(text or ""))  # noqa: S308
