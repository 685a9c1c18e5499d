"""Run inside a campus, on one core: how many credentials a second are signed and verified. Prints JSON.

A simple credential is an Open Badge 3.0 as the campus issues it, without the database: filled in, canonicalised, signed; then read,
canonicalised, verified.
"""

import json
import os
import time
import uuid
from collections.abc import Callable

import django

django.setup()

from django.utils import timezone  # noqa: E402

from salerno.credentials.demonstration import issue_demonstration  # noqa: E402
from salerno.credentials.proving.keys import SigningKey  # noqa: E402
from salerno.credentials.proving.proofs import sign, verify_proofs  # noqa: E402
from salerno.credentials.selectors import did_document  # noqa: E402

SECONDS = 3


def rate(act: Callable[[], object]) -> float:
    """How often ``act`` is done in a second of processor time, after a warm start."""
    for _ in range(20):
        act()
    begun, count = time.process_time(), 0
    while time.process_time() - begun < SECONDS:
        act()
        count += 1
    return count / (time.process_time() - begun)


def main() -> dict[str, float]:
    """Rates of signing and of verifying."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    at = timezone.now()
    credential = issue_demonstration(at=at)
    signed = json.loads(credential.document)
    unsigned = {name: value for name, value in signed.items() if name != "proof"}
    moment = credential.issued_at
    key = SigningKey.generate(credential.key.method_id)
    documents = {credential.key.method_id.partition("#")[0]: did_document(credential.key.method_id.partition("#")[0])}
    issuer = signed["issuer"]["id"]
    return {
        "sign": rate(lambda: sign({**unsigned, "id": uuid.uuid4().urn}, key=key, created=moment)),
        "verify": rate(lambda: verify_proofs(signed, issuer=issuer, resolver=documents.get, at=at)),
    }


if __name__ == "__main__":
    print(json.dumps(main()))
