"""Why a joint credential is not signed or not accepted, beside the reasons that every credential knows."""

from enum import StrEnum


class JointReason(StrEnum):
    """Stable codes for pages and the API. Never reuse one for another cause."""

    NOT_JOINT = "not_joint"
    PROOF_MISSING = "joint_proof_missing"
    PROOF_REPEATED = "joint_proof_repeated"
    FOREIGN_PROOF = "joint_foreign_proof"
    CHAINED_PROOF = "joint_chained_proof"
    OTHER_KIND_OF_PROOF = "joint_other_kind_of_proof"
    UNKNOWN_CONSORTIUM = "joint_unknown_consortium"
    NOT_A_CONTROLLER = "joint_not_a_controller"
    KEY_NOT_LISTED = "joint_key_not_listed"
    STATUS_OF_ANOTHER = "joint_status_of_another"


class JointRefused(Exception):
    """A joint credential is refused; ``reason`` says which rule, ``detail`` what was found."""

    def __init__(self, reason: JointReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail
