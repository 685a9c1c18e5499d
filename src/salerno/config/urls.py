"""Every address of the campus, by room."""

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from salerno.catalogue.sitemaps import CourseSitemap, ProgrammeSitemap
from salerno.config import api
from salerno.config.sitemaps import PageSitemap

SITEMAPS = {"pages": PageSitemap, "courses": CourseSitemap, "programmes": ProgrammeSitemap}

urlpatterns = [
    path("", include("salerno.portal.urls")),
    path("", include("salerno.catalogue.urls")),
    path("institutions/", include("salerno.institutions.urls")),
    path("", include("salerno.enrolment.urls")),
    path("", include("salerno.admissions.urls")),
    path("learn/", include("salerno.learning.urls")),
    path("courseware/", include("salerno.courseware.urls")),
    path("", include("salerno.awards.urls")),
    path("", include("salerno.mobility.urls")),
    path("", include("salerno.credentials.urls")),
    path("accounts/", include("salerno.people.urls")),
    path("api/v1/", api.urls),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("salerno.theme.urls")),
]

handler500 = "salerno.portal.trouble_views.server_error"
