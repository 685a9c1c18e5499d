"""The certificate as an accessible PDF (PDF/UA-1, ISO 14289-1), with the signed credential attached.

SECURITY: names and titles are data for the template, never a part of it: whatever Typst syntax they hold is
printed.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from babel.dates import format_date
from babel.numbers import format_decimal

from .achievement import MICRO_CREDENTIAL, Award
from .badge import device_svg, emblem_svg
from .certificate_words import DISCLAIMER, ELEMENTS, FLAG, FUNDING, WORDS

if TYPE_CHECKING:
    import typst

_EMBEDDED_FONT = "Libertinus Serif"


class CannotPrint(Exception):
    """The document could not be made: a script that no font at hand can write, most likely."""


def certificate_pdf(
    award: Award,
    *,
    credential: bytes,
    verify_url: str,
    language: str,
    institutions: Sequence[str] = (),
    font_paths: Sequence[Path] = (),
    font_families: Sequence[str] = (),
) -> bytes:
    """The certificate of ``award`` in ``language`` (``en`` or ``fr``), with ``credential`` as
    ``credential.json``.

    ``award`` must be worded in that language; ``credential`` are the signed bytes, attached unchanged.
    Several ``institutions`` stand on a joint certificate, the issuer first by default. The same input gives
    the same bytes. Raises ``CannotPrint`` when a letter is in none of the fonts: PDF/UA forbids an empty
    box in a name. The typesetter is loaded here: it is needed once for each certificate, not by every process.
    """
    import typst

    compiler_fonts = _fonts(tuple(font_paths))
    known = set(compiler_fonts.families())
    data = _data(award, language, verify_url, tuple(institutions) or (award.issuer.name,))
    data["fonts"] = [family for family in (*font_families, _EMBEDDED_FONT) if family in known]
    template = (files(__package__) / "certificate.typ").read_bytes()
    try:
        return typst.compile(
            template,
            format="pdf",
            font_paths=compiler_fonts,
            pdf_standards="ua-1",
            timestamp=award.awarded_at,
            sys_inputs={
                "data": json.dumps(data),
                "credential": credential.decode(),
                "device": device_svg(),
                "emblem": emblem_svg(),
                "qr": _qr_svg(verify_url),
            },
        )
    except typst.TypstError as error:
        raise CannotPrint(error.message) from error


@lru_cache(maxsize=4)
def _fonts(paths: tuple[Path, ...]) -> "typst.Fonts":
    """Fonts are looked for once: it takes longer than setting a page. System fonts only help out."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=list(paths))


def _data(award: Award, language: str, verify_url: str, institutions: tuple[str, ...]) -> dict:
    achievement = award.achievement
    return {
        "language": language,
        "words": WORDS[language],
        "document_title": f"{achievement.title}: {_holder(award)}",
        "institutions": list(institutions),
        "holder": _holder(award),
        "title": achievement.title,
        "description": achievement.description,
        "outcomes": [outcome.title for outcome in achievement.outcomes],
        "rows": _rows(award, language, institutions),
        "verify_url": verify_url,
        "credential_id": award.id,
        "funding": FUNDING[language],
        "flag": FLAG[language],
        "disclaimer": DISCLAIMER[language],
    }


def _holder(award: Award) -> str:
    return award.holder.name or award.holder.id or ""


def _rows(award: Award, language: str, institutions: tuple[str, ...]) -> list[dict]:
    """Ten of the eleven mandatory elements (the outcomes stand above), then the optional ones that are
    known."""
    achievement, issuer, names = award.achievement, award.issuer, ELEMENTS[language]
    values = {
        "holder": _holder(award),
        "title": achievement.title,
        "country": ", ".join(part for part in (issuer.region, issuer.country) if part),
        "bodies": "; ".join(institutions),
        "date": _date(award.awarded_at, language),
        "workload": _workload(award, language),
        "level": ", ".join(part for part in (achievement.eqf.label, achievement.cycle) if part),
        "assessment": achievement.assessment.label,
        "participation": achievement.participation.label,
        "quality": achievement.quality_assurance.label,
        "field": "; ".join(field.label for field in achievement.fields),
        "grade": f"{award.grade.value} ({award.grade.scale})" if award.grade else None,
        "evidence": _minutes(award.evidence_minutes),
        "prerequisites": achievement.prerequisites,
        "supervision": achievement.supervision,
        "stackability": achievement.stackability,
        "until": _date(award.valid_until, language) if award.valid_until else None,
    }
    if achievement.kind != MICRO_CREDENTIAL:
        names = {**names, "title": names["degree"]}
    return [{"name": names[key], "value": value} for key, value in values.items() if value]


def _workload(award: Award, language: str) -> str:
    hours, credits = award.achievement.workload_hours, award.achievement.ects_credits
    parts = [
        "" if hours is None else f"{format_decimal(hours, locale=language)} {WORDS[language]['hours']}",
        "" if credits is None else f"{format_decimal(credits, locale=language)} ECTS",
    ]
    return ", ".join(filter(None, parts))


def _minutes(minutes: int | None) -> str | None:
    return None if minutes is None else f"{minutes // 60} h {minutes % 60:02d} min"


def _date(moment: datetime, language: str) -> str:
    return format_date(moment.date(), "d MMMM y", locale=language)


def _qr_svg(url: str) -> str:
    """Error correction M: prints and folds well; the quiet zone of four modules belongs to the code."""
    return segno.make(url, error="m", micro=False).svg_inline(dark="#17212B", light="#FFFFFF", border=4)
