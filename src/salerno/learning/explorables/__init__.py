"""Explorables: one idea each, to be moved by hand.

Every explorable is a pure function from settings to a picture. The server draws it into a template that works
without JavaScript, and one ES module draws the same picture when a slider moves; a browser test compares the
two.
"""
