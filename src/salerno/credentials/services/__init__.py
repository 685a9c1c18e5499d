"""What changes credentials: keys, issuing, status."""

from salerno.credentials.services.issuing import export_credentials, issue, issue_on_grant, set_sharing
from salerno.credentials.services.keys import rotate_key, signing_key
from salerno.credentials.services.status import reinstate, revoke, suspend

__all__ = [
    "export_credentials",
    "issue",
    "issue_on_grant",
    "reinstate",
    "revoke",
    "rotate_key",
    "set_sharing",
    "signing_key",
    "suspend",
]
