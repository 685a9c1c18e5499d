"""Public pages that are not rows."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from salerno.institutions.models import Institution


class PageSitemap(Sitemap):
    """Home, catalogue, institutions, verification."""

    def items(self) -> list[str]:
        fixed = [reverse(name) for name in ("portal:home", "catalogue:index", "institutions:index", "credentials:verify")]
        return fixed + [reverse("portal:institution", args=[row.slug]) for row in Institution.objects.public()]

    def location(self, address: str) -> str:
        return address
