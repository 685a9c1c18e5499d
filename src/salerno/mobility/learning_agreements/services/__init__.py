"""What changes in learning agreements, by the verbs of those who act."""
