"""Refusals of the room."""


class InstitutionRefused(Exception):
    """A change of an institution was refused; the text says why."""
