"""What changes in stays, by the verbs of those who act."""
