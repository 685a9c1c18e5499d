"""Loading and changing institutions."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.institutions.models import GradingScale, Institution

CONSORTIUM_FILE = Path(__file__).parent / "data" / "consortium.toml"


@transaction.atomic
def load_consortium(*, path: Path = CONSORTIUM_FILE) -> list[Institution]:
    """Create the institutions and scales of ``path`` that are not there yet; return the new ones.

    Rows that exist are left as they are: what an administrator changed is the truth.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    scales = {item["code"]: _scale(item) for item in content.get("scale", [])}
    created = []
    for position, item in enumerate(content["institution"], start=1):
        values: dict[str, Any] = dict(item)
        slug = values.pop("slug")
        values["grading_scale"] = scales.get(values.pop("grading_scale", ""))
        institution, is_new = Institution.objects.get_or_create(slug=slug, defaults={**values, "position": position})
        if is_new:
            record(action="institution.created", actor=None, subject=institution, detail={"code": institution.code})
            created.append(institution)
    return created


def _scale(item: dict[str, Any]) -> GradingScale:
    values = dict(item)
    scale, _created = GradingScale.objects.get_or_create(code=values.pop("code"), defaults=values)
    return scale
