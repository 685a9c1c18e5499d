import dataclasses
import json
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader, PdfWriter

from salerno.credentials.proving.achievement import Holder
from salerno.credentials.proving.badge import badge_png, badge_svg, device_svg
from salerno.credentials.proving.carriers import carried
from salerno.credentials.proving.document_pdf import CannotPrint, certificate_pdf
from salerno.credentials.proving.png import chunks
from salerno.credentials.proving.refusals import ProofRefused, Reason
from salerno.credentials.proving.verification import verify

VERIFY_URL = "https://campus.example/verify/6b0e6f1c"
HOSTILE = '#panic("x") *bold* $x$ #read("/etc/passwd") </svg> <script>alert(1)</script> \\ " ` [link](x) @cite'


@pytest.fixture(scope="module")
def raw(signed) -> bytes:
    return json.dumps(signed, ensure_ascii=False).encode()


def printed(award, raw, language="en", **other) -> PdfReader:
    pdf = certificate_pdf(award, credential=raw, verify_url=VERIFY_URL, language=language, **other)
    return PdfReader(BytesIO(pdf))


def words_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def with_words(award, text: str):
    achievement = dataclasses.replace(award.achievement, title=text, description=text, criteria=text)
    return dataclasses.replace(award, achievement=achievement, holder=Holder(name=text))


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("fr", "fr")])
def test_the_certificate_is_tagged_titled_and_in_its_language(award, raw, language, tag):
    reader = printed(award, raw, language)
    catalogue = reader.trailer["/Root"]

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == tag
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "AI in health: from the clinical question to the bedside: Zoë D’Souza"
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()


def test_the_certificate_says_all_eleven_elements(award, raw):
    text = words_of(printed(award, raw, institutions=["Aix-Marseille Université", "Università di Pisa"]))

    for words in (
        "Learner Zoë D’Souza",
        "Title of the micro-credential AI in health",
        "Country or region of the issuer Provence-Alpes-Côte d’Azur, France",
        "Awarding body Aix-Marseille Université; Università di Pisa",
        "Date of issuing 20 November 2026",
        "State a clinical question",
        "Notional workload 37.5 hours, 1.5 ECTS",
        "Level (EQF, cycle) EQF level 6, first cycle",
        "Type of assessment marked assignment",
        "Form of participation online",
        "Type of quality assurance institutional quality assurance",
        "Co-funded by the European Union",
        VERIFY_URL,
    ):
        assert words in text
    assert award.id in text.replace(" ", "")


def test_the_french_certificate_speaks_french(award, raw):
    text = words_of(printed(award, raw, "fr"))

    for words in (
        "CERTIFICAT",
        "Date de délivrance 20 novembre 2026",
        "37,5 heures, 1,5 ECTS",
        "Cofinancé par",
    ):
        assert words in text


def test_the_signed_bytes_are_attached_and_verify(award, raw, resolver, listing, noon):
    pdf = certificate_pdf(award, credential=raw, verify_url=VERIFY_URL, language="en")
    lookup = {"https://campus.example/status/3": listing()}.get

    assert carried(pdf) == raw
    assert verify(pdf, at=noon, resolver=resolver, status_lookup=lookup).is_valid


def test_the_same_award_gives_the_same_bytes(award, raw):
    def make():
        return certificate_pdf(award, credential=raw, verify_url=VERIFY_URL, language="en")

    assert make() == make()


def test_typst_in_a_name_is_printed_and_never_run(award, raw):
    """Every sign of the syntax: were any of it evaluated, Typst would panic or the words would change."""
    text = words_of(printed(with_words(award, HOSTILE), raw, institutions=[HOSTILE]))

    assert text.replace(" ", "").count(HOSTILE.replace(" ", "")) >= 5


def test_a_letter_that_no_font_has_is_refused_and_not_boxed(award, raw):
    with pytest.raises(CannotPrint, match="could not be displayed"):
        printed(with_words(award, "\U00012000"), raw)


def test_a_pdf_without_with_two_and_with_a_broken_attachment():
    empty, double = PdfWriter(), PdfWriter()
    empty.add_blank_page(100, 100)
    double.add_blank_page(100, 100)
    double.add_attachment("credential.json", b"{}")
    double.add_attachment("credential.json", b"{}")

    for writer, reason in (
        (empty, Reason.NO_CREDENTIAL_INSIDE),
        (double, Reason.SEVERAL_CREDENTIALS_INSIDE),
    ):
        out = BytesIO()
        writer.write(out)
        with pytest.raises(ProofRefused) as refusal:
            carried(out.getvalue())
        assert refusal.value.reason == reason
    with pytest.raises(ProofRefused) as refusal:
        carried(b"%PDF-1.7\n" + b"\0" * 50)
    assert refusal.value.reason == Reason.HOSTILE_FILE


def test_the_badge_is_well_formed_and_shows_its_words():
    root = ElementTree.fromstring(badge_svg("Reading a confusion matrix", "Università di Pisa"))
    shown = [element.text for element in root if element.tag.endswith("text")]

    assert shown == ["Reading a confusion matrix", "Università di Pisa"]
    assert root[0].text == "Reading a confusion matrix · Università di Pisa"


def test_the_badge_escapes_and_cuts_its_words():
    root = ElementTree.fromstring(badge_svg(HOSTILE * 3, HOSTILE * 3))
    shown = [element.text for element in root if element.tag.endswith("text")]

    assert shown == [
        '#panic("x") *bold* $x$',
        '#read("/etc/passwd")',
        "</svg> …",
        '#panic("x") *bold* $x$',
        '#read("/etc/passwd") </svg> …',
    ]
    assert not [element for element in root.iter() if "script" in element.tag]


def test_the_badge_as_png_is_600_pixels_wide():
    kind, header = next(chunks(badge_png("Título: économie & santé", "Karolinska Institutet, Ångström")))

    assert (kind, int.from_bytes(header[:4]), int.from_bytes(header[4:8])) == (b"IHDR", 600, 600)


def test_the_device_is_well_formed():
    assert ElementTree.fromstring(device_svg()).get("viewBox") == "0 0 100 100"
