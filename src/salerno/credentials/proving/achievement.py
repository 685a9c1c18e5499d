"""An award as an Open Badge 3.0: from plain values to a JSON document that is ready to be signed.

It carries the 11 mandatory elements of a European micro-credential (Council Recommendation 2022/C 243/02,
annex I). Open Badges has no field for some of them; nothing is invented for those, since a key that no
context defines is not signed. They stand as *alignments* with the EU's published code lists, for machines,
and in the criteria, for people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .certificate_words import element_names
from .contexts import CREDENTIALS_V2, OPEN_BADGES_3
from .identities import hashed_email, plain_name
from .moments import as_text

MICRO_CREDENTIAL = "MicroCredential"
"""The value of OB 3.0's ``AchievementType`` for what is no whole qualification."""

_RECOMMENDATION = "Council Recommendation 2022/C 243/02"


@dataclass(frozen=True)
class Term:
    """A value of a published code list: how it reads, and its address there (None when it is only words)."""

    label: str
    url: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Issuer:
    """The awarding body. ``id`` is its DID; the country is elements 3 and 4 of the Recommendation."""

    id: str
    name: str
    url: str
    country_code: str
    country: str
    region: str | None = None
    image_url: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Holder:
    """The learner: a name in clear, a hashed address, or both; ``id`` when they have an identifier of
    their own."""

    name: str | None = None
    email: str | None = None
    salt: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What the learner can do. ``url`` describes it, ours or ESCO's."""

    title: str
    url: str
    code: str | None = None
    framework: str | None = None


@dataclass(frozen=True)
class Grade:
    """The result in the local scale, and how that scale is to be read."""

    value: str
    scale: str
    description_id: str


@dataclass(frozen=True)
class Achievement:
    """What was achieved, as it stood when it was awarded."""

    id: str
    kind: str  # a value of OB 3.0 AchievementType: MicroCredential, Course, Certificate ...
    title: str
    description: str
    criteria: str
    criteria_url: str | None
    outcomes: tuple[Outcome, ...]
    language: str
    workload_hours: Decimal | None
    ects_credits: Decimal | None
    eqf: Term
    cycle: str | None
    fields: tuple[Term, ...]
    assessment: Term
    participation: Term
    quality_assurance: Term
    image_url: str | None = None
    image_text: str | None = None
    prerequisites: str | None = None
    supervision: str | None = None
    stackability: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Award:
    """Everything that one credential says."""

    id: str
    issuer: Issuer
    holder: Holder
    achievement: Achievement
    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime | None = None
    evidence_minutes: int | None = None
    grade: Grade | None = None
    statuses: tuple[dict, ...] = ()


def credential(award: Award) -> dict:
    """The unsigned OB 3.0 credential of ``award``; valid against 1EdTech's schema once it is signed.

    One status entry is written as an object, which that schema wants; several are an array, which VC 2.0
    allows and the schema does not: prefer one.
    """
    document = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3],
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.achievement.title,
        "issuer": _issuer(award.issuer),
        "awardedDate": as_text(award.awarded_at),
        "validFrom": as_text(award.valid_from),
    }
    if award.valid_until is not None:
        document["validUntil"] = as_text(award.valid_until)
    document["credentialSubject"] = _subject(award)
    if award.evidence_minutes is not None:
        document["evidence"] = [_evidence(award.evidence_minutes, award.achievement.language)]
    if award.statuses:
        document["credentialStatus"] = award.statuses[0] if len(award.statuses) == 1 else list(award.statuses)
    return document


def _issuer(issuer: Issuer) -> dict:
    address = {
        "type": ["Address"],
        "addressCountry": issuer.country,
        "addressCountryCode": issuer.country_code,
    }
    profile = {
        "id": issuer.id,
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.url,
        "address": address | _given(addressRegion=issuer.region),
    }
    return profile | _given(email=issuer.email, image=_image(issuer.image_url, issuer.name))


