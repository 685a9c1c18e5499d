"""Run inside a campus, on one core: how many credentials a second are signed and verified. Prints JSON.

Without the database: canonicalised and signed; then canonicalised and verified. Once a simple Open Badge 3.0 with the members
that the standard demands, and once a credential as the campus issues it, with the elements of a European micro-credential.
"""

import json
import os
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from salerno.credentials.demonstration import issue_demonstration  # noqa: E402
from salerno.credentials.proving.did import VerificationMethod, controller_document  # noqa: E402
from salerno.credentials.proving.keys import SigningKey  # noqa: E402
from salerno.credentials.proving.proofs import sign, verify_proofs  # noqa: E402

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
    """Rates of signing and of verifying, each for a simple and a full credential."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    at = timezone.now()
    credential = issue_demonstration(at=at)
    full = json.loads(credential.document)
    did = full["issuer"]["id"]
    key = SigningKey.generate(f"{did}#benchmark")
    method = VerificationMethod(key.id, key.public)
    documents = {did: controller_document(did, [method], also_known_as=[])}
    figures = {}
    for name, document in (("simple", simple(full)), ("full", full)):
        unsigned = {member: value for member, value in document.items() if member != "proof"}
        signed = sign(unsigned, key=key, created=credential.issued_at)
        figures[f"sign {name}"] = rate(partial(sign_anew, unsigned, key, credential.issued_at))
        figures[f"verify {name}"] = rate(partial(verify_proofs, signed, issuer=did, resolver=documents.get, at=at))
    return figures


def sign_anew(document: dict[str, Any], key: SigningKey, created: datetime) -> dict[str, Any]:
    """The document under an id of its own, signed: no two are alike, as with real ones."""
    return sign({**document, "id": uuid.uuid4().urn}, key=key, created=created)


def simple(full: dict[str, Any]) -> dict[str, Any]:
    """An Open Badge with what Open Badges 3.0 (section B.1) demands and no more."""
    achievement = full["credentialSubject"]["achievement"]
    wanted = {name: achievement[name] for name in ("id", "type", "name", "description")}
    return {
        **{name: full[name] for name in ("@context", "id", "type", "name", "validFrom")},
        "issuer": {name: full["issuer"][name] for name in ("id", "type", "name")},
        "credentialSubject": {
            "type": full["credentialSubject"]["type"],
            "achievement": {**wanted, "criteria": {"narrative": "Pass the assessment."}},
        },
    }


if __name__ == "__main__":
    print(json.dumps(main()))
