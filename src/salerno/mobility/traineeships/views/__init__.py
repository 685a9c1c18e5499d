"""Pages of traineeships."""
