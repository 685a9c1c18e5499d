"""What the pages of examination boards show."""
