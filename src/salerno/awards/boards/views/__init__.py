"""Pages of examination boards."""
