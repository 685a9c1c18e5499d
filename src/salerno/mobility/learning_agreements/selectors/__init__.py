"""What the pages of learning agreements show."""
