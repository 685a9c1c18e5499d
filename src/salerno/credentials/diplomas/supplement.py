"""The Diploma Supplement: the eight sections of the model of the European Commission, the Council of Europe and UNESCO.

Numbers and headings are those of the model as revised in 2018 (EHEA ministers, Paris 2018, appendix IV). The French headings keep
the official translation of the first model wherever the revision left a heading as it was. What an award does not record is said
to be not recorded, as the model demands: no section and no field is ever left out.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from salerno.awards.degrees.facts import Accreditation, Body, DegreeFacts, Text
from salerno.common.document_words import day, plainly, said
from salerno.common.names import country_name, language_name, plain_number
from salerno.common.typesetting import Attachment, pdf, png_pages, qr_svg

from ..proving.badge import emblem_svg
from ..proving.certificate_words import DISCLAIMER
from . import wording
from .plain_markdown import blocks
from .records import credits_by_institution, records
from .wording import WORDS, name_of, own_name

SECTIONS = {
    "1": ("1.1", "1.2", "1.3", "1.4"),
    "2": ("2.1", "2.2", "2.3", "2.4", "2.5"),
    "3": ("3.1", "3.2", "3.3"),
    "4": ("4.1", "4.2", "4.3", "4.4", "4.5"),
    "5": ("5.1", "5.2"),
    "6": ("6.1", "6.2"),
    "7": ("7.1", "7.2", "7.3", "7.4"),
    "8": (),
}


def supplement_pdf(facts: DegreeFacts, *, language: str, verify_url: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """The supplement to one diploma as PDF/UA-1, in ``language``, or in English with a note when it has no words in it.

    Raises ``CannotPrint``.
    """
    data, sources = _data(facts, language, verify_url), _sources(verify_url)
    return pdf(wording.template("supplement"), data, timestamp=wording.granted_at(facts), attachments=attachments, sources=sources)


def supplement_pages(facts: DegreeFacts, *, language: str, verify_url: str, ppi: float = 144) -> list[bytes]:
    """The same pages as PNG."""
    return png_pages(wording.template("supplement"), _data(facts, language, verify_url), ppi=ppi, sources=_sources(verify_url))


def _sources(verify_url: str) -> dict[str, str | bytes]:
    return {"records.typ": wording.template("records"), "qr.svg": qr_svg(verify_url), "emblem.svg": emblem_svg()}


def _data(facts: DegreeFacts, asked: str, verify_url: str) -> dict[str, Any]:
    language = wording.spoken(asked, "supplement")
    words = WORDS.of(language, "record", "supplement")
    values = _Values(facts, language, words).all()
    return {
        "language": language,
        "words": words,
        "title": f"{words['title']} – {facts.graduate.full_name}",
        "running": words["running"].format(name=facts.graduate.full_name, number=facts.number),
        "style": wording.style_of(facts.awarding),
        "institution": own_name(facts.awarding),
        "made_up": wording.made_up(facts, language),
        "note": WORDS.missing_note(asked, "supplement"),
        "sections": [
            {
                "number": section,
                "title": words[f"s{section}"],
                "fields": [
                    {"number": field, "label": words[f"f{field.replace('.', '_')}"], "value": values.get(field, [])}
                    for field in fields
                ],
            }
            for section, fields in SECTIONS.items()
        ],
        "outcomes": [said(outcome, language) for outcome in facts.outcomes],
        "records": records(facts, language),
        "national": _national(facts, language, words),
        "verify_url": verify_url,
        "disclaimer": DISCLAIMER[language],
    }


def _national(facts: DegreeFacts, language: str, words: dict[str, str]) -> dict[str, Any]:
    text = said(facts.national_system, language)
    return {"lang": text["lang"], "note": text["note"], "blocks": blocks(text["text"] or words["no_national"])}


class _Values:
    """The value of each numbered field, as paragraphs; 4.3 and 4.4 end in tables, 7.4 in a code, which the template draws."""

    def __init__(self, facts: DegreeFacts, language: str, words: dict[str, str]) -> None:
        self.facts, self.language, self.words = facts, language, words
        self.own = wording.own_language(facts.awarding)

    def all(self) -> dict[str, list[Any]]:
        """By number of the field; a field without a value says why."""
        found = {**self._holder(), **self._qualification(), **self._level(), **self._programme(), **self._rest()}
        return {field: [value for value in values if value] or self._nothing(field) for field, values in found.items()}

    def _nothing(self, field: str) -> list[str]:
        return [] if field == "4.2" else [self.words["not_provided"]]

    def _holder(self) -> dict[str, list[Any]]:
        graduate = self.facts.graduate
        numbers = [f"{value} ({self._institution(schac)})" for schac, value in graduate.numbers.items()]
        return {
            "1.1": [graduate.family_name],
            "1.2": [graduate.given_names],
            "1.3": [graduate.birth_date.strftime("%d/%m/%Y")],
            "1.4": numbers,
        }

    def _institution(self, schac: str) -> str:
        return name_of(self.facts.body(schac), self.language)

    def _qualification(self) -> dict[str, list[Any]]:
        facts, degree = self.facts, self.facts.qualification
        original, translated = said(degree.title, self.own), said(degree.title, self.language)
        isced = self.words["isced"].format(codes=", ".join(degree.isced_f)) if degree.isced_f else ""
        return {
            "2.1": [self._foreign(original), translated if translated["text"] != original["text"] else ""],
            "2.2": [self._text(degree.field_of_study), isced],
            "2.3": [self._with_place(facts.awarding), *self._status(degree.law)],
            "2.4": self._administering(),
            "2.5": [", ".join(language_name(code, self.language) for code in degree.languages)],
        }

    def _status(self, law: Text) -> list[str]:
        text = plainly(law, self.language)
        return [self.words["status"].format(law=text) if text else self.words["no_status"]]

    def _foreign(self, text: dict[str, str]) -> dict[str, str]:
        """A text that stands in its original language on purpose: without the note that says so."""
        return {**text, "note": ""} if text["text"] else {}

    def _text(self, text: Text) -> dict[str, str] | str:
        found = said(text, self.language)
        return found if found["text"] else ""

    def _with_place(self, body: Body) -> str:
        return f"{own_name(body)}, {body.city}, {country_name(body.country, self.language)}"

    def _administering(self) -> list[str]:
        earned = credits_by_institution(self.facts)
        if set(earned) <= {self.facts.awarding.schac}:
            return [self.words["same_institution"]]
        return [
            self.words["administering"].format(
                institution=self._with_place(self.facts.body(schac)), credits=plain_number(credits, self.language)
            )
            for schac, credits in earned.items()
        ]

    def _level(self) -> dict[str, list[Any]]:
        degree, words = self.facts.qualification, self.words
        national = self._text(degree.national_level.label) if degree.national_level else ""
        cycle = words.get(f"cycle_{degree.eqf_level}", "")
        duration = words["duration"].format(
            credits=plain_number(degree.credits, self.language),
            semesters=degree.semesters,
            years=plain_number(Decimal(degree.semesters) / 2, self.language),
        )
        return {
            "3.1": [", ".join(filter(None, (words["level"].format(level=degree.eqf_level), cycle))), national],
            "3.2": [duration],
            "3.3": [self._text(degree.access_requirements)],
        }

    def _programme(self) -> dict[str, list[Any]]:
        facts, words = self.facts, self.words
        requirements = plainly(facts.qualification.requirements, self.language)
        return {
            "4.1": [self._text(facts.qualification.mode_of_study)],
            "4.2": [
                "" if facts.outcomes else words["not_provided"],
                words["requirements"].format(text=requirements) if requirements else "",
            ],
            "4.3": [words["credits_gained"].format(credits=plain_number(facts.credits, self.language)), self._thesis()],
            "4.4": [self._text(facts.qualification.grading)],
            "4.5": [
                words["overall"].format(grade=facts.overall_grade) if facts.overall_grade else words["no_classification"],
                words["distinction"] if facts.with_distinction else "",
            ],
        }

    def _thesis(self) -> str:
        thesis = self.facts.thesis
        if thesis is None:
            return ""
        return self.words["thesis_line"].format(
            title=plainly(thesis.title, self.language),
            supervisors=", ".join(thesis.supervisors),
            date=day(thesis.defended_on, self.language),
            grade=thesis.grade,
        )

    def _rest(self) -> dict[str, list[Any]]:
        facts, words = self.facts, self.words
        sites = [
            words["source_site"].format(institution=self._institution(body.schac), website=body.website)
            for body in (facts.awarding, *facts.partners)
            if body.website
        ]
        return {
            "5.1": [self._text(facts.qualification.further_study)],
            "5.2": [self._text(facts.qualification.professional_status)],
            "6.1": self._additional(),
            "6.2": [*sites, words["source_enic"]],
            "7.1": [day(facts.granted_on, self.language)],
            "7.2": [words["signature"].format(name=facts.decision.chair)],
            "7.3": [words["capacity"]],
        }

    def _additional(self) -> list[Any]:
        facts, words, decision = self.facts, self.words, self.facts.decision
        names = [self._institution(body.schac) for body in (facts.awarding, *facts.partners)]
        title = plainly(facts.programme_title, self.language)
        joint = words["joint"].format(programme=title, institutions=", ".join(names)) if facts.partners else ""
        board = words["decision"].format(
            date=day(decision.held_on, self.language), clause=decision.clause, version=decision.agreement_version
        )
        return [joint, board, self._accreditation(facts.qualification.accreditation), self._text(facts.additional_information)]

    def _accreditation(self, accreditation: Accreditation | None) -> str:
        if accreditation is None:
            return ""
        words, language = self.words, self.language
        title, agency = (plainly(text, language) for text in (accreditation.title, accreditation.agency))
        dates = [
            words[word].format(date=day(moment, language))
            for word, moment in (("accredited_on", accreditation.decided_on), ("accredited_until", accreditation.expires_on))
            if moment
        ]
        return ", ".join([words["accreditation"].format(title=title, agency=agency), *dates])
