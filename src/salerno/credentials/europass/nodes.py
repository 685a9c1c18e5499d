"""The small nodes of which a credential is made. One ``Nodes`` numbers those of one credential: ``urn:epass:<kind>:<n>``.

An institution or a place that occurs again is written out again under the same id, as in the Commission's samples: readers of the
plain JSON then never meet a bare reference, and in RDF equal statements are one.
"""

import copy
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from salerno.awards.degrees.facts import Body, Text

from .refusals import CannotBuild
from .terms import concept

_MANDATORY = ("title", "legalName", "grade")


def moment(day: date) -> str:
    """ELM's dates are ``xsd:dateTime``: midnight UTC, which is the same day everywhere from the Azores in summer to Helsinki."""
    return f"{day.isoformat()}T00:00:00Z"


def number(value: Decimal) -> str:
    """``30``, ``7.5``: no exponent and no trailing zero."""
    return f"{value.normalize():f}"


def language_map(text: Text) -> Text:
    """``text`` without empty languages."""
    return {language: words for language, words in text.items() if words}


class Nodes:
    """Makes the nodes of one credential; ``language`` is that of texts which exist once, such as names."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._counts: Counter[str] = Counter()
        self._organisations: dict[str, dict] = {}

    def node(self, kind: str, type_: str, **parts: object) -> dict:
        """A node with those ``parts`` that are not empty (``False`` and 0 are values). A mandatory one that is empty is refused."""
        if empty := [name for name in _MANDATORY if name in parts and not parts[name]]:
            raise CannotBuild(f"{type_} needs {empty[0]}")
        self._counts[kind] += 1
        kept = {name: part for name, part in parts.items() if part is not None and part not in ("", [], {})}
        return {"id": f"urn:epass:{kind}:{self._counts[kind]}", "type": type_, **kept}

    def plain(self, words: str) -> Text:
        """A text that has no translation."""
        return {self.language: words} if words else {}

    def note(self, text: Text, heading: Text | None = None) -> dict | None:
        """A ``Note``, each language under its heading; ``None`` for an empty text."""
        words = {
            language: f"{heading[language]}: {words}" if heading and language in heading else words
            for language, words in language_map(text).items()
        }
        return self.node("note", "Note", noteLiteral=words) if words else None

    def notes(self, pairs: Iterable[tuple[Text, Text | None]]) -> list[dict]:
        """The notes of those texts that are not empty."""
        return [note for note in (self.note(text, heading) for text, heading in pairs) if note]

    def identifier(self, value: str, scheme: str) -> dict:
        return self.node("identifier", "Identifier", notation=value, schemeName=scheme)

    def legal_identifier(self, value: str, country: str) -> dict | None:
        if not value:
            return None
        return self.node("legalIdentifier", "LegalIdentifier", notation=value, spatial=concept("country", country))

    def place(self, country: str, name: str = "") -> dict:
        """A ``Location``. The shapes demand an address, and of an address the country."""
        address = self.node("address", "Address", countryCode=concept("country", country), fullAddress=self.note(self.plain(name)))
        return self.node("location", "Location", address=address, geographicName=self.plain(name))

    def web(self, url: str) -> dict | None:
        return self.node("webResource", "WebResource", contentURL=url) if url else None

    def ects(self, credits: Decimal) -> dict:
        return self.node("creditPoint", "CreditPoint", framework=concept("education-credit", "ects"), point=number(credits))

    def organisation(self, body: Body) -> dict:
        """The institution, with the same id each time."""
        if body.schac not in self._organisations:
            self._organisations[body.schac] = self._organisation(body)
        return copy.deepcopy(self._organisations[body.schac])

    def _organisation(self, body: Body) -> dict:
        return self.node(
            "org",
            "Organisation",
            legalName=self.plain(body.legal_name) or language_map(body.name),
            altLabel=language_map(body.name),
            location=self.place(body.country, body.city),
            identifier=self.identifier(body.schac, "SCHAC"),
            registration=self.legal_identifier(body.legal_identifier, body.country),
            homepage=self.web(body.website),
        )

    def awarding(self, body: Body, day: date, notes: list[dict] | None = None) -> dict:
        """Who awarded, and when."""
        return self.node(
            "awardingProcess",
            "AwardingProcess",
            awardingBody=self.organisation(body),
            awardingDate=moment(day),
            additionalNote=notes,
        )

    def outcomes(self, outcomes: Iterable[Text]) -> list[dict]:
        texts = (language_map(text) for text in outcomes)
        return [self.node("learningOutcome", "LearningOutcome", title=text) for text in texts if text]
