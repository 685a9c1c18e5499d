"""Reads of this room: ``boxes`` and ``courses`` for students; ``cohorts``, ``students``, ``numbers``, ``choosing`` for the desk."""
