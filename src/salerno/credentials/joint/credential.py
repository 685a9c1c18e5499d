"""The degrees that several universities award together, as one credential: VC 2.0 in the words of Open Badges 3.0.

It is no Open Badge by type: 1EdTech's schema lets a badge have one status entry (decision 0004), and here each university must be
able to withdraw its own award without the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from salerno.awards.degrees.facts import DegreeFacts, Text

from ..europass.headings import MADE_UP
from ..europass.refusals import CannotBuild
from ..proving.contexts import CREDENTIALS_V2, OPEN_BADGES_3
from ..proving.identities import plain_name
from ..proving.moments import as_text
from .awarding import award_evidence

_KINDS = {5: "AssociateDegree", 6: "BachelorDegree", 7: "MasterDegree", 8: "DoctoralDegree"}


@dataclass(frozen=True)
class Consortium:
    """The universities together, as issuer."""

    did: str
    name: str
    url: str


def joint_credential(
    facts: Sequence[DegreeFacts],
    *,
    id: str,  # noqa: A002 -- the standard's word
    achievement_id: str,
    consortium: Consortium,
    dids: Mapping[str, str],
    valid_from: datetime,
    language: str = "en",
    statuses: Mapping[str, dict] | None = None,
) -> dict:
    """The unsigned credential of the degrees ``facts``: one of each awarding university, of one person in one programme.

    ``dids``: the DID of each university by ``schac``; ``statuses``: the entry of each in its own status list, likewise, of all or
    none. Texts stand in ``language`` where they exist in it. Raises ``CannotBuild``.
    """
    _check(facts, dids, statuses or {})
    said = _Words(language)
    document = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3],
        "id": id,
        "type": ["VerifiableCredential"],
        "name": said(facts[0].programme_title),
        "issuer": {"id": consortium.did, "type": ["Profile"], "name": consortium.name, "url": consortium.url},
        "validFrom": as_text(valid_from),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [plain_name(facts[0].graduate.full_name)],
            "creditsEarned": _number(facts[0].credits),
            "achievement": _achievement(facts[0], achievement_id, said),
        },
        "evidence": [_evidence(each, dids, said) for each in facts],
    }
    if statuses:
        document["credentialStatus"] = [statuses[each.awarding.schac] for each in facts]
    return document


class _Words:
    """Takes of each text the wanted language, else the first that there is."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: Text) -> str:
        return text.get(self.language) or next(filter(None, text.values()), "")


def _check(facts: Sequence[DegreeFacts], dids: Mapping[str, str], statuses: Mapping[str, dict]) -> None:
    awarding = [each.awarding.schac for each in facts]
    if len(set(awarding)) < 2 or len(set(awarding)) < len(awarding):
        raise CannotBuild("a joint credential needs the degrees of two universities or more, one of each")
    if len({(each.graduate.uuid, each.graduate.full_name, each.programme_code, each.credits) for each in facts}) > 1:
        raise CannotBuild("the degrees are not of one person with the same credits in one programme")
    if missing := set(awarding) - set(dids):
        raise CannotBuild(f"no DID is known of {', '.join(sorted(missing))}")
    if statuses and set(statuses) != set(awarding):
        raise CannotBuild("each awarding university has a status entry, or none has")


def _achievement(facts: DegreeFacts, achievement_id: str, said: _Words) -> dict:
    qualification = facts.qualification
    lines = [MADE_UP] * facts.is_made_up + [facts.programme_title, *facts.outcomes]
    return {
        "id": achievement_id,
        "type": ["Achievement"],
        "achievementType": _KINDS.get(qualification.eqf_level, "Degree"),
        "name": said(facts.programme_title),
        "description": "\n".join(said(line) for line in lines),
        "inLanguage": said.language,
        "criteria": {"narrative": said(qualification.requirements)},
        "creditsAvailable": _number(qualification.credits),
        "fieldOfStudy": said(qualification.field_of_study),
        "alignment": [
            _alignment("European Qualifications Framework", "eqf", str(qualification.eqf_level)),
            *(_alignment("ISCED-F 2013", "isced-f", code) for code in qualification.isced_f),
        ],
    }


def _alignment(framework: str, listing: str, code: str) -> dict:
    return {
        "type": ["Alignment"],
        "targetName": f"{framework} {code}",
        "targetUrl": f"http://data.europa.eu/snb/{listing}/{code}",
        "targetFramework": framework,
        "targetCode": code,
    }


def _evidence(facts: DegreeFacts, dids: Mapping[str, str], said: _Words) -> dict:
    return award_evidence(
        did=dids[facts.awarding.schac],
        award_uuid=facts.award_uuid,
        name=said(facts.awarding.name),
        award=" · ".join((said(facts.qualification.title), facts.number, facts.granted_on.isoformat())),
    )


def _number(value: Decimal) -> int | float:
    """A whole number as an integer, see ``proving.reading.check_shape``."""
    return int(value) if value == value.to_integral_value() else float(value)
