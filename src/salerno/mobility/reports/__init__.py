"""What students say after a stay, for those who think of going there."""
