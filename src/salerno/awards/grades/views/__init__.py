"""Pages of grades and their tables."""
