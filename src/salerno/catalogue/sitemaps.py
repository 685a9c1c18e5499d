"""What search engines are told."""

from django.contrib.sitemaps import Sitemap

from salerno.catalogue.models import Course, Programme


class CourseSitemap(Sitemap):
    """Public courses."""

    def items(self) -> list[Course]:
        return list(Course.objects.public())

    def lastmod(self, course: Course) -> object:
        return course.changed_at


class ProgrammeSitemap(Sitemap):
    """Public programmes."""

    def items(self) -> list[Programme]:
        return list(Programme.objects.public())

    def lastmod(self, programme: Programme) -> object:
        return programme.changed_at
