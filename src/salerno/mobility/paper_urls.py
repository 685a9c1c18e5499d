"""Addresses of learning agreements."""

from django.urls import URLPattern

PAPERS: list[URLPattern] = []
