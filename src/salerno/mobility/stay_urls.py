"""Addresses of mobilities from the accepted place to the recognition."""

from django.urls import URLPattern

STAYS: list[URLPattern] = []
