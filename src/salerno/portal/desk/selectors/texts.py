"""Legal texts and their versions."""

from dataclasses import dataclass

from django.conf import settings

from salerno.people.enums import LegalKind
from salerno.people.models import LegalText


@dataclass(frozen=True)
class TextInLanguage:
    """A text in one language of the interface; ``text`` is its newest version, None before the first."""

    code: str
    name: str
    text: LegalText | None


@dataclass(frozen=True)
class TextOfKind:
    """One kind of legal text in all languages of the interface."""

    kind: LegalKind
    languages: list[TextInLanguage]


def legal_texts() -> list[TextOfKind]:
    """Every kind in every language. One query."""
    newest = {(row.kind, row.language): row for row in LegalText.objects.order_by("version")}
    return [
        TextOfKind(kind, [TextInLanguage(code, name, newest.get((kind.value, code))) for code, name in settings.LANGUAGES])
        for kind in LegalKind
    ]


def versions_of(kind: str, language: str) -> list[LegalText]:
    """The versions of a text, the newest first."""
    return list(LegalText.objects.filter(kind=kind, language=language))
