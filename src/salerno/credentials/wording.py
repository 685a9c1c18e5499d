"""An award in the words of a credential: from frozen facts to ``proving.achievement.Award``."""

import hashlib
import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from salerno.awards.enums import AwardKind
from salerno.awards.models import Award
from salerno.common.names import country_name
from salerno.common.translated import in_language
from salerno.credentials import degree_wording
from salerno.credentials.addresses import absolute, did_for
from salerno.credentials.code_lists import cycle_of, eqf_term, field_terms
from salerno.credentials.proving import achievement as words
from salerno.credentials.said import said_by

_QUIZ = "http://data.europa.eu/snb/assessment/b1b68f6735"
LANGUAGES = ("en", "fr")


def language_of(award: Award) -> str:
    """The language in which the award is worded: that of study when we have its words, else English."""
    degree = award.kind == AwardKind.DEGREE
    studied = award.facts["qualification"]["languages"] if degree else [award.facts["language_of_study"]]
    return next((language for language in studied if language in LANGUAGES), "en")


def worded(
    award: Award,
    *,
    credential_id: str,
    language: str,
    valid_from: datetime,
    statuses: tuple[dict[str, Any], ...] = (),
    email: str | None = None,
) -> words.Award:
    """``award`` in ``language``. All but the address comes from its frozen facts, so the same words come back years later.

    PRIVACY: ``email`` goes in as a hash with a random salt, so that a wallet can match its owner and nobody else learns it.
    """
    is_degree = award.kind == AwardKind.DEGREE
    with override(language):
        return words.Award(
            id=credential_id,
            issuer=_issuer(award, language),
            holder=words.Holder(name=said_by(award).holder, email=email, salt=secrets.token_urlsafe(16) if email else None),
            achievement=degree_wording.achievement(award, language) if is_degree else _achievement(award, language),
            awarded_at=award.granted_at.replace(microsecond=0),
            valid_from=valid_from,
            evidence_minutes=None if is_degree else award.facts["evidence_minutes"],
            grade=degree_wording.grade(award, language, _result_id(award)) if is_degree else _grade(award),
            statuses=statuses,
        )


def _issuer(award: Award, language: str) -> words.Issuer:
    awarding = award.facts["awarding"]
    return words.Issuer(
        id=did_for(award.institution),
        name=in_language(awarding["name"], language),
        url=awarding["website"],
        country_code=awarding["country"],
        country=country_name(awarding["country"], language),
    )


def _achievement(award: Award, language: str) -> words.Achievement:
    facts = award.facts
    course_url = absolute("catalogue:course", facts["course_slug"])
    level = facts["eqf_level"]
    return words.Achievement(
        id=course_url,
        kind=words.MICRO_CREDENTIAL,
        title=in_language(facts["title"], language),
        description=in_language(facts["summary"], language),
        criteria=_("Passed the final assessment of the course with at least %(mark)s %% of its points.")
        % {"mark": facts["pass_mark"]},
        criteria_url=course_url,
        outcomes=tuple(
            words.Outcome(title=in_language(row["title"], language), url=f"{course_url}#outcome-{row['key']}", code=row["key"])
            for row in facts["outcomes"]
        ),
        language=language,
        workload_hours=(Decimal(facts["workload_minutes"]) / 60).quantize(Decimal("0.1")),
        ects_credits=Decimal(facts["ects_credits"]) if facts["ects_credits"] else None,
        eqf=eqf_term(level),
        cycle=cycle_of(level),
        fields=field_terms(facts["isced_f"]),
        assessment=words.Term(label=_("Online quiz, marked by the campus"), url=_QUIZ),
        participation=words.Term(label=_("Online, at one's own pace")),
        quality_assurance=words.Term(label=_("Internal, by the institutions that own the course")),
        supervision=_("Unsupervised; the identity of the learner was not checked"),
        code=facts["course_code"],
    )


def _grade(award: Award) -> words.Grade:
    score = (Decimal(award.facts["score"]) * 100).quantize(Decimal("1"))
    return words.Grade(value=str(score), scale=_("Per cent of the points"), description_id=_result_id(award))


def _result_id(award: Award) -> str:
    """A stable identifier for the description of the result, derived from the award's own."""
    digest = hashlib.sha256(f"result:{award.uuid}".encode()).hexdigest()
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
