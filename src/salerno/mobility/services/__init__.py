"""What changes in this room, by the verbs of those who act."""
