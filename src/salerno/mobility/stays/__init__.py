"""Stays: a place accepted, nomination, arrival, departure, withdrawal."""
