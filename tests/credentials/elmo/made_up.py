"""The two degrees that a joint programme awards, and the PDFs that come with them; all made up."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree
from tests.support.degrees import AMU, QUALIFICATION, UNIPI, degree_facts

from salerno.awards.degrees.facts import DegreeFacts
from salerno.credentials.elmo.attachments import Attachment, AttachmentKind
from salerno.credentials.elmo.documents import NAMESPACE

DATA = Path(__file__).parents[2] / "data" / "elmo"
NOON = datetime(2027, 7, 20, 12, 0, tzinfo=UTC)
PDFS = (
    Attachment(AttachmentKind.EMREX_TRANSCRIPT, {"en": "Transcript of both"}, b"%PDF-1.7 all", "en"),
    Attachment(AttachmentKind.DIPLOMA, {"en": "Diploma", "fr": "Diplôme"}, b"%PDF-1.7 diploma", "fr", "univ-amu.fr"),
    Attachment(AttachmentKind.DIPLOMA_SUPPLEMENT, {"en": "Supplement"}, b"%PDF-1.7 supplement", "en", "unipi.it"),
)


def italian_degree(**changes) -> DegreeFacts:
    """What Pisa awards for the same studies; the grades are converted into Pisa's scale, not Marseille's."""
    facts = degree_facts()
    standing = {
        "award_uuid": "8a3f7f1c-64b5-4b6b-8a52-52a4a44de002",
        "number": "UNIPI-2027-00001",
        "awarding": UNIPI,
        "partners": (AMU,),
        "qualification": replace(QUALIFICATION, grading={"en": "18 to 30.", "it": "Da 18 a 30."}),
        "results": tuple(replace(result, converted=()) for result in facts.results),
        "overall_grade": "105",
    }
    return degree_facts(**{**standing, **changes})


def tree(data: bytes) -> etree._Element:
    return etree.fromstring(data)


def found(element: etree._Element, path: str) -> list:
    return element.xpath(path, namespaces={"e": NAMESPACE, "xml": "http://www.w3.org/XML/1998/namespace"})
