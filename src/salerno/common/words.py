"""Sentences of pure packages: in English by themselves, in the reader's language where a page asks for it."""

from collections.abc import Callable


class Words(str):
    """An English sentence that still knows its ``template``, which is a key of the catalogues, and what was put into it.

    It is a text like any other: reports, JSON and comparisons need not know. A parameter may be words again.
    """

    __slots__ = ("params", "template")

    template: str
    params: dict[str, object]

    def told(self, translate: Callable[[str], str]) -> str:
        """The sentence with its template, and that of each of its parameters, as ``translate`` gives it."""
        template = translate(self.template)
        params = {name: value.told(translate) if isinstance(value, Words) else value for name, value in self.params.items()}
        return template % params if params else template


def words(template: str, /, **params: object) -> Words:
    """The sentence of ``template`` and what stands in it by name. Imported as ``_``, so that ``scripts/messages.py`` finds it."""
    sentence = Words(template % params if params else template)
    sentence.template, sentence.params = template, params
    return sentence
