"""Pages of results from elsewhere."""
