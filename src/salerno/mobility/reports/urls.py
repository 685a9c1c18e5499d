"""Addresses of what students said after their stays."""

from django.urls import URLPattern, path

from salerno.mobility.reports import views

_STAY = "mobility/stays/<uuid:stay>/report/"
_REPORT = "desk/mobility/reports/<uuid:report>/"

REPORTS: list[URLPattern] = [
    path(_STAY, views.write, name="write_report"),
    path(_STAY + "withdraw/", views.withdraw, name="withdraw_report"),
    path("mobility/hosts/<slug:slug>/", views.host, name="host"),
    path("desk/mobility/reports/", views.desk_reports, name="desk_reports"),
    path(_REPORT, views.desk_report, name="desk_report"),
    path(_REPORT + "hide/", views.hide, name="hide_report"),
    path(_REPORT + "show/", views.show_again, name="show_report"),
]
