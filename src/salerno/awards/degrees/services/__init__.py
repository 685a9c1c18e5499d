"""What changes in degrees, by the verbs of those who act."""
