"""Tags for pages: ``{% load theme %}``."""

from collections.abc import Hashable, Sequence
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: it never stands without a word beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" width="18" height="18"><use href="{}#{}"/></svg>',
        f"icon {classes}".strip(),
        static("theme/vendor/icons.svg"),
        name,
    )


@register.simple_tag
def kept(name: str, **variables: Hashable) -> SafeString:
    """A small component that stands many times on many pages: drawn once for the same variables in the same language."""
    return _kept(name, get_language(), tuple(sorted(variables.items())))


@lru_cache(maxsize=256)
def _kept(name: str, language: str | None, variables: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(f"components/{name}.html", dict(variables))


@register.simple_block_tag(takes_context=True)
def component(context: template.Context, content: str, name: str, **variables: object) -> SafeString:
    """A component around a piece of page: ``{% component "callout" kind="tip" %}…{% endcomponent %}``."""
    request = context.get("request")
    return render_to_string(f"components/{name}.html", {**variables, "body": content}, request=request)


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, name: str, label: str) -> SafeString:
    """A link of the main navigation: none where its room is not installed, current on pages below it."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return SafeString()
    path = getattr(context.get("request"), "path", "")
    return kept("nav_link", url=url, label=label, is_current=path.startswith(url))


@register.filter
def is_checkbox(field: object) -> bool:
    """Whether a bound field is one tick, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def at(items: Sequence[object], index: int) -> object:
    """The item at ``index``; nothing past the end."""
    return items[index] if index < len(items) else ""
