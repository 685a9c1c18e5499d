"""How a row is named outside this database: by uuid, by code, or by what makes it unique; never by its number here."""

import json
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import models

from salerno.portal.operations.transfer.errors import TransferRefused

Model = type[models.Model]
_BESIDE_OURS = ("account.EmailAddress",)
_WITH_KEYS = ("mfa.Authenticator",)


def exported_models(*, with_keys: bool) -> list[Model]:
    """Every model of ours and the addresses people sign in with, each after those that it points at."""
    ours = [model for app in apps.get_app_configs() if app.name.startswith("salerno.") for model in app.get_models()]
    others = [apps.get_model(label) for label in _BESIDE_OURS + (_WITH_KEYS if with_keys else ())]
    chosen = sorted([*ours, *others], key=lambda model: model._meta.label_lower)
    order = TopologicalSorter({model: [t for t in targets_of(model) if t in chosen and t is not model] for model in chosen})
    try:
        return list(order.static_order())
    except CycleError as error:
        raise TransferRefused(f"Models point at each other in a circle: {error.args[1]}") from error


def targets_of(model: Model) -> list[Model]:
    """The models that rows of ``model`` point at by foreign key."""
    return [field.related_model for field in model._meta.concrete_fields if field.is_relation]


@cache
def identity_fields(model: Model) -> tuple[str, ...]:
    """The fields that name a row of ``model``; empty when only its number does."""
    names = {field.name for field in model._meta.concrete_fields}
    if "uuid" in names:
        return ("uuid",)
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and not field.null:
            return (field.name,)
    for constraint in model._meta.constraints:
        whole = isinstance(constraint, models.UniqueConstraint) and constraint.fields and constraint.condition is None
        if whole and not any(model._meta.get_field(name).null for name in constraint.fields):
            return tuple(constraint.fields)
    return ()


class References:
    """Names of rows by their number, read once for each model."""

    def __init__(self) -> None:
        self._names: dict[Model, dict[Any, Any]] = {}

    def of(self, model: Model, pk: Any) -> Any:
        """The name of the row ``pk`` of ``model``; None for none."""
        if pk is None:
            return None
        if model not in self._names:
            self._names[model] = self._read(model)
        return self._names[model][pk]

    def _read(self, model: Model) -> dict[Any, Any]:
        fields = [model._meta.get_field(name) for name in identity_fields(model)]
        if not fields:
            raise TransferRefused(f"Rows point at {model._meta.label}, which has no name of its own.")
        rows = model._base_manager.values_list("pk", *(field.attname for field in fields))
        return {pk: one_or_list([self._value(*pair) for pair in zip(fields, values, strict=True)]) for pk, *values in rows}

    def _value(self, field: models.Field, value: Any) -> Any:
        if field.is_relation:
            return self.of(field.related_model, value)
        return value if isinstance(value, int) else str(value)


def one_or_list(values: list[Any]) -> Any:
    """A name of one part stands alone; one of several is a list."""
    return values[0] if len(values) == 1 else values


class Arrivals:
    """Numbers of loaded rows by their names: the way back of ``References``."""

    def __init__(self) -> None:
        self._numbers: dict[Model, dict[str, Any]] = {}

    def note(self, model: Model, row: dict[str, Any], pk: Any) -> None:
        """Remember which number the row of the export received."""
        if names := identity_fields(model):
            name = one_or_list([row[part] for part in names])
            self._numbers.setdefault(model, {})[json.dumps(name)] = pk

    def number(self, model: Model, name: Any) -> Any:
        """The number of the row called ``name``. Raises ``TransferRefused`` when it did not come along."""
        if name is None:
            return None
        try:
            return self._numbers[model][json.dumps(name)]
        except KeyError as error:
            raise TransferRefused(f"The export points at a {model._meta.label} {name} that it does not hold.") from error
