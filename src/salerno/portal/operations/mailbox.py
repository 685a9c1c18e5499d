"""Reading sign-in codes from the mail folder of a campus that sends no mail."""

import email
import email.policy
import re
from pathlib import Path

_CODE_LINE = re.compile(r"^\s*([A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8})*)\s*$", re.MULTILINE)


def last_code(*, folder: Path, address: str) -> str | None:
    """The newest code that was mailed to ``address``: the first line of the message that is a code and nothing else."""
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        for text in reversed(path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")):
            message = email.message_from_bytes(text.lstrip(), policy=email.policy.default)
            if address.lower() not in str(message["To"] or "").lower():
                continue
            body = message.get_body(("plain",))
            if body and (found := _CODE_LINE.search(body.get_content())):
                return found.group(1)
    return None
