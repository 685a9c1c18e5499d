"""What changes credentials: keys, issuing, status; the documents of degrees."""

from salerno.credentials.services.documents import (
    export_documents,
    make_next,
    order_documents,
    order_for_cohort,
    take_up_stalled_jobs,
)
from salerno.credentials.services.issuing import export_credentials, issue, issue_on_grant, set_sharing
from salerno.credentials.services.keys import rotate_key, signing_key
from salerno.credentials.services.status import reinstate, revoke, suspend
from salerno.credentials.services.withdrawing import revoke_on_withdrawal

__all__ = [
    "export_credentials",
    "export_documents",
    "issue",
    "issue_on_grant",
    "make_next",
    "order_documents",
    "order_for_cohort",
    "reinstate",
    "revoke",
    "revoke_on_withdrawal",
    "rotate_key",
    "set_sharing",
    "signing_key",
    "suspend",
    "take_up_stalled_jobs",
]
