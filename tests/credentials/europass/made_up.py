"""A made-up degree with every fact that the richest profile wants, a picture of its diploma, and a test seal."""

import struct
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from salerno.awards.degrees.facts import Accreditation, DegreeFacts, NationalLevel
from salerno.credentials.europass.certificates import load_der
from salerno.credentials.europass.envelope import from_base64, read_object
from salerno.credentials.europass.jws import from_base64url

DATA = Path(__file__).parents[2] / "data" / "europass"
NOON = datetime(2027, 7, 20, 12, 0, tzinfo=UTC)
LATER = datetime(2028, 1, 1, tzinfo=UTC)
SAMPLES = ("Sample-MC-Annex1", "Sample-CertOfPart")
# Who vouches for the samples: for their seal, and for their time stamps.
ESEAL_AUTHORITY = "ANF AC Qualified Certificates for eSeal"
TIME_AUTHORITY = "root-ca"


def picture() -> bytes:
    """One grey pixel as PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")


def with_every_fact(facts: DegreeFacts) -> DegreeFacts:
    """``facts`` with what the profile of the diploma supplement wants beside them."""
    qualification = replace(
        facts.qualification,
        mode="blended",
        law={"en": "A made-up decree", "fr": "Un décret inventé"},
        national_level=NationalLevel("http://data.europa.eu/snb/qdr/c_made_up", {"en": "Made-up level 7"}),
        accreditation=Accreditation(
            "programme-quality",
            {"en": "Made-up accreditation"},
            {"en": "Made-up agency"},
            "FR",
            date(2025, 1, 1),
            date(2031, 1, 1),
            "https://agency.example/report",
        ),
    )
    return replace(facts, qualification=qualification, graduate=replace(facts.graduate, birth_country="FR"))


def sample(name: str) -> str:
    return (DATA / "samples" / f"{name}-signed.jsonld").read_text("utf-8")


def sample_certificates(text: str) -> dict:
    """The certificates that a sample carries beside its seal, by common name."""
    members = [read_object(from_base64url(part, "").decode()) for part in read_object(text)["signatures"][0]["header"]["etsiU"]]
    values = [value for member in members for value in member.get("xVals", [])]
    certificates = [load_der(from_base64(value["x509Cert"]["val"])) for value in values]
    return {each.subject.rfc4514_string().split("CN=")[1].split(",")[0]: each for each in certificates}
