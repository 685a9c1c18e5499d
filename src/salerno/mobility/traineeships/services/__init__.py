"""What changes in traineeships, by the verbs of those who act."""
