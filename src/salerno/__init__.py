"""Salerno: one campus for a consortium that trains people in AI for health.

Each package below is a room. ``docs/architecture.md`` is the map.
"""
