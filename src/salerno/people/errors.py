"""Refusals of the room."""


class PeopleRefused(Exception):
    """An act on an account was refused; the text says why."""
