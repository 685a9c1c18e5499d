"""Read JSON that strangers send: small, shallow, unambiguous.

Two readers that disagree about a document are an attack: of two equal keys one library signs the first and
another shows the last (RFC 8259, 4), and NaN is no JSON at all. Such documents are refused, never repaired.
"""

import json
import math
import re

from .refusals import ProofRefused, Reason

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
# RFC 8259 lets these stand escaped in a string. Canonical N-Quads writes them in ways on which libraries
# differ (RDFC-1.0, 5), and U+FFFE/U+FFFF and lone surrogates are no characters at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read_json(data: bytes) -> dict:
    """The object in ``data``; raises ``ProofRefused`` past 1 MB, 64 levels, on double keys, NaN or bad
    characters."""
    if len(data) > MAX_BYTES:
        raise ProofRefused(Reason.TOO_LARGE, f"{len(data)} bytes; at most {MAX_BYTES} are read")
    try:
        document = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_unique_keys,
            parse_constant=_refuse_constant,
            parse_float=_number,
        )
    except UnicodeDecodeError as error:
        raise ProofRefused(Reason.NOT_JSON, "it is not UTF-8") from error
    except RecursionError as error:
        raise ProofRefused(Reason.TOO_DEEP, f"more than {MAX_DEPTH} levels") from error
    except ValueError as error:
        raise ProofRefused(Reason.NOT_JSON, str(error)) from error
    if not isinstance(document, dict):
        raise ProofRefused(Reason.NOT_A_CREDENTIAL, "the outermost value is not an object")
    check_shape(document)
    return document


def check_shape(document: object) -> None:
    """Refuse what is too deep or holds forbidden characters or numbers; for documents that were never
    bytes too."""
    stack: list[tuple[object, int]] = [(document, 1)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, dict | list) and depth > MAX_DEPTH:
            raise ProofRefused(Reason.TOO_DEEP, f"more than {MAX_DEPTH} levels")
        if isinstance(value, dict):
            for key, inner in value.items():
                _check_scalar(key)
                stack.append((inner, depth + 1))
        elif isinstance(value, list):
            stack.extend((inner, depth + 1) for inner in value)
        else:
            _check_scalar(value)


def _check_scalar(value: object) -> None:
    if isinstance(value, str):
        if found := _FORBIDDEN.search(value):
            raise ProofRefused(Reason.BAD_CHARACTERS, f"U+{ord(found.group()):04X}")
    elif isinstance(value, float):
        # 6.0 is 6 to a JavaScript reader and 6.0E0 to PyLD: one of the two could not check the signature.
        if not math.isfinite(value) or value.is_integer():
            raise ProofRefused(Reason.BAD_NUMBER, f"{value!r}; whole numbers are written without a point")
    elif value is not None and not isinstance(value, bool | int):
        raise ProofRefused(Reason.NOT_JSON, f"{type(value).__name__} is no JSON value")


def _unique_keys(pairs: list[tuple[str, object]]) -> dict:
    result: dict = {}
    for key, value in pairs:
        if key in result:
            raise ProofRefused(Reason.DUPLICATE_KEY, key[:100])
        result[key] = value
    return result


def _refuse_constant(name: str) -> None:
    raise ProofRefused(Reason.BAD_NUMBER, name)


def _number(text: str) -> int | float:
    """A whole number is an integer however it is written (JSON-LD 1.1 API, 8.2.2; RFC 8785, 3.2.2.3)."""
    number = float(text)
    if not math.isfinite(number):
        raise ProofRefused(Reason.BAD_NUMBER, text[:40])
    return int(number) if number.is_integer() else number
