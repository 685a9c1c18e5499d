"""What the pages of the desk read: one module for each noun."""
