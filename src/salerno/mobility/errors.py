"""Refusals of the room."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise


class MobilityRefused(Exception):
    """An act was refused and nothing was changed; ``refusal`` says why, ``detail`` names fields or rows."""

    def __init__(self, refusal: TextChoices, detail: Mapping[str, str | Promise] | None = None) -> None:
        super().__init__(str(refusal.label))
        self.refusal = refusal
        self.detail = dict(detail or {})


def refuse_if(refusal: TextChoices | None, **detail: str) -> None:
    """Raise ``MobilityRefused`` when there is a refusal."""
    if refusal:
        raise MobilityRefused(refusal, detail)
