"""Rows of mobilities: one student at one place, from the offer to the recognition."""

import uuid

from django.db import models

from salerno.mobility.enums import HOLDS_A_PLACE, MobilityState
from salerno.mobility.models.calls import Place, Wish
from salerno.mobility.querysets import MobilityQuerySet


class Mobility(models.Model):
    """A student at a place. ``reason``: the sentence why this place; ``refusal``: why the host refused or it was cancelled."""

    personal_data = (
        "wish", "place", "state", "reason", "refusal", "offered_at", "accept_until", "accepted_at", "starts_on", "ends_on",
        "arrived_on", "departed_on",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="mobilities")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="mobilities")
    state = models.CharField(max_length=10, choices=MobilityState.choices, default=MobilityState.OFFERED)
    reason = models.JSONField(default=dict)
    refusal = models.TextField(max_length=2000, blank=True)
    offered_at = models.DateTimeField()
    accept_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    arrived_on = models.DateField(null=True, blank=True)
    departed_on = models.DateField(null=True, blank=True)

    objects = MobilityQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wish"], condition=models.Q(state__in=sorted(HOLDS_A_PLACE)), name="one_live_mobility_of_a_wish"
            ),
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="a_stay_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def kind(self) -> str:
        """Studies, traineeship or blended: of the call; of a guest, who came by none, what the agreement says."""
        return self.wish.call.kind if self.wish.call else self.place.condition.kind
