"""Addresses of nominations that come in."""

from django.urls import URLPattern, path

from salerno.mobility.nominations import views

NOMINATIONS: list[URLPattern] = [
    path("mobility/nominations/<uuid:nomination>/", views.take_nomination, name="take_nomination"),
    path("desk/mobility/guests/", views.desk_guests, name="desk_guests"),
    path("desk/mobility/guests/new/", views.new_guest, name="new_guest"),
    path("desk/mobility/guests/<uuid:nomination>/", views.desk_guest, name="desk_guest"),
]
