"""Reads of this room, one module for a screen: ``sheets`` (grades), ``results`` (what a student has passed), ``degrees``."""
