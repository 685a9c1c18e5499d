"""Pages of theses."""
