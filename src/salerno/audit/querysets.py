"""Named sets of audit entries."""

import uuid
from typing import Self

from django.db import models


class EntryQuerySet(models.QuerySet):
    """Entries, oldest first."""

    def about(self, person: uuid.UUID) -> Self:
        """What was done by or to the person with this uuid."""
        return self.filter(models.Q(actor=person) | models.Q(subject_person=person) | models.Q(subject=person))
