"""What changes in calls, by the verbs of those who act."""
