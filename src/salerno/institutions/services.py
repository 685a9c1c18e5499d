"""Loading and changing institutions."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from salerno.audit.services import record
from salerno.institutions.enums import Standing
from salerno.institutions.models import GradingScale, Institution

CONSORTIUM_FILE = Path(__file__).parent / "data" / "consortium.toml"
_NAMES = ("slug", "schac", "code")


@transaction.atomic
def load_consortium(*, path: Path = CONSORTIUM_FILE) -> list[Institution]:
    """Create the institutions and scales of ``path`` that are not there yet; return the new ones.

    Rows that exist are left as they are, field by field: what was changed or emptied on the campus is the truth. A partner
    that was added by hand is known by any of its names, and not made a second time.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    scales = _scales(content.get("scale", []))
    taken = {name for names in Institution.objects.values_list(*_NAMES) for name in zip(_NAMES, names, strict=True)}
    created = []
    for position, item in enumerate(content["institution"], start=1):
        values: dict[str, Any] = dict(item)
        slug = values.pop("slug")
        values["grading_scale"] = scales.get(values.pop("grading_scale", ""))
        if taken.isdisjoint({("slug", slug), ("schac", values["schac"]), ("code", values["code"])}):
            created.append(_create(by=None, at=None, slug=slug, position=position, **values))
    return created


@transaction.atomic
def add_associated_partner(*, values: dict[str, Any], by: models.Model, at: datetime) -> Institution:
    """A new associated partner. Its slug, made from its English name, is for good: addresses and its ``did:web`` hold it."""
    return _create(by=by, at=at, slug=_free_slug(values), standing=Standing.ASSOCIATED, **values)


def _create(*, by: models.Model | None, at: datetime | None, **values: Any) -> Institution:
    institution = Institution.objects.create(**values)
    record(action="institution.created", actor=by, subject=institution, detail={"code": institution.code}, at=at)
    return institution


def _free_slug(values: dict[str, Any]) -> str:
    slug = slugify(values["name"]["en"])[:50].strip("-") or slugify(values["schac"].replace(".", "-"))[:50]
    taken = set(Institution.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(name for number in range(1, len(taken) + 2) if (name := slug if number == 1 else f"{slug}-{number}") not in taken)


@transaction.atomic
def describe_institution(*, institution: Institution, values: dict[str, Any], by: models.Model, at: datetime) -> Institution:
    """Change what ``institution`` says of itself; the record holds which fields.

    PRIVACY: not their values: a contact may name a person, and the record cannot forget.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    changed = sorted(name for name, value in values.items() if getattr(institution, name) != value)
    if changed:
        for name in changed:
            setattr(institution, name, values[name])
        institution.save(update_fields=changed)
        record(action="institution.changed", actor=by, subject=institution, detail={"fields": changed}, at=at)
    return institution


def _scales(items: list[dict[str, Any]]) -> dict[str, GradingScale]:
    """The scales of ``items`` by their code; those that are not there yet are created."""
    known = GradingScale.objects.in_bulk([item["code"] for item in items], field_name="code")
    return known | {item["code"]: GradingScale.objects.create(**item) for item in items if item["code"] not in known}
