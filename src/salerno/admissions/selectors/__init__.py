"""What pages, files and decisions of admissions read."""
