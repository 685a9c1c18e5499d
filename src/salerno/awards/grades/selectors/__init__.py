"""What the pages of grades and their tables show."""
