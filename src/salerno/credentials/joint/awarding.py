"""Which institutions award a joint degree: said in the signed content, so that nobody can take one away.

Neither VC 2.0 nor Open Badges 3.0 has a field for several awarding bodies, and a key that no context defines is not signed. Each
award stands as *evidence* (VC 2.0: what supports the issuing of a credential), under an address of that university.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .refusals import JointReason, JointRefused

GENRE = "Award of a joint degree"
_AWARD = "#award-"


@dataclass(frozen=True)
class AwardingInstitution:
    """One that awards: its DID, its name and its award, as the document words them."""

    did: str
    name: str
    award: str


def award_evidence(*, did: str, award_uuid: str, name: str, award: str) -> dict:
    """The evidence of the award by the university ``did``."""
    return {"id": f"{did}{_AWARD}{award_uuid}", "type": ["Evidence"], "genre": GENRE, "name": name, "narrative": award}


def is_joint(credential: dict) -> bool:
    """Whether it says of itself that several institutions award it; nothing is checked."""
    evidence = credential.get("evidence")
    return isinstance(evidence, list) and any(isinstance(each, dict) and each.get("genre") == GENRE for each in evidence)


def awarding_institutions(credential: dict) -> tuple[AwardingInstitution, ...]:
    """Those that award the degree, two or more. Raises ``JointRefused(NOT_JOINT)`` when that is not said plainly.

    SECURITY: the same statements can be written in other JSON, which leaves every proof good: an award in two halves, or hung
    under another object that repeats the credential's identifier. Then its university would be overlooked and its proof not missed.
    So every evidence must be an award, whole, and nothing else may bear the credential's identifier.
    """
    evidence = credential.get("evidence")
    if not isinstance(evidence, list) or not isinstance(credential.get("id"), str):
        raise JointRefused(JointReason.NOT_JOINT, "it names no awards, or has no identifier")
    if any(each.get("id") == credential.get("id") for each in _inner_objects(credential)):
        raise JointRefused(JointReason.NOT_JOINT, "its identifier stands twice")
    found = tuple(_awarding(each) for each in evidence)
    if len({each.did for each in found}) < len(found) or len(found) < 2:
        raise JointRefused(JointReason.NOT_JOINT, f"it names {len(found)} awards, of {len({each.did for each in found})}")
    return found


def _awarding(evidence: object) -> AwardingInstitution:
    if not isinstance(evidence, dict) or set(evidence) != {"id", "type", "genre", "name", "narrative"}:
        raise JointRefused(JointReason.NOT_JOINT, f"an evidence is no award: {evidence}"[:200])
    did, mark, award_uuid = str(evidence["id"]).partition(_AWARD)
    texts = (evidence["name"], evidence["narrative"])
    if evidence["genre"] != GENRE or not (did and mark and award_uuid) or not all(isinstance(text, str) for text in texts):
        raise JointRefused(JointReason.NOT_JOINT, f"an evidence is no award: {evidence}"[:200])
    return AwardingInstitution(did, *texts)


def _inner_objects(credential: dict) -> Iterator[dict]:
    stack: list[object] = [value for key, value in credential.items() if key != "@context"]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
