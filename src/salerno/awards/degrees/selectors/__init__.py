"""What the pages of degrees show."""
