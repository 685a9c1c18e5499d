"""Addresses of admissions."""

from django.urls import include, path

from salerno.admissions.desk_urls import DESK
from salerno.admissions.views import calls, drafts, mine, offers, papers, referees, writing

app_name = "admissions"

APPLYING = [
    path("", calls.index, name="index"),
    path("calls/<slug:slug>/", calls.call, name="call"),
    path("calls/<slug:slug>/apply/", calls.apply, name="apply"),
    path("applications/", mine.applications, name="applications"),
    path("applications/<uuid:application>/", mine.application, name="application"),
    path("applications/<uuid:application>/withdraw/", mine.withdraw, name="withdraw"),
    path("applications/<uuid:application>/appeal/", mine.appeal, name="appeal"),
    path("applications/<uuid:application>/submit/", writing.submit, name="submit"),
    path("applications/<uuid:application>/papers/<slug:kind>/", papers.upload, name="upload"),
    path("applications/<uuid:application>/<slug:step>/", writing.step, name="step"),
    path("applications/<uuid:application>/<slug:step>/draft/", drafts.draft, name="draft"),
    path("documents/<uuid:document>/", papers.document, name="document"),
    path("documents/<uuid:document>/delete/", papers.delete, name="delete_document"),
    path("offers/<uuid:offer>/accept/", offers.accept, name="accept"),
    path("offers/<uuid:offer>/decline/", offers.decline, name="decline"),
    path("referees/<uuid:referee>/", referees.referee, name="referee"),
    path("referees/<uuid:referee>/again/", referees.send_again, name="send_again"),
    path("referees/<uuid:referee>/withdraw/", referees.withdraw, name="withdraw_referee"),
    path("letters/<str:token>/", papers.letter, name="letter"),
]
urlpatterns = [path("admissions/", include(APPLYING)), path("desk/", include(DESK))]
