"""Addresses of who is late."""

from django.urls import URLPattern, path

from salerno.mobility.late import views

LATE: list[URLPattern] = [
    path("desk/mobility/late/", views.late, name="late"),
    path("desk/mobility/late/remind/", views.remind, name="remind_late"),
]
