"""Every address of the campus, by room."""

from django.conf import settings
from django.urls import include, path

urlpatterns = []
