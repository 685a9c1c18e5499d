"""One row as one line of JSON, and back. The same row gives the same bytes on every database."""

import base64
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from salerno.portal.operations.transfer.identities import Arrivals, Model, References, identity_fields

SEALED = {"credentials.SigningKey": "sealed", "credentials.ElectronicSeal": "sealed"}


def to_line(instance: models.Model, references: References, *, with_keys: bool) -> bytes:
    """``instance`` as JSON with sorted keys. Sealed bytes of keys and seals are left empty unless ``with_keys``."""
    model = type(instance)
    row: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and (identity_fields(model) or field.is_relation):
            continue
        value = getattr(instance, field.attname)
        row[field.name] = references.of(field.related_model, value) if field.is_relation else _plain(field, value)
    for field in model._meta.many_to_many:
        names = [references.of(field.related_model, pk) for pk in _related(instance, field)]
        row[field.name] = sorted(names, key=json.dumps)
    if not with_keys and model._meta.label in SEALED:
        row[SEALED[model._meta.label]] = ""
    return json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _related(instance: models.Model, field: models.ManyToManyField) -> list[Any]:
    return list(getattr(instance, field.name).order_by().values_list("pk", flat=True))


def _plain(field: models.Field, value: Any) -> Any:
    """What JSON can hold: moments in UTC with microseconds, decimals as text with the field's places, bytes in Base64."""
    if value is None or isinstance(field, models.JSONField) or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"{field} holds a {type(value).__name__}, which the export cannot write yet.")


def to_instance(model: Model, row: dict[str, Any], arrivals: Arrivals) -> models.Model:
    """An unsaved instance of ``model`` from a line of the export. Raises ``KeyError`` when a field is missing."""
    instance = model()
    for field in model._meta.concrete_fields:
        if field.primary_key and field.name not in row:
            continue
        value = row[field.name]
        if field.is_relation:
            setattr(instance, field.attname, arrivals.number(field.related_model, value))
        else:
            setattr(instance, field.attname, _native(field, value))
    return instance


def _native(field: models.Field, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return field.to_python(value)


def set_many(instance: models.Model, row: dict[str, Any], arrivals: Arrivals) -> None:
    """The many-to-many links of a loaded row, once everything is there."""
    for field in type(instance)._meta.many_to_many:
        getattr(instance, field.name).set([arrivals.number(field.related_model, name) for name in row[field.name]])
