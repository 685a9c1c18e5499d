"""Addresses of this room: grade sheets on the desk, the student's own degree."""

from django.urls import path

from salerno.awards.views import degrees

app_name = "awards"
urlpatterns = [
    path("studies/degree/", degrees.my_degree, name="my_degree"),
    path("studies/degree/<uuid:studies>/", degrees.degree, name="degree"),
]
