"""Refusals of the room."""


class CredentialRefused(Exception):
    """An act on a credential was refused; the text says why."""
