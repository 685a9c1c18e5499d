"""What changes in grades and their tables, by the verbs of those who act."""