def _subject(award: Award) -> dict:
    holder = award.holder
    identifiers = []
    if holder.name:
        identifiers.append(plain_name(holder.name))
    if holder.email:
        identifiers.append(hashed_email(holder.email, holder.salt or ""))
    if not identifiers and not holder.id:
        raise ValueError("a credential names its holder")
    subject = _given(id=holder.id) | {"type": ["AchievementSubject"]} | _given(identifier=identifiers or None)
    if award.achievement.ects_credits is not None:
        subject["creditsEarned"] = _number(award.achievement.ects_credits)
    if award.grade is not None:
        subject["result"] = [{"type": ["Result"], "resultDescription": award.grade.description_id, "value": award.grade.value}]
    return subject | {"achievement": _achievement(award.achievement, award.grade)}


def _achievement(achievement: Achievement, grade: Grade | None) -> dict:
    result = {
        "id": achievement.id,
        "type": ["Achievement"],
        "achievementType": achievement.kind,
        "name": achievement.title,
        "description": achievement.description,
        "inLanguage": achievement.language,
        "criteria": _given(id=achievement.criteria_url) | {"narrative": criteria_text(achievement)},
        "alignment": [*_outcomes(achievement.outcomes), *_classifications(achievement)],
    }
    if achievement.ects_credits is not None:
        result["creditsAvailable"] = _number(achievement.ects_credits)
    if achievement.fields:
        result["fieldOfStudy"] = "; ".join(field.label for field in achievement.fields)
    if grade is not None:
        result["resultDescription"] = [
            {
                "id": grade.description_id,
                "type": ["ResultDescription"],
                "name": grade.scale,
                "resultType": "Result",
            }
        ]
    image = _image(achievement.image_url, achievement.image_text or achievement.title)
    return result | _given(image=image, humanCode=achievement.code)


def criteria_text(achievement: Achievement) -> str:
    """The criteria and, a line each, the elements that Open Badges has no field for (Markdown, as OB 3.0
    has it)."""
    values = {
        "workload": workload_text(achievement),
        "level": ", ".join(part for part in (achievement.eqf.label, achievement.cycle) if part),
        "assessment": achievement.assessment.label,
        "participation": achievement.participation.label,
        "quality": achievement.quality_assurance.label,
        "prerequisites": achievement.prerequisites,
        "supervision": achievement.supervision,
        "stackability": achievement.stackability,
    }
    names = element_names(achievement.language)
    return "\n".join([achievement.criteria, "", *(f"- {names[key]}: {text}" for key, text in values.items() if text)])


def workload_text(achievement: Achievement) -> str:
    """``25 h, 1 ECTS``: what is known of both."""
    hours, credits = achievement.workload_hours, achievement.ects_credits
    parts = ["" if hours is None else f"{_number(hours)} h", "" if credits is None else f"{_number(credits)} ECTS"]
    return ", ".join(filter(None, parts))


def _outcomes(outcomes: Iterable[Outcome]) -> list[dict]:
    return [
        {
            "type": ["Alignment"],
            "targetName": outcome.title,
            "targetUrl": outcome.url,
            "targetType": "ceasn:Competency",
        }
        | _given(targetCode=outcome.code, targetFramework=outcome.framework)
        for outcome in outcomes
    ]


def _classifications(achievement: Achievement) -> list[dict]:
    listed = [
        ("European Qualifications Framework", achievement.eqf),
        *(("ISCED-F 2013", field) for field in achievement.fields),
        (f"{_RECOMMENDATION}: type of assessment", achievement.assessment),
        (f"{_RECOMMENDATION}: form of participation", achievement.participation),
        (f"{_RECOMMENDATION}: type of quality assurance", achievement.quality_assurance),
    ]
    return [
        {"type": ["Alignment"], "targetName": term.label, "targetUrl": term.url, "targetFramework": framework}
        | _given(targetCode=term.code)
        for framework, term in listed
        if term.url
    ]


def _evidence(minutes: int, language: str) -> dict:
    hours, rest = divmod(minutes, 60)
    return {
        "type": ["Evidence"],
        "name": element_names(language)["evidence"],
        "narrative": f"{hours} h {rest:02d} min ({minutes} min)",
    }


def _image(url: str | None, caption: str) -> dict | None:
    return {"id": url, "type": "Image", "caption": caption} if url else None


def _given(**values: object) -> dict:
    """The entries that are not None: JSON-LD drops null, so that we never write it."""
    return {name: value for name, value in values.items() if value is not None}


def _number(value: Decimal) -> int | float:
    """A whole number as an integer, see ``reading.check_shape``."""
    return int(value) if value == value.to_integral_value() else float(value)
