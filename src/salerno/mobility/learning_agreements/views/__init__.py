"""Pages of learning agreements."""
