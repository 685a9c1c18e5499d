"""Public pages that are not rows."""

from django.urls import reverse

from salerno.catalogue.sitemaps import OwnSitemap
from salerno.institutions.models import Institution


class PageSitemap(OwnSitemap):
    """Home, catalogue, institutions, verification."""

    def items(self) -> list[str]:
        fixed = [reverse(name) for name in ("portal:home", "catalogue:index", "institutions:index", "credentials:verify")]
        return fixed + [reverse("portal:institution", args=[row.slug]) for row in Institution.objects.public()]

    def location(self, address: str) -> str:
        return address
