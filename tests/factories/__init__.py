"""Factories: each builds the smallest valid row of its kind."""
