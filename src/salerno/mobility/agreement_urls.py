"""Addresses of agreements, factsheets and offers of traineeships."""

from django.urls import URLPattern

AGREEMENTS: list[URLPattern] = []
