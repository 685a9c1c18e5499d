"""A degree as a European Digital Credential: built, sealed and checked. Pure: no database, no HTTP, no network.

The European Learning Model 3.1 (application profile EDC 1.1.0) over Verifiable Credentials 1.1, sealed with JAdES baseline B-B
(ETSI TS 119 182-1). ``credential.build`` words a ``DegreeFacts``; ``sealing.ready_to_seal`` adds what only the seal knows and
``sealing.seal`` signs that exact text; ``verification.verify_sealed`` judges what anybody hands in.
"""
