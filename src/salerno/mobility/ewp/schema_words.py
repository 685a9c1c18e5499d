"""What libxml2 finds wrong by a schema, in plain sentences without namespaces.

Its messages are always English and have a fixed form each; one that is not known here is told as it is.
"""

import re
from collections.abc import Iterable
from itertools import islice

from lxml import etree

from salerno.common.words import Words, words
from salerno.common.words import words as _

from .refusals import Problem

MOST_PROBLEMS = 100
"""More are not listed: whoever has put these right will ask again."""
_MOST_CHARACTERS = 300

_NAMESPACE = re.compile(r"\{[^{}\s]*\}(?=[\w*#-])")
_PLACE = re.compile(r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribute>[^']*)')?: (?P<rest>.*)", re.DOTALL)
_FORMS = (
    (
        r"This element is not expected\. Expected is(?: one of)? \( (?P<expected>.*) \)\.",
        _("“%(name)s” is not expected here; expected: %(expected)s."),
    ),
    (r"This element is not expected\.", _("“%(name)s” is not expected here.")),
    (
        r"Missing child element\(s\)\. Expected is(?: one of)? \( (?P<expected>.*) \)\.",
        _("Something is missing at the end of “%(name)s”; expected: %(expected)s."),
    ),
    (
        r"\[facet 'pattern'\] The value '(?P<value>.*)' is not accepted by the pattern '(?P<pattern>.*)'\.",
        _("“%(value)s” cannot stand in “%(name)s”, which has the form %(pattern)s."),
    ),
    (
        r"\[facet 'enumeration'\] The value '(?P<value>.*)' is not an element of the set \{(?P<set>.*)\}\.",
        _("“%(value)s” cannot stand in “%(name)s”, which is one of %(set)s."),
    ),
    (
        r"'(?P<value>.*)' is not a valid value of the (?:local )?\w+ type '(?:xs:)?(?P<type>.*)'\.",
        _("“%(value)s” cannot stand in “%(name)s”: it is no %(type)s."),
    ),
    (r"The attribute '(?P<attribute>[^']*)' is required but missing\.", _("“%(element)s” lacks the attribute “%(attribute)s”.")),
    (r"The attribute '(?P<attribute>[^']*)' is not allowed\.", _("“%(element)s” has no attribute “%(attribute)s”.")),
    (r"Character content .*is not allowed.*", _("“%(name)s” holds text, where only elements may stand.")),
)


def problems_of(log: Iterable[etree._LogEntry]) -> tuple[Problem, ...]:
    """One problem for each fault in ``log``."""
    return tuple(Problem(_said(entry.message), entry.line or None) for entry in islice(log, MOST_PROBLEMS))


def _said(message: str) -> Words:
    message = _NAMESPACE.sub("", message)
    if place := _PLACE.fullmatch(message):
        for form, sentence in _FORMS:
            if match := re.fullmatch(form, place["rest"], re.DOTALL):
                found = {"element": place["element"], "name": place["attribute"] or place["element"]} | match.groupdict()
                return words(sentence.template, **{key: value[:_MOST_CHARACTERS] for key, value in found.items()})
    return _("By the schema: %(message)s", message=message[:_MOST_CHARACTERS])
