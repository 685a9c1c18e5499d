"""Named sets of institutions."""

from typing import Self

from django.db import models

from salerno.institutions.enums import Standing


class InstitutionQuerySet(models.QuerySet):
    """Institutions, by position and name."""

    def public(self) -> Self:
        """Those that the campus shows. All of them: an institution has no secret."""
        return self.filter(is_public=True)

    def consortium(self) -> Self:
        """The coordinator and the members."""
        return self.exclude(standing=Standing.ASSOCIATED)

    def associated(self) -> Self:
        """Associated partners."""
        return self.filter(standing=Standing.ASSOCIATED)
