"""Refusals of the room."""


class CatalogueRefused(Exception):
    """A change of the catalogue was refused; the text says why."""
