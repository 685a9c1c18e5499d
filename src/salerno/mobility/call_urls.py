"""Addresses of calls: what students wish, scenarios, publication."""

from django.urls import URLPattern

CALLS: list[URLPattern] = []
