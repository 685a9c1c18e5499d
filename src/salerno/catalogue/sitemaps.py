"""What search engines are told."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from salerno.catalogue.models import Course, Programme


class OwnSitemap(Sitemap):
    """Addresses of the campus's own name. SECURITY: never of the host that a request claims."""

    def get_domain(self, site: Any = None) -> str:
        """The host of ``SALERNO_BASE_URL``, with its port."""
        return urlsplit(settings.SALERNO_BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        """``https``, but on a machine of one's own."""
        return urlsplit(settings.SALERNO_BASE_URL).scheme


class CourseSitemap(OwnSitemap):
    """Public courses."""

    def items(self) -> list[Course]:
        return list(Course.objects.public())

    def lastmod(self, course: Course) -> object:
        return course.changed_at


class ProgrammeSitemap(OwnSitemap):
    """Public programmes."""

    def items(self) -> list[Programme]:
        return list(Programme.objects.public())

    def lastmod(self, programme: Programme) -> object:
        return programme.changed_at
