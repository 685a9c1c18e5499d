"""What changes in theses, by the verbs of those who act."""
