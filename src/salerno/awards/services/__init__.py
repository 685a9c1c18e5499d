"""What changes grades and awards."""
