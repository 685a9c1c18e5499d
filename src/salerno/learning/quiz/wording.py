"""In which language a question is said, and how its Markdown becomes HTML: the caller knows both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from salerno.courseware.package.expressions import show
from salerno.courseware.package.question_facts import ByLanguage

Render = Callable[[str], str]


@dataclass(frozen=True)
class Wording:
    """``languages``: the learner's first, then those to fall back on. ``block`` and ``inline`` render
    Markdown to HTML.

    Without renderers texts stay as the author wrote them, and templates escape them.
    """

    languages: tuple[str, ...] = ("en",)
    block: Render = str
    inline: Render = str

    @property
    def language(self) -> str:
        """The learner's own."""
        return self.languages[0]

    def language_of(self, text: ByLanguage) -> str:
        """The language in which ``text`` is shown: the first of ours that it has, else its first."""
        return next(
            (language for language in self.languages if language in text), next(iter(text), self.language)
        )

    def plain(self, text: ByLanguage) -> str:
        """``text`` as written; nothing where it is empty."""
        return text.get(self.language_of(text), "")

    def in_line(self, text: ByLanguage) -> str:
        """``text`` as part of a line: a choice, an item, a heading."""
        return self.inline(self.plain(text))

    def in_block(self, text: ByLanguage, values: Mapping[str, Decimal]) -> str:
        """``text`` as paragraphs, with the numbers ``values`` filled in."""
        written = self.plain(text)
        return self.block(show(written, values, self.language_of(text)) if values else written)
