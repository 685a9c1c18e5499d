"""Pages of this room: ``sheets`` for staff who grade, ``degrees`` for the student."""
